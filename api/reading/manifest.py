"""Every public article in a few columns, in an order that no edit changes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from api.documents.review import etag_with_lapse
from api.reading.lists import GENERATION, Condition
from api.reading.public import LAPSE, TABLE, Moment, in_utc
from api.reading.query import fetch


class ManifestRow(NamedTuple):
    """An article as the manifest names it."""

    page_id: int
    article_id: UUID
    locale: str
    slug: str
    version: int
    etag: str
    """As served now, without quotes."""
    modified_at: datetime
    last_reviewed_date: str | date | None
    next_review_date: str | date | None


class ManifestPage(NamedTuple):
    """The articles found, in the order of the list."""

    rows: list[ManifestRow]
    more: bool
    generation: int | None


def get_manifest(
    conditions: Sequence[Condition],
    *,
    at: Moment,
    limit: int,
    after: int | None = None,
    backwards: bool = False,
) -> ManifestPage:
    """Return up to `limit` articles next to the page id `after`, or the first ones."""
    params: list[Any] = [at.today, at.due_soon]
    for condition in conditions:
        params.extend(condition.params)
    where = " AND ".join(condition.sql for condition in conditions)
    if after is not None:
        where += f" AND d.page_id {'<' if backwards else '>'} %s"
        params.append(after)
    found = fetch(
        "SELECT d.page_id, d.article_id, d.locale, d.slug, d.version, d.etag, d.modified_at,"  # noqa: S608
        f" d.last_reviewed_date, d.next_review_date, {LAPSE}, {GENERATION} FROM {TABLE} d"
        f" WHERE {where} ORDER BY d.page_id {'DESC' if backwards else 'ASC'} LIMIT {limit + 1:d}",
        params,
    )
    rows = [
        ManifestRow(
            page_id,
            article_id if isinstance(article_id, UUID) else UUID(article_id),
            locale,
            slug,
            version,
            etag_with_lapse(etag, lapse),
            in_utc(modified_at),
            *days,
        )
        for page_id, article_id, locale, slug, version, etag, modified_at, *days, lapse, _ in found[
            :limit
        ]
    ]
    if backwards:
        rows.reverse()
    return ManifestPage(rows, len(found) > limit, found[0][-1] if found else None)
