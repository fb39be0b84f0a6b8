"""The feed of changes: a snapshot of what is public, then the log from where it began.

Of several changes of one thing only the last is read: what it was in between, and under which
slug, is nobody's business any more. What was urgent in between still is, to who has not seen it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from api.documents.clinic_values.values import etag_at_clinic
from api.documents.review import etag_with_lapse
from api.models import TOMBSTONES, ChangeType
from api.reading.clinics import get_overlays
from api.reading.lists import Condition
from api.reading.public import LAPSE, PUBLIC, TABLE, Moment, in_utc
from api.reading.query import fetch
from articles.models.withdrawals import Severity

_CHANGES = "api_change"
_GONE = ", ".join(f"'{each.value}'" for each in TOMBSTONES)


class Bounds(NamedTuple):
    """The log's last number, and the last one that is not in it any more."""

    last: int
    pruned_to: int


class ArticleRow(NamedTuple):
    """An article as the feed names it."""

    page_id: int
    article_id: UUID
    locale: str
    kind: str
    version: int
    etag: str
    """As served after the change, without quotes; blank where nothing is."""


class ChangeRow(NamedTuple):
    """One entry of the feed, or a thing that the snapshot names."""

    sequence: int | None
    type: str
    slug: str
    article: ArticleRow | None = None
    """None of topics and clinics."""
    occurred_at: datetime | None = None
    withdrawal_id: UUID | None = None
    """What this very change tells of."""
    urgency: "Urgency | None" = None
    is_kept: bool = True
    """Whether the filters keep the article, as it is now."""
    subject: str = ""
    """What changed, as the log names it; blank in the snapshot."""


class Urgency(NamedTuple):
    """How serious changes of one thing are, and by when front ends have to have followed."""

    severity: str
    must_refresh_by: datetime
    withdrawal_id: UUID | None
    """The withdrawal among them, the last one if there are several."""


def get_bounds() -> Bounds:
    """Return the ends of the log: one look-up by primary key."""
    rows = fetch("SELECT sequence, pruned_to FROM api_storestate WHERE id = 1")
    return Bounds(*rows[0]) if rows else Bounds(0, 0)


def get_changes(
    after: int,
    *,
    since: int,
    conditions: Sequence[Condition],
    locale: str | None,
    at: Moment,
    limit: int,
) -> list[ChangeRow]:
    """Return up to `limit` things that changed after the number `after`, by their last change.

    Each is as urgent as the most urgent of its changes after `since`, up to which the reader knows
    all of them.

    ``conditions`` say which articles (`d`) are kept. Those that are not come all the same, marked:
    they may have been before. ``locale`` leaves out articles in other languages.
    """
    kept = " AND ".join(["d.page_id = c.page_id", PUBLIC, *(each.sql for each in conditions)])
    params: list[Any] = [at.now, at.now, *(param for each in conditions for param in each.params)]
    where = "c.sequence > %s"
    params.append(after)
    if locale is not None:
        where += " AND (c.page_id IS NULL OR c.locale = %s)"
        params.append(locale)
    found = fetch(
        "SELECT c.sequence, c.type, c.occurred_at, c.slug, c.subject, c.withdrawal_id,"  # noqa: S608
        f" (c.page_id IS NULL OR c.type IN ({_GONE})"
        f" OR EXISTS (SELECT 1 FROM {TABLE} d WHERE {kept})),"
        " c.page_id, c.article_id, c.locale, c.kind, c.version, c.etag"
        f" FROM {_CHANGES} c WHERE {where}"
        f" AND NOT EXISTS (SELECT 1 FROM {_CHANGES} l"
        " WHERE l.subject = c.subject AND l.sequence > c.sequence)"
        f" ORDER BY c.sequence LIMIT {limit:d}",
        params,
    )
    urgencies = _urgencies({row[4] for row in found}, since, found[-1][0]) if found else {}
    return [
        ChangeRow(
            sequence=sequence,
            type=kind,
            occurred_at=in_utc(occurred_at),
            article=_article(article) if article[0] is not None else None,
            slug=slug,
            withdrawal_id=_uuid(withdrawal_id) if withdrawal_id else None,
            urgency=urgencies.get(subject),
            is_kept=bool(is_kept),
            subject=subject,
        )
        for sequence, kind, occurred_at, slug, subject, withdrawal_id, is_kept, *article in found
    ]


def _urgencies(subjects: Collection[str], since: int, until: int) -> Mapping[str, Urgency]:
    """Return how urgent the changes of these subjects are that lie between the two numbers."""
    places = ", ".join(["%s"] * len(subjects))
    found = fetch(
        f"SELECT subject, severity, must_refresh_by, withdrawal_id FROM {_CHANGES}"  # noqa: S608
        f" WHERE subject IN ({places}) AND sequence > %s AND sequence <= %s"
        " AND must_refresh_by IS NOT NULL ORDER BY subject, sequence",
        (*subjects, since, until),
    )
    return {
        subject: _most_urgent([row[1:] for row in rows])
        for subject, rows in groupby(found, key=itemgetter(0))
    }


def _most_urgent(rows: Sequence[Sequence[Any]]) -> Urgency:
    severities, deadlines, withdrawals = zip(*rows, strict=True)
    withdrawn = [each for each in withdrawals if each is not None]
    return Urgency(
        max(severities, key=Severity.values.index),
        min(map(in_utc, deadlines)),
        _uuid(withdrawn[-1]) if withdrawn else None,
    )


def get_public_articles(
    after: int, *, conditions: Sequence[Condition], at: Moment, limit: int
) -> list[ChangeRow]:
    """Return up to `limit` articles of the snapshot with a page id above `after`."""
    where = " AND ".join([PUBLIC, *(each.sql for each in conditions), "d.page_id > %s"])
    params = [at.now, at.now, *(param for each in conditions for param in each.params)]
    found = fetch(
        "SELECT d.modified_at, d.slug, d.page_id, d.article_id, d.locale, d.kind, d.version,"  # noqa: S608
        f" d.etag, {LAPSE} FROM {TABLE} d WHERE {where} ORDER BY d.page_id LIMIT {limit:d}",
        (at.today, at.due_soon, *params, after),
    )
    return [
        ChangeRow(
            sequence=None,
            type=ChangeType.ARTICLE_PUBLISHED.value,
            occurred_at=in_utc(modified_at),
            article=_article((*article, etag_with_lapse(etag, lapse))),
            slug=slug,
        )
        for modified_at, slug, *article, etag, lapse in found
    ]


def with_etags_at(clinic: str, rows: Sequence[ChangeRow], *, at: Moment) -> list[ChangeRow]:
    """Return the rows, each article with the ETag that it has now for a clinic that carries it."""
    overlays = get_overlays(clinic, [row.article.page_id for row in rows if row.article], at)

    def served(row: ChangeRow) -> ChangeRow:
        article = row.article
        overlay = overlays.get(article.page_id) if article else None
        if article is None or overlay is None or not article.etag:
            return row
        return row._replace(article=article._replace(etag=etag_at_clinic(article.etag, overlay)))

    return [served(row) for row in rows]


def _article(columns: Sequence[Any]) -> ArticleRow:
    page_id, article_id, *others = columns
    return ArticleRow(page_id, _uuid(article_id), *others)


def _uuid(value: Any) -> UUID:
    """A UUID as drivers give it: SQLite's as text."""
    return value if isinstance(value, UUID) else UUID(value)
