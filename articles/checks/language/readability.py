"""How hard a text is to read.

English: the Flesch-Kincaid grade (Kincaid et al. 1975). Spanish: Szigriszt-Pazos' perspicuity
(1993) on the INFLESZ scale, which was validated on texts for patients (Barrio-Cantalejo et al.
2008). docs/decisions/checks.md says why these two.
"""

import re
from functools import cache, lru_cache

import pyphen

from articles.checks.language.words import WORD

_DICTIONARIES = {"en": "en_US", "es": "es"}
_VOWELS = {
    "en": re.compile(r"[aeiouy]+"),
    # Two strong vowels are two syllables, and so is a weak one with an accent beside another.
    "es": re.compile(r"[íú]|[iuü]?[aeoáéó](?:[iuü](?![aeoáéó])|y\b)?|[iuüy]+"),
}


@cache
def _hyphenation(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=_DICTIONARIES[language], left=1, right=1)


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    """The syllables of a word in lower case, at least one.

    Hyphenation points tell most of them; printers do not divide everywhere a voice does, so
    the vowels between two points are counted too.
    """
    if word[0].isdigit():
        return 1
    parts = _hyphenation(language).inserted(word).split("-")
    count = sum(_vowel_groups(part, language) for part in parts)
    if language == "en" and _silent_end(word):
        count -= 1
    return max(1, count)


def _vowel_groups(part: str, language: str) -> int:
    if language == "es":
        part = re.sub(r"([gq])u(?=[eiéí])", r"\1", part)
        part = re.sub(r"y(?=[aeiouáéíóú])", "ll", part)
    return len(_VOWELS[language].findall(part))


def _silent_end(word: str) -> bool:
    """Whether the last e of an English word is not spoken: make, makes, helped."""
    if re.search(r"[^aeiouy]e$", word):
        return not re.search(r"[^aeiouyrwl]le$", word)
    if re.search(r"[^aeiouy]es$", word):
        return not re.search(r"(?:[sxz]|ch|sh|c|g|[^aeiouyrwl]l)es$", word)
    return bool(re.search(r"[^aeiouytd]ed$", word))


def measure(sentences: list[str], language: str) -> tuple[int, int, int]:
    """The numbers of sentences, words and syllables. Numbers are words of one syllable."""
    words = [word.lower() for sentence in sentences for word in WORD.findall(sentence)]
    return len(sentences), len(words), sum(syllables(word, language) for word in words)


def flesch_kincaid_grade(sentences: int, words: int, syllable_count: int) -> float:
    """US school grade. Kincaid, Fishburne, Rogers, Chissom: Research Branch Report 8-75, 1975."""
    return 0.39 * words / sentences + 11.8 * syllable_count / words - 15.59


def szigriszt_pazos(sentences: int, words: int, syllable_count: int) -> float:
    """Ease from 0 (hard) to 100 (easy). Szigriszt Pazos: doctoral thesis, Madrid, 1993."""
    return 206.835 - 62.3 * syllable_count / words - words / sentences
