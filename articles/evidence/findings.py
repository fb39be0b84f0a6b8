"""What an article's records say that somebody should know of. Pure, over its exported document.

A finding is no tampering: the records are whole, and they tell of something that should not be.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models.sign_offs import SignOffRole

Document = Mapping[str, Any]
SIGN_OFF_RULE = "V2"


class EvidenceFinding(NamedTuple):
    """``publication``: the index of the live text it is about; None: the article as a whole."""

    code: str
    message: str
    publication: int | None = None


def find(document: Document) -> list[EvidenceFinding]:
    """Raises KeyError, TypeError or ValueError for what is no such document."""
    found = [
        finding
        for index, publication in enumerate(document["publications"])
        for role in document["required_sign_offs"]
        for finding in _of_sign_off(document, index, publication, role)
    ]
    return [*found, *_without_record(document), *_on_retracted_sources(document)]


def holding_sign_off(document: Document, publication: Document, role: str) -> Document | None:
    """The approval of exactly this text in this role when it went live; the last word counts."""
    last = None
    for sign_off in document["sign_offs"]:
        of_text = sign_off["content_hash"] == publication["content_hash"]
        if of_text and sign_off["role"] == role and _before(sign_off, publication):
            last = sign_off
    return last if last and last["decision"] == "approved" else None


def overrides_during(document: Document, publication: Document) -> list[Document]:
    """The overrides that held at some time while this text was live."""
    begin, end = moment(publication["live_from"]), moment(publication["live_until"])
    return [
        override
        for override in document["overrides"]
        if (end is None or _known(override["made_at"]) < end) and begin < _override_end(override)
    ]


def moment(value: str | None) -> Any:
    """A time of the document; None stays None."""
    return dt.datetime.fromisoformat(value) if value else None


def _of_sign_off(
    document: Document, index: int, publication: Document, role: str
) -> Iterator[EvidenceFinding]:
    label = SignOffRole(role).label if role in SignOffRole.values else role
    signed = holding_sign_off(document, publication, role)
    if signed is None:
        yield EvidenceFinding(
            "live_without_sign_off",
            " ".join(_without_sign_off(document, publication, role, str(label))),
            index,
        )
        return
    if role == SignOffRole.CLINICAL and not signed["credentials"]:
        message = _("%(name)s signed without credentials on record.")
        yield EvidenceFinding("no_credentials", message % {"name": signed["reviewer_name"]}, index)
    lapse = _lapse(document, publication, role)
    if lapse:
        message = _("The text was still live when its sign-off (%(role)s) lapsed on %(day)s.")
        values = {"role": label, "day": date_format(lapse, "DATE_FORMAT")}
        yield EvidenceFinding("sign_off_lapsed", message % values, index)


def _without_sign_off(
    document: Document, publication: Document, role: str, label: str
) -> Iterator[str]:
    yield _("This text went live without a sign-off (%(role)s) of exactly its words.") % {
        "role": label
    }
    later = next(
        (
            sign_off
            for sign_off in document["sign_offs"]
            if sign_off["content_hash"] == publication["content_hash"]
            and sign_off["role"] == role
            and sign_off["decision"] == "approved"
            and not _before(sign_off, publication)
        ),
        None,
    )
    if later:
        day = date_format(moment(later["signed_at"]), "DATE_FORMAT")
        yield _("It was signed later, on %(day)s.") % {"day": day}
    if any(over["rule"] == SIGN_OFF_RULE for over in overrides_during(document, publication)):
        yield _("An override of rule V2 held at the time.")


def _lapse(document: Document, publication: Document, role: str) -> dt.date | None:
    """The day from which no approval of this text was valid any more while it was live."""
    valid = [
        sign_off["valid_until"]
        for sign_off in document["sign_offs"]
        if sign_off["content_hash"] == publication["content_hash"]
        and sign_off["role"] == role
        and sign_off["decision"] == "approved"
    ]
    if not valid or None in valid:
        return None
    last = dt.date.fromisoformat(max(valid))
    end = moment(publication["live_until"]) or moment(document["exported_at"])
    return last if end.date() > last else None


def _without_record(document: Document) -> Iterator[EvidenceFinding]:
    article = document["article"]
    open_ones = [each for each in document["publications"] if each["live_until"] is None]
    recorded = {each["content_hash"] for each in open_ones}
    if article["live"] and article["content_hash"] not in recorded:
        message = _("The article is live, and there is no record of the text that is.")
        yield EvidenceFinding("live_without_record", message)
    if not article["live"] and open_ones:
        message = _("The article is not live, and the record of its last text has no end.")
        yield EvidenceFinding("record_without_end", message)


def _on_retracted_sources(document: Document) -> Iterator[EvidenceFinding]:
    retracted = {str(each["id"]): each for each in document["citations"] if each["retracted"]}
    for index, publication in enumerate(document["publications"]):
        if publication["live_until"] is None:
            for key in publication["content"]["sources"]:
                if key in retracted:
                    message = _("The live text cites a source that has been retracted: %(source)s")
                    yield EvidenceFinding(
                        "retracted_source", message % {"source": retracted[key]["formatted"]}, index
                    )


def _before(sign_off: Document, publication: Document) -> bool:
    return bool(_known(sign_off["signed_at"]) <= _known(publication["live_from"]))


def _known(value: str) -> dt.datetime:
    return dt.datetime.fromisoformat(value)


def _override_end(override: Document) -> dt.datetime:
    """When it ended; by itself with the end of its last day, wherever on earth that is."""
    last_day = dt.date.fromisoformat(override["expires_on"]) + dt.timedelta(days=1)
    by_itself = dt.datetime.combine(last_day, dt.time(), dt.UTC)
    ended = moment(override["ended_at"])
    return min(ended, by_itself) if ended else by_itself
