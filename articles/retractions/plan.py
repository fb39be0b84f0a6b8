"""What a list of retraction notices says of our citations, and what is to be done about it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log

from articles.models import Citation
from articles.retractions.notices import Nature, Notice

LOG_ACTION = "articles.citation.retraction"
_DECIDES = (Nature.RETRACTION, Nature.REINSTATEMENT)


class Effect(StrEnum):
    MARK = "mark"
    UNMARK = "unmark"
    NOTHING = "nothing"
    """What it says is so already."""
    NOTED = "noted"
    """It neither retracts nor reinstates."""
    OUTDATED = "outdated"
    """A later notice says otherwise."""


@dataclass(frozen=True, slots=True)
class Change:
    """A notice about one of our citations, and its effect."""

    citation_id: int
    title: str
    notice: Notice
    effect: Effect


def read_plan(notices: Iterable[Notice]) -> list[Change]:
    """Compare notices with the citations; in the order of the file. Writes nothing.

    Of several notices about one source the latest decides; of one day, the last in the file.
    """
    known = list(identified().values_list("pk", "title", "doi", "pmid", "retracted"))
    by_doi = {doi.lower(): pk for pk, _title, doi, _pmid, _retracted in known if doi}
    by_pmid = {pmid: pk for pk, _title, _doi, pmid, _retracted in known if pmid}
    named = [
        (pk, notice)
        for notice in notices
        for pk in dict.fromkeys((by_doi.get(notice.doi), by_pmid.get(notice.pmid)))
        if pk is not None
    ]
    about = {pk: (title, retracted) for pk, title, _doi, _pmid, retracted in known}
    last = {pk: notice for pk, notice in sorted(named, key=_in_time) if notice.nature in _DECIDES}
    return [
        Change(pk, about[pk][0], notice, _effect(notice, last.get(pk), about[pk][1]))
        for pk, notice in named
    ]


def apply_plan(changes: Iterable[Change], *, today: dt.date, user: Any = None) -> int:
    """Mark and unmark citations, and note the day of the check at all; return how many changed.

    Every delivered document that cites one follows in the same transaction.
    """
    wanted = {
        change.citation_id: change
        for change in changes
        if change.effect in (Effect.MARK, Effect.UNMARK)
    }
    with transaction.atomic():
        # A date that is not delivered: no document has to follow it.
        identified().update(retraction_checked_date=today)
        changed = 0
        for citation in Citation.objects.select_for_update().filter(pk__in=wanted).order_by("pk"):
            change = wanted[citation.pk]
            retracted = change.effect is Effect.MARK
            if citation.retracted != retracted:
                citation.retracted = retracted
                citation.save(update_fields=["retracted"])
                _log(citation, change.notice, user)
                changed += 1
    return changed


def identified() -> "models.QuerySet[Citation]":
    """The citations that a list can name."""
    return Citation.objects.exclude(doi="", pmid="").order_by("pk")


def retracted_after(changes: Sequence[Change]) -> set[int]:
    """The citations that are retracted once the changes have been made."""
    ids = set(Citation.objects.filter(retracted=True).values_list("pk", flat=True))
    for change in changes:
        if change.effect is Effect.MARK:
            ids.add(change.citation_id)
        elif change.effect is Effect.UNMARK:
            ids.discard(change.citation_id)
    return ids


def superseded() -> set[int]:
    return set(Citation.objects.filter(superseded=True).values_list("pk", flat=True))


def today() -> dt.date:
    return timezone.localdate()


def _in_time(named: tuple[int, Notice]) -> tuple[dt.date, int]:
    _pk, notice = named
    return notice.date or dt.date.min, notice.line


def _effect(notice: Notice, last: Notice | None, retracted: bool) -> Effect:
    if notice.nature not in _DECIDES:
        return Effect.NOTED
    if notice is not last:
        return Effect.OUTDATED
    says_retracted = notice.nature is Nature.RETRACTION
    if says_retracted == retracted:
        return Effect.NOTHING
    return Effect.MARK if says_retracted else Effect.UNMARK


def _log(citation: Citation, notice: Notice, user: Any) -> None:
    log(
        citation,
        LOG_ACTION,
        user=user,
        content_changed=True,
        data={
            "retracted": citation.retracted,
            "notice": notice.notice_doi,
            "date": notice.date.isoformat() if notice.date else "",
        },
    )
