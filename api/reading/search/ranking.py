"""Which documents a search finds, the best first, without ranking them at every read.

A document's score follows from the document and the search alone: it stays what it is while
others are published and withdrawn, so that a cursor keeps its place. Of very many matches only
some are ranked, those with the words in titles and names first, then the newest.

A ranking holds for one generation of the store, until the next article goes live or expires by
itself. Each process remembers those it has made.
"""

import json
from array import array
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from django.db import connection

from api.documents.search.build import UNLISTED
from api.documents.search.ranks import BORDER, key_of, worth_of, worths_of
from api.reading.lists import GENERATION, Condition
from api.reading.public import TABLE, WINDOW, Moment, timestamp
from api.reading.query import fetch
from api.reading.search.matching import matching
from api.reading.search.query import SearchQuery, Sequences
from api.reading.search.typos import with_guesses

MOST_RANKED = 500
MOST_REMEMBERED = 2048
MOST_HITS = 20
"""Of one ranking that are remembered: the first pages are what is read."""
FEW = 3
"""Up to so many exact matches, words are taken for mistyped ones as well."""
BEST = 1000
_BEST_RANK = 99
# Of a word's worth, where it was only guessed.
_GUESSED = 0.4


class Scope(NamedTuple):
    """Which documents are searched."""

    locale: str
    fallback: str | None
    conditions: tuple[Condition, ...]
    """On the documents, as `d`: that they are public, and in `locale` or its fallback."""
    filters: tuple[Condition, ...]
    """What else they have to be."""
    at: Moment


class Ranking(NamedTuple):
    """What a search finds."""

    query: SearchQuery
    """With what its words may have meant, where that was needed."""
    page_ids: Sequence[int]
    scores: Sequence[int]
    """From 0 to `BEST`, descending; among equals, page ids descend."""
    exact: bool
    """Whether these are all that match."""
    generation: int
    valid_until: str | None
    hits: dict[int, bytes]
    """What cards say of it, by page id, as far as they were read and are remembered."""

    def holds(self, generation: int | None, at: Moment) -> bool:
        lapsed = self.valid_until is not None and self.valid_until <= at.now
        return self.generation == generation and not lapsed


_remembered: dict[tuple[str, ...], Ranking] = {}


def remembered_ranking(key: tuple[str, ...], at: Moment) -> Ranking | None:
    """Return the ranking that `key` stands for, if this process has made it. It may not hold."""
    return _remembered.get(_place(key, at))


def make_ranking(query: SearchQuery, scope: Scope, *, key: tuple[str, ...]) -> Ranking:
    """Search, and remember what was found."""
    generation, valid_until = _now(scope.at)
    found, exact = _candidates(query, scope)
    if len(found) <= FEW:
        guessed = with_guesses(query, scope.locale, scope.fallback)
        if guessed != query:
            query = guessed
            found, exact = _candidates(query, scope)
    ranked = Scorer(query).ranked(found)
    ranking = Ranking(
        query,
        page_ids=array("q", (page_id for _score, page_id in ranked)),
        scores=array("H", (score for score, _page_id in ranked)),
        exact=exact,
        generation=generation,
        valid_until=valid_until,
        hits={},
    )
    if len(_remembered) >= MOST_REMEMBERED:
        # The oldest; another thread may have taken it out.
        _remembered.pop(list(_remembered)[0], None)  # noqa: RUF015
    _remembered[_place(key, scope.at)] = ranking
    return ranking


