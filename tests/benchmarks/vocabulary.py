"""Made-up words, some common and most rare, as in a language: the same ones for the same seed."""

import random
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate

WORDS = 20_000
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprtvz" for vowel in "aeiou"]


@cache
def vocabulary() -> Sequence[str]:
    """Return all words, the most common first."""
    chooser = random.Random(WORDS)
    found: dict[str, None] = {}
    while len(found) < WORDS:
        found["".join(chooser.choices(_SYLLABLES, k=chooser.randint(2, 4)))] = None
    return list(found)


@cache
def _weights() -> Sequence[float]:
    """By Zipf's law: the word at place n is as common as 1 / n."""
    return list(accumulate(1 / (place + 3) for place in range(WORDS)))


def some_words(chooser: random.Random, number: int) -> list[str]:
    """Return words as a text has them."""
    return chooser.choices(vocabulary(), cum_weights=_weights(), k=number)


def searched_words(number: int) -> list[str]:
    """Return different words to search for, from all over the vocabulary: every tenfold of rarity
    as often as the others."""
    chooser = random.Random(number)
    found: dict[str, None] = {}
    while len(found) < number:
        found[_word(chooser, WORDS)] = None
    return _shuffled(found, chooser)


def words_of_many(number: int, articles: int) -> list[str]:
    """Return different spellings of words to search for that a page of answers is full of.

    Each is in some thirty of so many articles, or in more. A search with other capitals finds the
    same, and is another search to whoever remembers searches.
    """
    chooser = random.Random(number)
    most = min(WORDS, round(2.5 * articles))
    found: dict[str, None] = {}
    while len(found) < number:
        found[respelt(chooser, _word(chooser, most))] = None
    return _shuffled(found, chooser)


def respelt(chooser: random.Random, word: str) -> str:
    """Return the word with other capitals."""
    return "".join(chooser.choice((letter, letter.upper())) for letter in word)


def _word(chooser: random.Random, most: int) -> str:
    """Return one of the `most` commonest words."""
    return vocabulary()[int(most ** chooser.random()) - 1]


def _shuffled(words: Iterable[str], chooser: random.Random) -> list[str]:
    found = list(words)
    chooser.shuffle(found)
    return found
