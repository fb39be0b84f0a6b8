"""The labelled sentences, and how well the rules do on them.

    python -m tests.articles.checks.labelled

prints the figures of docs/decisions/checks.md, and each sentence that a rule gets wrong.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from articles.checks.content import Article
from articles.checks.language.efficacy import says_it_works
from tests.articles.checks.building import article, block, find, section, text

LANGUAGES = ("en", "es")
SETS = ("", ".second", ".third")


@dataclass(frozen=True)
class Labelled:
    rule: str
    language: str
    words: str
    lead: str
    found: bool


@dataclass(frozen=True)
class Score:
    """How many sentences a rule rightly found, wrongly found, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def read(*sets: str) -> Iterator[Labelled]:
    """The sentences of these sets; of all without one."""
    for language, name in product(LANGUAGES, sets or SETS):
        path = Path(__file__).with_name(f"{language}{name}.toml")
        for rule, lists in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for label in ("found", "passes"):
                for entry in lists[label]:
                    words = entry if isinstance(entry, str) else entry["text"]
                    lead = "" if isinstance(entry, str) else entry["lead"]
                    yield Labelled(rule, language, words, lead, label == "found")


def is_found(sentence: Labelled) -> bool:
    """What the rule says. "works" is the wording that E2 and E3 ask for."""
    if sentence.rule == "works":
        return says_it_works(sentence.words, sentence.language) is not None
    return bool(find(sentence.rule, _article(sentence)))


def _article(sentence: Labelled) -> Article:
    body: Any = text(sentence.words)
    if sentence.lead:
        body = text(f"<p>{sentence.lead}</p><ul><li>{sentence.words}</li></ul>")
    if sentence.rule == "D3":
        body = block("testimonial", {"text": sentence.words, "name": "A patient", "consent": True})
    return article(section("overview", body), language=sentence.language)


def scores(*sets: str) -> tuple[dict[tuple[str, str], Score], list[Labelled]]:
    """The score of each rule in each language, and the sentences that went wrong."""
    result: dict[tuple[str, str], Score] = {}
    mistakes = []
    for sentence in read(*sets):
        found = is_found(sentence)
        if found != sentence.found:
            mistakes.append(sentence)
        score = Score(
            right=found and sentence.found,
            wrong=found and not sentence.found,
            missed=sentence.found and not found,
        )
        key = (sentence.rule, sentence.language)
        result[key] = result.get(key, Score()) + score
    return result, mistakes
