"""Sections of public articles, out of their articles' finished bytes."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from api.documents.review import with_lapse
from api.documents.standalone import section_document
from api.reading.articles import NotBuiltError, variant_join
from api.reading.clinics import JOINS, Found, columns, day_params, join_params
from api.reading.lists import GENERATION, Condition
from api.reading.public import LAPSE, TABLE, Moment
from api.reading.query import fetch

SECTIONS = f"api_documentsection s JOIN {TABLE} d ON d.page_id = s.document_id"
# Newest articles first, and each one's sections in reading order.
_ORDER = ("d.published_at", "d.page_id", "-s.position")


class SectionPlace(NamedTuple):
    """Where a section is in the list."""

    published_at: Any
    page_id: int
    position: int


class SectionRow(NamedTuple):
    """A section's finished bytes and its place."""

    place: SectionPlace
    json: bytes


class SectionPage(NamedTuple):
    """The sections found, in the order of the list."""

    rows: list[SectionRow]
    more: bool
    generation: int | None


def get_sections(
    conditions: Sequence[Condition],
    *,
    at: Moment,
    limit: int,
    rich_text: str = "html",
    clinic: str | None = None,
    after: SectionPlace | None = None,
    backwards: bool = False,
) -> SectionPage:
    """Return up to `limit` sections next to `after`, or the first ones. See `get_cards`.

    ``clinic``: whose values to lay over them; `conditions` keep what it carries.
    """
    params: list[Any] = [at.today, at.due_soon]
    alias, source = "d", SECTIONS
    if rich_text != "html":
        alias, source = "v", SECTIONS + variant_join("v", rich_text)
    body, more_columns = f"{alias}.body", ""
    if clinic is not None:
        source += JOINS
        params.extend((*day_params(at), *join_params(clinic, at)))
        more_columns = f", d.locale, {alias}.slots, {columns()}"
    for condition in conditions:
        params.extend(condition.params)
    where = " AND ".join(condition.sql for condition in conditions)
    if after is not None:
        where += f" AND ({', '.join(_ORDER)}) {'>' if backwards else '<'} (%s, %s, %s)"
        params.extend((after.published_at, after.page_id, -after.position))
    direction = "ASC" if backwards else "DESC"
    order = ", ".join(f"{column} {direction}" for column in _ORDER)
    found = fetch(
        f"SELECT d.page_id, d.published_at, s.position, {LAPSE}, {GENERATION}, {body}{more_columns}"  # noqa: S608
        f" FROM {source} WHERE {where} ORDER BY {order} LIMIT {limit + 1:d}",
        params,
    )
    articles: dict[int, Any] = {}
    rows = []
    for page_id, published_at, position, lapse, _generation, stored, *at_clinic in found[:limit]:
        if stored is None:
            raise NotBuiltError(f"{rich_text} of page {page_id}")
        if page_id not in articles:
            whole = _at_clinic(bytes(stored), at_clinic) if at_clinic else bytes(stored)
            articles[page_id] = json.loads(with_lapse(whole, lapse))
        article = articles[page_id]
        cut = section_document(article, article["sections"][position])
        rows.append(SectionRow(SectionPlace(published_at, page_id, position), cut))
    if backwards:
        rows.reverse()
    return SectionPage(rows, len(found) > limit, found[0][4] if found else None)


def _at_clinic(body: bytes, columns: Sequence[Any]) -> bytes:
    locale, slots, *found = columns
    if not slots:
        raise NotBuiltError("clinic values of an article with sections")
    return Found.read(found).overlay(locale).over(body, slots)
