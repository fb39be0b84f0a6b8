"""The pieces of a found article's text in which the words stand, as escaped HTML. Pure."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import escape
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from api.documents.search.words import fold, language_of, terms_of, word_pattern
from api.reading.search.query import SearchQuery

MOST = 3
LENGTH = 200
"""Characters of text in a highlight, about."""
_BEFORE = 60
# As many letters of a word are compared before it is stemmed.
_START = 3
# A character that no text has.
_BETWEEN = "\x1e"
# What a text that says a word in every line costs is bounded.
_MOST_PLACES = 50


class Place(NamedTuple):
    """Where in a text a word stands that was looked for, and which one of the search it is."""

    start: int
    end: int
    number: int


class Marker:
    """Finds the words of one search in texts of one language."""

    def __init__(self, query: SearchQuery, locale: str) -> None:
        self.language = language_of(locale)
        self.numbers = {
            term: number
            for number, item in enumerate(query.wanted)
            for terms in item.all_sequences
            for term in terms
        }
        written = [item.word for item in query.wanted if item.word]
        starts = sorted({word[:_START] for word in (*self.numbers, *written)})
        # Without those that begin with another one.
        self.starts = [
            each for each in starts if not any(each != o and each.startswith(o) for o in starts)
        ]

    def highlights(self, passages: str) -> list[dict[str, Any]]:
        """Return the best pieces of `passages`, as stored, in reading order."""
        parts = json.loads(passages)
        texts = [part[2] for part in parts]
        found = self._pieces(parts, texts, [part[3] or part[2].lower() for part in parts])
        if len(found) < MOST:
            shown = {order for _words, order, _piece in found}
            headings = ["" if n in shown else part[1] or "" for n, part in enumerate(parts)]
            found += self._pieces(parts, headings, [fold(heading) for heading in headings])
        best = sorted(found, key=lambda each: each[:2])[:MOST]
        return [piece for _words, _order, piece in sorted(best, key=lambda each: each[1])]

    def _pieces(
        self, parts: Sequence[Any], texts: Sequence[str], folded: Sequence[str]
    ) -> list[tuple[int, int, dict[str, Any]]]:
        """Return the best piece of each text that has one, from one look at all of them.

        `texts` are texts of the parts, in their order.
        """
        places = self.places(_BETWEEN.join(texts), _BETWEEN.join(folded))
        if not places:
            return []
        ends = list(accumulate(len(text) + len(_BETWEEN) for text in texts))
        found: dict[int, list[Place]] = {}
        for start, end, number in places:
            order = bisect_right(ends, start)
            begins = ends[order - 1] if order else 0
            found.setdefault(order, []).append(Place(start - begins, end - begins, number))
        return [_piece(order, parts[order], texts[order], each) for order, each in found.items()]

    def places(self, text: str, folded: str) -> list[Place]:
        """Return where the words stand in `text`, in order."""
        found = [place for start in self.starts for place in self._places(text, folded, start)]
        return sorted(found) if len(self.starts) > 1 else found

    def _places(self, text: str, folded: str, start: str) -> Iterator[Place]:
        pattern = word_pattern()
        at, number = folded.find(start), 0
        while at >= 0 and number < _MOST_PLACES:
            before = folded[at - 1] if at else " "
            match = None if before.isalpha() and before.isascii() else pattern.match(text, at)
            if match and (before == " " or not pattern.fullmatch(text, at - 1, at + 1)):
                for term in terms_of(match.group(1), self.language):
                    if term in self.numbers:
                        yield Place(at, match.end(1), self.numbers[term])
                        number += 1
                        break
            at = folded.find(start, at + 1)


def _piece(
    order: int, part: Sequence[Any], text: str, places: Sequence[Place]
) -> tuple[int, int, dict[str, Any]]:
    """Return the best piece of `text`, behind what it is sorted by."""
    start, end = _window(text, places)
    inside = [each for each in places if start <= each.start and each.end <= end]
    words = len({each.number for each in inside})
    html = _marked(text, start, end, inside)
    return -words, order, {"section": part[0], "heading": part[1], "html": html}


def _window(text: str, places: Sequence[Place]) -> tuple[int, int]:
    """Return where the piece begins and ends that has the most of the words."""
    best = (
        places[0]
        if len({each.number for each in places}) == 1
        else max(
            places,
            key=lambda first: (
                len({p.number for p in places if first.start <= p.start < first.start + LENGTH}),
                -first.start,
            ),
        )
    )
    start = max(0, best.start - _BEFORE)
    if start:
        # At the beginning of a word.
        space = max(text.find(" ", start, best.start), text.find("\n", start, best.start))
        start = space + 1 if space >= 0 else best.start
    end = min(len(text), max(start + LENGTH, best.end))
    if end < len(text):
        space = max(text.rfind(" ", best.end, end), text.rfind("\n", best.end, end))
        end = space if space >= 0 else end
    return start, end


def _marked(text: str, start: int, end: int, places: Sequence[Place]) -> str:
    """Return the text between `start` and `end`, escaped, with these places marked."""
    edges = [start, *(edge for place in places for edge in (place.start, place.end)), end]
    parts = [
        escape(text[a:b]) if number % 2 == 0 else f"<mark>{escape(text[a:b])}</mark>"
        for number, (a, b) in enumerate(pairwise(edges))
    ]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{' '.join(''.join(parts).split())}{after}"
