"""From text to terms: words without case and accents, reduced to their stems. Pure."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import snowballstemmer

LONGEST_WORD = 40
"""Characters of a word that count."""

_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Stemmers by primary language; a language that is not here is not stemmed."""

# Letters that Unicode does not take apart.
_LIKE = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ħ": "h", "ŧ": "t"}
_SCRIPTS = ("LATIN", "GREEK")
# A stemmer has state.
_stemming = threading.Lock()


class _Folding(dict[int, str]):
    """Each character without case and accent, and still one character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        lower = character.lower()[0]
        folded = _LIKE.get(lower, lower)
        # Elsewhere a mark makes another letter, or a vowel.
        if unicodedata.name(lower, "").startswith(_SCRIPTS):
            base = [
                c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c)
            ]
            folded = base[0] if len(base) == 1 else folded
        elif lower == "ё":
            folded = "е"
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return `text` without case and accents, character for character."""
    return text.translate(_FOLDING)


def _ranges(codes: list[int]) -> str:
    """Return these characters as the inside of a character class."""
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(codes), 1) if b != a + 1), len(codes)]
    return "".join(f"{chr(codes[a])}-{chr(codes[b - 1])}" for a, b in pairwise(breaks))


@cache
def word_pattern() -> re.Pattern[str]:
    """Return what matches a word; its group 1 is the word without an English 's.

    Scripts without spaces between words (Chinese, Japanese) give a word per character.
    """
    marks = _ranges([c for c in range(0x300, 0x3000) if unicodedata.category(chr(c))[0] == "M"])
    alone = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
    letter = rf"[^\W_{alone}]"
    return re.compile(rf"([{alone}]|{letter}(?:{letter}|[{marks}])*)(?:['’][sS](?![^\W_]))?")


# What `word_pattern` matches in ASCII, in half the time: most paragraphs are.
_ASCII_WORD = re.compile(r"([A-Za-z0-9]+)(?:'[sS](?![A-Za-z0-9]))?")


def words_of(text: str) -> list[str]:
    """Return the words of `text` in order, as they are written."""
    return (_ASCII_WORD if text.isascii() else word_pattern()).findall(text)


def language_of(locale: str) -> str:
    """Return the primary language of a language tag: `pt` of `pt-BR`."""
    return locale.replace("_", "-").partition("-")[0].lower()


@lru_cache(maxsize=100_000)
def terms_of(word: str, language: str) -> tuple[str, ...]:
    """Return what a word is found by, the main term first.

    Accents may decide what a stemmer takes off ("medicación"), and readers leave them out: the
    word is stemmed without and with them.
    """
    written = word[:LONGEST_WORD].lower()
    folded = fold(written)
    plain = _stem(folded, language)
    if folded == written:
        return (plain,)
    accented = fold(_stem(written, language))
    return (plain,) if plain == accented else (plain, accented)


def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    with _stemming:
        return str(stemmer.stemWord(word)) or word


@cache
def _stemmer(language: str) -> Any:
    algorithm = _ALGORITHMS.get(language)
    known = algorithm is not None and algorithm in snowballstemmer.algorithms()
    return snowballstemmer.stemmer(algorithm) if known else None


def split(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the place and the letters of each word of `text`."""
    for match in word_pattern().finditer(text):
        yield match.start(1), match.end(1), match.group(1)
