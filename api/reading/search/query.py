"""From what a reader typed to what has to be found. Pure; any text is a search."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from api.documents.search.function_words import is_function_word
from api.documents.search.words import fold, language_of, terms_of, words_of

# Keyboards write quotation marks of their own.
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
# A phrase or a run without spaces, either after a minus.
_PART = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')

Sequences = tuple[tuple[str, ...], ...]


class Item(NamedTuple):
    """One thing to find: a word, or words that follow each other."""

    sequences: Sequences
    """Any of them will do: terms that follow each other, of a word just one."""
    word: str | None = None
    """The folded word, where it is one and not in quotation marks."""
    guesses: Sequences = ()
    """What the word may have meant besides."""

    @property
    def all_sequences(self) -> Sequences:
        return self.sequences + self.guesses


class SearchQuery(NamedTuple):
    """What has to be in an article, all of it, and what must not be."""

    wanted: tuple[Item, ...]
    excluded: tuple[Item, ...]

    @property
    def is_plain(self) -> bool:
        """Whether it only asks for words that may stand anywhere."""
        alone = all(len(each) == 1 for item in self.wanted for each in item.all_sequences)
        return alone and not self.excluded


def parse_query(text: str, locales: Iterable[str]) -> SearchQuery:
    """Read a search for articles in these languages.

    Words are all wanted, words in quotation marks as a phrase, and not what follows a minus.
    Without a wanted word nothing is.
    """
    languages = tuple(dict.fromkeys(language_of(locale) for locale in locales))
    wanted: dict[Item, bool] = {}
    excluded: dict[Item, bool] = {}
    for minus, words, quoted in _parts(text.translate(_QUOTES)):
        if item := _item(words, languages, quoted=quoted):
            says_nothing = item.word is not None and _says_nothing(item.word, languages)
            (excluded if minus else wanted)[item] = says_nothing
    telling = tuple(item for item, says_nothing in wanted.items() if not says_nothing)
    return SearchQuery(telling or tuple(wanted), tuple(excluded))


def _parts(text: str) -> Iterator[tuple[bool, list[str], bool]]:
    for quote_minus, phrase, minus, run in _PART.findall(text):
        if run:
            yield bool(minus), words_of(run), False
        else:
            yield bool(quote_minus), words_of(phrase), True


def _item(words: Sequence[str], languages: Sequence[str], *, quoted: bool) -> Item | None:
    if not words:
        return None
    if len(words) == 1:
        word = None if quoted else fold(words[0])
        terms = [term for each in languages for term in terms_of(words[0], each)]
        return Item(tuple((term,) for term in dict.fromkeys(terms)), word)
    phrases = (tuple(terms_of(word, each)[0] for word in words) for each in languages)
    return Item(tuple(dict.fromkeys(phrases)))


def _says_nothing(word: str, languages: Sequence[str]) -> bool:
    return any(is_function_word(word, language) for language in languages)
