"""How hard an article, or a part of it, is to read, on the scale of its language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from articles.checks.content import PROSE, Article, Sentence
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.language.readability import flesch_kincaid_grade, measure, szigriszt_pazos


class Scale(StrEnum):
    GRADE = "grade"
    """Years of school in the United States (Flesch-Kincaid): fewer are easier."""
    INFLESZ = "inflesz"
    """Ease from 0 to 100 (Szigriszt Pazos): more is easier."""


_SCALES = {"en": Scale.GRADE, "es": Scale.INFLESZ}
_FORMULAS = {Scale.GRADE: flesch_kincaid_grade, Scale.INFLESZ: szigriszt_pazos}
_AIMS = {Scale.GRADE: "max_grade", Scale.INFLESZ: "min_inflesz"}


@dataclass(frozen=True, slots=True)
class ReadingLevel:
    """A figure, the aim it is compared with, and the number of words it was taken from."""

    scale: Scale
    value: float
    aim: float
    words: int

    @property
    def is_hard(self) -> bool:
        """Whether the text is harder to read than the aim allows."""
        return self.value > self.aim if self.scale is Scale.GRADE else self.value < self.aim


def is_measured(language: str) -> bool:
    """Whether there is a formula for texts in this language."""
    return language in ENGLISH_AND_SPANISH


def reading_level(
    sentences: Iterable[Sentence], language: str, thresholds: Mapping[str, Any]
) -> ReadingLevel | None:
    """Measure running text; headings, tables and the like have no sentences to measure.

    ``thresholds``: those of rule L1. ``None`` where there are fewer words than ``min_words``,
    which say nothing, or no formula for the language.
    """
    if not is_measured(language):
        return None
    prose = [found.words for found in sentences if found.text.kind in PROSE and found.text.section]
    count, words, syllables = measure(prose, language)
    if not words or words < thresholds["min_words"]:
        return None
    scale = _SCALES[language]
    value = _FORMULAS[scale](count, words, syllables)
    return ReadingLevel(scale, value, thresholds[_AIMS[scale]], words)


def reading_levels(
    article: Article, thresholds: Mapping[str, Any]
) -> dict[str, ReadingLevel | None]:
    """The level of each section by its id, in reading order."""
    own: dict[str, list[Sentence]] = {section.id: [] for section in article.sections}
    for sentence in article.sentences:
        if sentence.text.section in own:
            own[sentence.text.section].append(sentence)
    return {
        section: reading_level(sentences, article.language, thresholds)
        for section, sentences in own.items()
    }
