"""From a finished document to what it is found by, ranked by and shown with. Pure."""

import datetime
import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

from pydantic import BaseModel

from api.documents.clinic_values.marks import without_marks
from api.documents.rich_text import formatted
from api.documents.schema import ArticleDocument, Image, TableCell
from api.documents.search.ranks import pack
from api.documents.search.words import fold, language_of, terms_of, words_of

BORDER = "|"
"""Stands between terms that are no neighbours: a phrase does not reach across it."""

MOST_WORDS = 20_000
"""Words of an article that are indexed; PostgreSQL takes a megabyte of them."""

# What a word is worth by the best place it is in; up to 20 come on top for how often it is there.
TITLE, TOPIC, NAME, SUMMARY, HEADING, BODY = 78, 64, 54, 38, 28, 0
NAMES = (TITLE, TOPIC, NAME)
UNLISTED = 5
"""What a word is worth that is in the body and not among the listed ones."""
MOST_LISTED_OF_BODY = 40

# Of these, words are found: the others are ids, addresses, numbers and closed lists.
_TEXTS = frozenset(
    ("heading", "text", "label", "caption", "attribution", "role", "question", "name", "title")
)
_SHORTEST_SUGGESTED = 4


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What the search knows of one public document."""

    locale: str
    live_from: datetime.datetime | None
    expires_at: datetime.datetime | None
    names: str
    """Terms of the title, of its topics' names and of what readers call them; each once."""
    terms: str
    """All terms in reading order, with borders."""
    ranks: str
    """What each term is worth that is worth more than any word of a body: 1 to 99."""
    passages: str
    """JSON: `[section id or null, heading or null, text, folded text]` for the summary and each
    section. The folded text is null where lower case is all there is to it."""
    words: frozenset[str]
    """Folded words of the names: what a mistyped word may have meant."""

    @property
    def digest(self) -> str:
        """Differs whenever anything of the row does."""
        window = f"{self.live_from} {self.expires_at}"
        parts = (self.locale, window, self.names, self.terms, self.ranks, self.passages)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def build_search(
    document: ArticleDocument,
    *,
    other_names: Sequence[str] = (),
    live_from: datetime.datetime | None = None,
    expires_at: datetime.datetime | None = None,
) -> SearchRow:
    """Build the row. `other_names` are what readers call the document's topics."""
    passages = list(_passages(document))
    names = [
        (TITLE, _clean(document.title)),
        *((TOPIC, _clean(topic.name)) for topic in document.topics),
        *((NAME, _clean(name)) for name in (*other_names, *document.search_keywords)),
    ]
    fields = names.copy()
    for section_id, heading, text in passages:
        if heading is not None:
            fields.append((HEADING, heading))
        # Each paragraph by itself: a phrase does not go on in the next one.
        fields.extend((BODY if section_id else SUMMARY, line) for line in text.split("\n"))
    index = _Index(language_of(document.locale))
    for place, text in fields:
        index.add(place, text)
    return SearchRow(
        locale=document.locale,
        live_from=live_from,
        expires_at=expires_at,
        names=" ".join(sorted(term for term, best in index.best.items() if best in NAMES)),
        terms=index.terms(),
        ranks=index.ranks(),
        passages=json.dumps(
            [(*passage, _folded(passage[-1])) for passage in passages],
            ensure_ascii=False,
            separators=(",", ":"),
        ),
        words=frozenset(
            fold(word)
            for _place, text in names
            for word in words_of(text)
            if len(word) >= _SHORTEST_SUGGESTED and word.isalpha()
        ),
    )


class _Terms(dict[str, str]):
    """The main term of each word. Most words are met many times, and found out about once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.others: dict[str, tuple[str, ...]] = {}
        """Further terms of the words that have some."""

    def __missing__(self, word: str) -> str:
        self[word], *others = terms_of(word, self.language)
        if others:
            self.others[word] = tuple(others)
        return self[word]


class _Index:
    """Terms in reading order, and what each is worth."""

    def __init__(self, language: str) -> None:
        self.best: dict[str, int] = {}
        """The best place of each term that is not in the body only."""
        self._main = _Terms(language)
        self._terms: list[str] = []
        self._runs: list[str] = []
        self._length = 0

    def add(self, place: int, text: str) -> None:
        words = words_of(text)[: MOST_WORDS - self._length]
        if not words:
            return
        self._length += len(words)
        terms = [self._main[word] for word in words]
        self._runs.append(" ".join(terms))
        if others := self._main.others:
            terms += [term for word in words for term in others.get(word, ())]
        self._terms += terms
        if place != BODY:
            for term in terms:
                if self.best.get(term, BODY) < place:
                    self.best[term] = place

    def terms(self) -> str:
        # The others are found by themselves, not in phrases.
        others = {term for terms in self._main.others.values() for term in terms}
        return f" {BORDER} ".join((*self._runs, *sorted(others)))

    def ranks(self) -> str:
        usual = 0.5 + 1.5 * self._length / 1000
        placed, in_body = [], []
        for term, count in Counter(self._terms).items():
            best = self.best.get(term, BODY)
            worth = best + round(20 * count / (count + usual))
            if best != BODY:
                placed.append((term, worth))
            elif worth > UNLISTED:
                in_body.append((-worth, term))
        frequent = nsmallest(MOST_LISTED_OF_BODY, in_body)
        listed = chain(sorted(placed), ((term, -worth) for worth, term in frequent))
        return pack(listed)


def _passages(document: ArticleDocument) -> Iterator[tuple[str | None, str | None, str]]:
    yield None, None, _clean(document.summary)
    for section in document.sections:
        yield section.id, _clean(section.heading), _clean("\n".join(_texts(section.body)))


def _texts(value: object) -> Iterator[str]:
    """Yield the words that readers see of these blocks, in order."""
    if isinstance(value, BaseModel):
        for name, inner in value:
            if name == "html":
                # A cell has its words as text besides.
                if isinstance(inner, str) and not isinstance(value, TableCell):
                    yield formatted(inner).plain
            elif isinstance(inner, Image):
                yield inner.caption
            elif isinstance(inner, str):
                if name in _TEXTS:
                    yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes | dict):
        for each in value:
            yield from _texts(each)


def _folded(text: str) -> str | None:
    """Folding takes longer than all else in a highlight; lower case is found at once."""
    return None if text.isascii() else fold(text)


def _clean(text: str) -> str:
    """Return text with composed letters, and without what no text has."""
    text = without_marks(text).replace("\0", "").replace("\x1e", "")
    return unicodedata.normalize("NFC", text)
