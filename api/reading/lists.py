"""A page of cards: one query, by keyset, whatever the page's depth."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from api.documents.review import with_lapse
from api.reading.public import LAPSE, PUBLIC, TABLE, Moment
from api.reading.query import fetch

GENERATION = "(SELECT s.generation FROM api_storestate s WHERE s.id = 1)"


class Condition(NamedTuple):
    """A part of WHERE on the alias `d` of the documents, with its parameters."""

    sql: str
    params: tuple[str, ...] = ()


class Position(NamedTuple):
    """A place in an ordered list: strictly between items, next to this one."""

    key: str
    """The ordering column's value as the database compares it."""
    page_id: int


class CardRow(NamedTuple):
    """One card of a page."""

    page_id: int
    key: Any
    """The ordering column's value as the driver returns it."""
    card: bytes


class CardPage(NamedTuple):
    """The cards found, in the order of the list."""

    rows: list[CardRow]
    more: bool
    """Whether there are further cards in the direction of reading."""
    generation: int | None
    """The store's generation that the cards belong to; None on a page without cards."""


def public_condition(at: Moment) -> Condition:
    return Condition(PUBLIC, (at.now, at.now))


def locale_condition(locale: str, fallback: str | None, at: Moment) -> Condition:
    """In `locale`; with a fallback also in that one, where `locale` has nothing to show or say."""
    if fallback is None or fallback == locale:
        return Condition("d.locale = %s", (locale,))
    own = PUBLIC.replace("d.", "o.")
    return Condition(
        "(d.locale = %s OR (d.locale = %s AND NOT EXISTS ("  # noqa: S608
        f"SELECT 1 FROM {TABLE} o WHERE o.article_id = d.article_id AND o.locale = %s"
        f" AND (({own}) OR o.state = 'withdrawn'))))",
        (locale, fallback, locale, at.now, at.now),
    )


def get_cards(
    conditions: Sequence[Condition],
    *,
    at: Moment,
    column: str,
    descending: bool,
    limit: int,
    after: Position | None = None,
    backwards: bool = False,
) -> CardPage:
    """Return up to `limit` cards next to `after`, or the first ones.

    `column` and `descending` are the list's order; `backwards` reads against it, towards the
    beginning, and still returns the cards in the list's order.
    """
    down = descending != backwards
    params: list[Any] = [at.today, at.due_soon]
    for condition in conditions:
        params.extend(condition.params)
    where = " AND ".join(condition.sql for condition in conditions)
    if after is not None:
        where += f" AND (d.{column}, d.page_id) {'<' if down else '>'} (%s, %s)"
        params.extend(after)
    direction = "DESC" if down else "ASC"
    sql = (
        f"SELECT d.page_id, d.{column}, d.card, {LAPSE}, {GENERATION} FROM {TABLE} d WHERE {where}"  # noqa: S608
        f" ORDER BY d.{column} {direction}, d.page_id {direction} LIMIT {limit + 1:d}"
    )
    found = fetch(sql, params)
    more = len(found) > limit
    rows = [
        CardRow(page_id, key, with_lapse(bytes(card), lapse))
        for page_id, key, card, lapse, _ in found[:limit]
    ]
    if backwards:
        rows.reverse()
    return CardPage(rows, more, found[0][-1] if found else None)
