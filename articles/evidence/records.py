"""Reads all that is on record about one article, as the plain JSON values of its export."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone

from articles.checks.reading import article_models
from articles.citation_text import format_citation
from articles.models import Citation, Publication, RuleOverride, SignOff, Withdrawal
from articles.review.content import source_identity
from articles.review.policy import required_sign_offs
from articles.review.reading import content_hash_of_page

FORMAT = 1
_RECORDS = (Publication, SignOff, RuleOverride, Withdrawal)


class Subject(NamedTuple):
    """An article in one language. Its records outlive its page."""

    translation_key: uuid.UUID
    locale: str


def subject_of(page: Any) -> Subject:
    return Subject(page.translation_key, page.locale.language_code)


def all_subjects() -> list[Subject]:
    """Every article that is live or has a record, a deleted one too; in a stable order."""
    found: set[Subject] = set()
    for model in _RECORDS:
        rows = model._default_manager.order_by().values_list("translation_key", "locale")
        found.update(Subject(*row) for row in rows.distinct())
    for page_model in article_models():
        pages = page_model._default_manager.filter(live=True, alias_of=None).order_by()
        rows = pages.values_list("translation_key", "locale__language_code")
        found.update(Subject(*row) for row in rows)
    return sorted(found)


def subjects_named(names: Iterable[str]) -> Iterator[Subject]:
    """The articles with these page ids or article ids (UUIDs, in every language).

    Raises LookupError with the first name that nothing is known of.
    """
    everything: list[Subject] | None = None
    for name in names:
        if name.isascii() and name.isdecimal():
            yield _subject_of_page(int(name))
            continue
        everything = all_subjects() if everything is None else everything
        found = [subject for subject in everything if str(subject.translation_key) == name.lower()]
        if not found:
            raise LookupError(name)
        yield from found


def read_evidence(subject: Subject) -> dict[str, Any]:
    """The document of an article. Times are UTC; lists are in order of time."""
    of_subject = {"translation_key": subject.translation_key, "locale": subject.locale}
    publications = list(Publication.objects.filter(**of_subject).order_by("live_from", "pk"))
    sign_offs = list(
        SignOff.objects.filter(**of_subject).select_related("rests_on").order_by("signed_at", "pk")
    )
    page = _page(subject)
    last = (publications or sign_offs)[-1:]
    return {
        "format": FORMAT,
        "exported_at": _time(timezone.now()),
        "article": {
            "id": str(subject.translation_key),
            "locale": subject.locale,
            "page": page.pk if page else None,
            "title": page.title if page else last[0].title if last else "",
            "slug": page.slug if page else publications[-1].slug if publications else "",
            "live": bool(page and page.live),
            "content_hash": content_hash_of_page(page) if page and page.live else None,
        },
        "required_sign_offs": required_sign_offs(),
        "publications": [_publication(record) for record in publications],
        "sign_offs": [_sign_off(record) for record in sign_offs],
        "overrides": [
            _override(record)
            for record in RuleOverride.objects.filter(**of_subject)
            .select_related("ended_by")
            .order_by("made_at", "pk")
        ],
        "withdrawals": [
            _withdrawal(record)
            for record in Withdrawal.objects.filter(**of_subject)
            .annotate(replacement=F("replaced_by__translation_key"))
            .order_by("withdrawn_at", "pk")
        ],
        "citations": _citations(publications),
    }


def _subject_of_page(page_id: int) -> Subject:
    for model in article_models():
        page = model._default_manager.filter(pk=page_id).select_related("locale").first()
        if page is not None:
            return subject_of(page)
    raise LookupError(str(page_id))


def _page(subject: Subject) -> Any:
    for model in article_models():
        page = (
            model._default_manager.filter(
                translation_key=subject.translation_key,
                locale__language_code=subject.locale,
                alias_of=None,
            )
            .select_related("locale")
            .first()
        )
        if page is not None:
            return page
    return None


def _publication(record: Publication) -> dict[str, Any]:
    return {
        "live_from": _time(record.live_from),
        "live_until": _time(record.live_until),
        "ended_by": record.ended_by or None,
        "title": record.title,
        "slug": record.slug,
        "content_hash": record.content_hash,
        "content": record.content,
    }


def _sign_off(record: SignOff) -> dict[str, Any]:
    return {
        "signed_at": _time(record.signed_at),
        "reviewer_name": record.reviewer_name,
        "credentials": record.credentials or None,
        "role": record.role,
        "decision": record.decision,
        "comment": record.comment or None,
        "valid_until": record.valid_until.isoformat() if record.valid_until else None,
        "rests_on": _rest(record.rests_on),
        "content_hash": record.content_hash,
        "content": record.content,
    }


def _rest(record: SignOff | None) -> dict[str, Any] | None:
    """Of the sign-off of a safety notice alone: the one of the rest of the text."""
    if record is None:
        return None
    return {
        "signed_at": _time(record.signed_at),
        "reviewer_name": record.reviewer_name,
        "content_hash": record.content_hash,
    }


def _override(record: RuleOverride) -> dict[str, Any]:
    return {
        "rule": record.rule,
        "reason": record.reason,
        "made_by_name": record.made_by_name,
        "made_at": _time(record.made_at),
        "expires_on": record.expires_on.isoformat(),
        "ended_at": _time(record.ended_at),
        "ended_by_name": _name(record.ended_by),
    }


def _withdrawal(record: Any) -> dict[str, Any]:
    return {
        "severity": record.severity,
        "reason": record.reason,
        "clinic": record.clinic_slug or None,
        "withdrawn_at": _time(record.withdrawn_at),
        "withdrawn_by_name": record.withdrawn_by_name or None,
        "reinstated_at": _time(record.reinstated_at),
        "reinstated_by_name": record.reinstated_by_name or None,
        "replaced_by": str(record.replacement) if record.replacement else None,
    }


def _citations(publications: Iterable[Publication]) -> list[dict[str, Any]]:
    """Every source that a live text has cited, as it is now; null where it is gone."""
    cited = {
        int(key): identity
        for record in publications
        for key, identity in record.content.get("sources", {}).items()
    }
    here = Citation.objects.in_bulk(cited)
    return [_citation(key, cited[key], here.get(key)) for key in sorted(cited)]


def _citation(key: int, identity: str, citation: Citation | None) -> dict[str, Any]:
    if citation is None:
        gone = dict.fromkeys(("retracted", "retraction_checked_date", "superseded", "formatted"))
        return {"id": key, "identity": identity, **gone}
    checked = citation.retraction_checked_date
    return {
        "id": key,
        "identity": source_identity(citation),
        "retracted": citation.retracted,
        "retraction_checked_date": checked.isoformat() if checked else None,
        "superseded": citation.superseded,
        "formatted": format_citation(citation),
    }


def _name(user: Any) -> str | None:
    return (user.get_full_name() or str(user)) if user else None


def _time(value: dt.datetime | None) -> str | None:
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if value else None