class Scorer:
    """Says how well documents answer one search, by what its terms are worth in them."""

    def __init__(self, query: SearchQuery) -> None:
        self.items = [(_keys(item.sequences), _keys(item.guesses)) for item in query.wanted]
        self.most = _BEST_RANK * len(self.items)
        # Most searches are for one word that has one term.
        alone = self.items[0] if len(self.items) == 1 else ([], [])
        self.only = alone[0][0][0] if [len(each) for each in alone[0]] == [1] else None
        if alone[1]:
            self.only = None

    def ranked(self, found: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
        """Return scores with page ids, the best first; of equals the first of `found`."""
        if self.only is None:
            scores = [self.score(ranks) for _page_id, ranks in found]
        else:
            score_of = [self._score(worth or UNLISTED) for worth in range(_BEST_RANK + 1)]
            worths = worths_of(self.only, [ranks for _page_id, ranks in found])
            scores = [score_of[worth] for worth in worths]
        # Reversed, it is a stable order all the same.
        order = sorted(range(len(found)), key=scores.__getitem__, reverse=True)
        return [(scores[place], found[place][0]) for place in order]

    def score(self, ranks: str) -> int:
        """Return a score from 0 to `BEST` for a document with these ranks."""
        total = 0.0
        for sequences, guesses in self.items:
            worth = _best(sequences, ranks)
            if guesses and not worth:
                total += _GUESSED * (_best(guesses, ranks) or UNLISTED)
            else:
                total += worth or UNLISTED
        return self._score(total)

    def _score(self, total: float) -> int:
        return round(BEST * total / self.most)


def _keys(sequences: Sequences) -> list[list[str]]:
    return [[key_of(term) for term in terms] for terms in sequences]


def _best(sequences: list[list[str]], ranks: str) -> int:
    """Return what the best of these is worth; a phrase as much as its least word."""
    return max(min(map(worth_of, keys, repeat(ranks))) for keys in sequences)


def _place(key: tuple[str, ...], at: Moment) -> tuple[str, ...]:
    # Filters by placements and reviews turn with the day.
    return (connection.alias, at.today, at.due_soon, *key)


def _now(at: Moment) -> tuple[int, str | None]:
    """Return the store's generation, and when the next article goes live or expires by itself."""
    boundaries = ", ".join(
        f"(SELECT MIN(b.{column}) FROM {TABLE} b WHERE b.state = 'public' AND b.{column} > %s)"  # noqa: S608
        for column in ("live_from", "expires_at")
    )
    [(generation, *found)] = fetch(f"SELECT {GENERATION}, {boundaries}", [at.now, at.now])
    times = [each if isinstance(each, str) else timestamp(each) for each in found if each]
    return generation or 0, min(times, default=None)


def _candidates(query: SearchQuery, scope: Scope) -> tuple[list[tuple[int, str]], bool]:
    """Return page ids with ranks, the newest first, at most `MOST_RANKED`; and whether these are
    all."""
    if not query.wanted:
        return [], True
    # Few of those that match, and in a large library often enough of them.
    named = _fetch(query, scope, in_names=True)
    if len(named) > MOST_RANKED:
        return named[:MOST_RANKED], False
    newest = _fetch(query, scope)
    if len(newest) <= MOST_RANKED:
        return newest, True
    chosen = dict(named)
    for page_id, ranks in newest:
        if len(chosen) == MOST_RANKED:
            break
        chosen.setdefault(page_id, ranks)
    return sorted(chosen.items(), reverse=True), False


def _fetch(query: SearchQuery, scope: Scope, *, in_names: bool = False) -> list[tuple[int, str]]:
    """Return the newest matches, one more than can be ranked, with their ranks."""
    tables, condition = matching(query, in_names=in_names)
    if scope.filters or scope.fallback not in (None, scope.locale):
        tables += f" CROSS JOIN {TABLE} d"
        conditions = [
            condition,
            Condition("d.page_id = s.document_id"),
            *scope.conditions,
            *scope.filters,
        ]
    else:
        # The index knows as much itself, and its rows are short.
        own = Condition(WINDOW.replace("d.", "s."), (scope.at.now, scope.at.now))
        conditions = [condition, Condition("s.locale = %s", (scope.locale,)), own]
    where = " AND ".join(each.sql for each in conditions)
    params = [param for each in conditions for param in each.params]
    newest = f"DESC LIMIT {MOST_RANKED + 1:d}"
    if connection.vendor == "sqlite":
        # As one row: at each row Python's driver lets other threads in, and waits for them.
        [(page_ids, ranks)] = fetch(
            "SELECT GROUP_CONCAT(m.page_id), GROUP_CONCAT(m.ranks, %s)"  # noqa: S608
            " FROM (SELECT s.document_id AS page_id, s.ranks AS ranks"
            f" FROM {tables} WHERE {where} ORDER BY f.rowid {newest}) m",
            [BORDER, *params],
        )
        if page_ids is None:
            return []
        return list(zip(json.loads(f"[{page_ids}]"), ranks.split(BORDER), strict=True))
    return fetch(
        "SELECT m.page_id, r.ranks"  # noqa: S608
        f" FROM (SELECT s.document_id AS page_id FROM {tables} WHERE {where}"
        f" ORDER BY s.document_id {newest}) m"
        " CROSS JOIN api_documentranks r WHERE r.document_id = m.page_id"
        " ORDER BY m.page_id DESC",
        params,
    )
