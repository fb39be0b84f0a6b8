"""A page of a search: cards with what was found in them."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from api.documents.review import with_lapse
from api.reading.lists import GENERATION, CardPage, CardRow, Position
from api.reading.public import LAPSE, TABLE
from api.reading.query import fetch
from api.reading.search.highlights import Marker
from api.reading.search.query import SearchQuery
from api.reading.search.ranking import (
    BEST,
    MOST_HITS,
    Ranking,
    Scope,
    Scorer,
    make_ranking,
    remembered_ranking,
)
from api.reading.totals import get_generation

_NONE = b'"search":null}'
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# While editors publish faster than a page is read, it is read as it is.
_ATTEMPTS = 3


class FoundPage(NamedTuple):
    """A page of the best answers, and what it was cut from."""

    cards: CardPage
    ranking: Ranking


def get_ranking(query: SearchQuery, scope: Scope, *, key: tuple[str, ...]) -> Ranking:
    """Return what a search finds now. `key` stands for the search and its scope."""
    ranking = remembered_ranking(key, scope.at)
    if ranking is None or not ranking.holds(get_generation(), scope.at):
        ranking = make_ranking(query, scope, key=key)
    return ranking


def get_best(
    query: SearchQuery,
    scope: Scope,
    *,
    key: tuple[str, ...],
    limit: int,
    after: Position | None = None,
    backwards: bool = False,
) -> FoundPage:
    """Return up to `limit` cards next to `after`, the best first; see `get_cards`.

    One statement where this process knows the ranking.
    """
    ranking = remembered_ranking(key, scope.at)
    if ranking is None or not ranking.page_ids:
        ranking = get_ranking(query, scope, key=key)
    page = _read(ranking, scope, limit=limit, after=after, backwards=backwards)
    for _attempt in range(_ATTEMPTS):
        if page.is_current:
            break
        ranking = make_ranking(query, scope, key=key)
        page = _read(ranking, scope, limit=limit, after=after, backwards=backwards)
    return FoundPage(page.cards, ranking)


class _Read(NamedTuple):
    """A page, and whether the store still was what the ranking was made of."""

    cards: CardPage
    is_current: bool


def _read(
    ranking: Ranking, scope: Scope, *, limit: int, after: Position | None, backwards: bool
) -> _Read:
    start, end = _slice(ranking, limit, after, backwards=backwards)
    more = start > 0 if backwards else end < len(ranking.page_ids)
    scores = dict(zip(ranking.page_ids[start:end], ranking.scores[start:end], strict=True))
    known = scores.keys() <= ranking.hits.keys()
    found = _fetch_cards(scores, scope, with_passages=not known)
    generation = found[0][-1] if found else get_generation()
    by_id = {row[0]: row[1:] for row in found}
    # Of a ranking that does not hold any more nothing is remembered.
    is_current = ranking.holds(generation, scope.at)
    hits = dict(ranking.hits) if is_current else {}
    writer = HitWriter(ranking.query)
    rows = []
    for page_id, score in scores.items():
        if page_id in by_id:
            card, lapse, locale, passages, _generation = by_id[page_id]
            hit = hits.get(page_id) or writer.hit(score, locale, passages or "[]")
            if is_current and len(ranking.hits) < MOST_HITS:
                ranking.hits[page_id] = hit
            rows.append(CardRow(page_id, score, _put(hit, with_lapse(bytes(card), lapse))))
    return _Read(CardPage(rows, more, generation), is_current and len(rows) == len(scores))


def with_hits(page: CardPage, query: SearchQuery) -> CardPage:
    """Return a page of any order with what was found in each of its cards."""
    stored = _fetch_passages([row.page_id for row in page.rows])
    writer, scorer = HitWriter(query), Scorer(query)
    rows = []
    for row in page.rows:
        locale, ranks, passages = stored.get(row.page_id, ("", "", "[]"))
        hit = writer.hit(scorer.score(ranks), locale, passages)
        rows.append(row._replace(card=_put(hit, row.card)))
    return page._replace(rows=rows)


def _slice(
    ranking: Ranking, limit: int, after: Position | None, *, backwards: bool
) -> tuple[int, int]:
    """Return where in the ranking the page begins and ends."""
    count = len(ranking.page_ids)
    if after is None:
        return 0, min(limit, count)
    place = (-int(after.key), -after.page_id)
    order = range(count)

    def place_at(index: int) -> tuple[int, int]:
        return -ranking.scores[index], -ranking.page_ids[index]

    if backwards:
        end = bisect_left(order, place, key=place_at)
        return max(0, end - limit), end
    start = bisect_right(order, place, key=place_at)
    return start, min(start + limit, count)


def _fetch_cards(page_ids: Collection[int], scope: Scope, *, with_passages: bool) -> list[Any]:
    if not page_ids:
        return []
    chosen = _chosen(page_ids, "d.page_id")
    passages, tables = "NULL", f"{chosen.tables}{TABLE} d"
    if with_passages:
        passages = "p.passages"
        tables += " JOIN api_documentpassages p ON p.document_id = d.page_id"
    # Public by the same statement: what was withdrawn since the ranking is not shown.
    where = " AND ".join([chosen.condition, *(each.sql for each in scope.conditions)])
    return fetch(
        f"SELECT d.page_id, d.card, {LAPSE}, d.locale, {passages}, {GENERATION}"  # noqa: S608
        f" FROM {tables} WHERE {where}",
        [
            scope.at.today,
            scope.at.due_soon,
            chosen.param,
            *(param for each in scope.conditions for param in each.params),
        ],
    )


def _fetch_passages(page_ids: Sequence[int]) -> Mapping[int, tuple[str, str, str]]:
    if not page_ids:
        return {}
    chosen = _chosen(page_ids, "p.document_id")
    found = fetch(
        "SELECT p.document_id, r.locale, r.ranks, p.passages"  # noqa: S608
        f" FROM {chosen.tables}api_documentpassages p"
        f" JOIN api_documentranks r ON r.document_id = p.document_id WHERE {chosen.condition}",
        [chosen.param],
    )
    return {page_id: (locale, ranks, passages) for page_id, locale, ranks, passages in found}


class _Chosen(NamedTuple):
    """The rows of certain pages: how a FROM begins, a condition, and a parameter between them."""

    tables: str
    condition: str
    param: str


def _chosen(page_ids: Collection[int], column: str) -> _Chosen:
    """Return the same SQL for any number of ids, so that databases can keep its plan."""
    ids = json.dumps(list(page_ids))
    if connection.vendor == "postgresql":
        array = "ARRAY(SELECT jsonb_array_elements_text(%s::jsonb)::bigint)"
        return _Chosen("", f"{column} = ANY ({array})", ids)
    # CROSS JOIN: SQLite starts with the ids. Without statistics (ANALYZE) it would rather go
    # through all articles of the language and look whether each is among them.
    return _Chosen("json_each(%s) j CROSS JOIN ", f"{column} = j.value", ids)


class HitWriter:
    """Writes the member `search` of the cards of one search."""

    def __init__(self, query: SearchQuery) -> None:
        self.query = query
        self.markers: dict[str, Marker] = {}

    def hit(self, score: int, locale: str, passages: str) -> bytes:
        if locale not in self.markers:
            self.markers[locale] = Marker(self.query, locale)
        highlights = self.markers[locale].highlights(passages)
        hit = {"score": score / BEST, "highlights": highlights}
        return _encode(hit).encode()


def _put(hit: bytes, card: bytes) -> bytes:
    """Return a stored card with `search`, its last member, filled in."""
    return b'%b"search":%b}' % (card.removesuffix(_NONE), hit)
