"""An article's evidence as a page that stands alone: no file beside it, made to be printed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from articles.checks.registry import rules
from articles.evidence.findings import (
    EvidenceFinding,
    find,
    holding_sign_off,
    moment,
    overrides_during,
)
from articles.evidence.reading_copy import build_reading_copy
from articles.models.publications import Publication
from articles.models.sign_offs import SignOff, SignOffRole
from articles.models.withdrawals import Severity

Document = Mapping[str, Any]


def render_article(document: Document) -> str:
    """The page, in the article's own language where the admin speaks it."""
    with translation.override(document["article"]["locale"]):
        return render_to_string("articles/evidence/article.html", build_history(document))


def render_index(rows: Sequence[Mapping[str, Any]], exported_at: dt.datetime) -> str:
    """The table of contents of an export, in the active language."""
    context = {"rows": rows, "exported_at": exported_at, "language": translation.get_language()}
    return render_to_string("articles/evidence/index.html", context)


def build_history(document: Document) -> dict[str, Any]:
    """What both the page and the admin show of a document; words are in the active language."""
    findings = find(document)
    decisions = dict(SignOff.Decision.choices)
    return {
        "article": document["article"],
        "exported_at": moment(document["exported_at"]),
        "language": document["article"]["locale"],
        "findings": findings,
        "events": _events(document),
        "publications": [
            _publication(document, index, findings)
            for index in reversed(range(len(document["publications"])))
        ],
        "sign_offs": [
            {
                **sign_off,
                "signed_at": moment(sign_off["signed_at"]),
                "valid_until": _day(sign_off["valid_until"]),
                "role": _role(sign_off["role"]),
                "approved": sign_off["decision"] == SignOff.Decision.APPROVED,
                "decision": decisions.get(sign_off["decision"], sign_off["decision"]),
            }
            for sign_off in reversed(document["sign_offs"])
        ],
        "overrides": [_override(override) for override in reversed(document["overrides"])],
        "withdrawals": [
            {
                **withdrawal,
                "severity": dict(Severity.choices).get(
                    withdrawal["severity"], withdrawal["severity"]
                ),
                "withdrawn_at": moment(withdrawal["withdrawn_at"]),
                "reinstated_at": moment(withdrawal["reinstated_at"]),
            }
            for withdrawal in reversed(document["withdrawals"])
        ],
    }


def _publication(
    document: Document, index: int, findings: Sequence[EvidenceFinding]
) -> dict[str, Any]:
    publication = document["publications"][index]
    return {
        "number": index + 1,
        "title": publication["title"],
        "content_hash": publication["content_hash"],
        "live_from": moment(publication["live_from"]),
        "live_until": moment(publication["live_until"]),
        "ended_by": dict(Publication.End.choices).get(publication["ended_by"], ""),
        "signed": [
            {**signed, "role": _role(role), "signed_at": moment(signed["signed_at"])}
            for role in _roles(document)
            if (signed := holding_sign_off(document, publication, role))
        ],
        "overrides": [_override(each) for each in overrides_during(document, publication)],
        "findings": [finding for finding in findings if finding.publication == index],
        # Called by the template, for the texts that it shows.
        "reading": partial(_reading, document, publication),
    }


def _reading(document: Document, publication: Document) -> dict[str, Any]:
    now = {str(citation["id"]): citation for citation in document["citations"]}
    reading = build_reading_copy(publication["content"])
    for source in reading["sources"]:
        source["now"] = now.get(source["id"])
    return reading


def _roles(document: Document) -> list[str]:
    """Those that are asked for, and those that were given besides."""
    given = [sign_off["role"] for sign_off in document["sign_offs"]]
    return list(dict.fromkeys([*document["required_sign_offs"], *given]))


def _override(override: Document) -> dict[str, Any]:
    rule = override["rule"]
    return {
        **override,
        "rule_title": rules[rule].title if rule in rules else "",
        "made_at": moment(override["made_at"]),
        "expires_on": _day(override["expires_on"]),
        "ended_at": moment(override["ended_at"]),
    }


def _role(value: str) -> str:
    return str(SignOffRole(value).label) if value in SignOffRole.values else value


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _events(document: Document) -> list[dict[str, Any]]:
    """What happened, the newest first."""
    found: list[tuple[str, str, str]] = []
    ends = dict(Publication.End.choices)
    for number, publication in enumerate(document["publications"], 1):
        found.append((publication["live_from"], "live", _("Text %(n)d went live") % {"n": number}))
        if publication["live_until"] and publication["ended_by"] != Publication.End.REPLACED:
            text = _("Text %(n)d ended: %(how)s")
            how = ends.get(publication["ended_by"], publication["ended_by"])
            found.append((publication["live_until"], "ended", text % {"n": number, "how": how}))
    decisions = dict(SignOff.Decision.choices)
    for sign_off in document["sign_offs"]:
        values = {
            "decision": decisions.get(sign_off["decision"], sign_off["decision"]),
            "name": ", ".join(filter(None, (sign_off["reviewer_name"], sign_off["credentials"]))),
            "role": _role(sign_off["role"]),
        }
        text = _("%(decision)s by %(name)s (%(role)s)") % values
        found.append((sign_off["signed_at"], sign_off["decision"], text))
    for override in document["overrides"]:
        values = {"rule": override["rule"], "name": override["made_by_name"]}
        found.append(
            (override["made_at"], "override", _("Rule %(rule)s overridden by %(name)s") % values)
        )
        if override["ended_at"]:
            text = _("Override of rule %(rule)s ended") % values
            found.append((override["ended_at"], "override", text))
    for withdrawal in document["withdrawals"]:
        reason = {"reason": withdrawal["reason"]}
        text = _("Withdrawn: %(reason)s") % reason
        if withdrawal["clinic"]:
            text = _("Withdrawn at %(clinic)s: %(reason)s") % {
                **reason,
                "clinic": withdrawal["clinic"],
            }
        found.append((withdrawal["withdrawn_at"], "withdrawn", text))
        if withdrawal["reinstated_at"]:
            found.append((withdrawal["reinstated_at"], "reinstated", _("Reinstated")))
    return [
        {"at": at, "kind": kind, "text": text}
        for at, kind, text in sorted(
            ((moment(at), kind, text) for at, kind, text in found),
            key=lambda event: event[0],
            reverse=True,
        )
    ]
