"""C and L5: words that promise, praise or label."""

import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article, Sentence, TextKind
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.language.negation import is_denied, is_distanced, is_quoted
from articles.checks.language.wording import ABSOLUTE, LABELLING, UNPROVEN
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import FTC_HEALTH, NHS_WRITING

Patterns = Mapping[str, re.Pattern[str]]


def no_absolute_words(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    said = (*article.sentences, *article.sentences_around)
    for sentence, match in _claimed(said, ABSOLUTE, article.language):
        message = _("“%(words)s” promises more than medicine can keep.")
        yield Hit.in_sentence(sentence, *match.span(), message % {"words": match[0]})


def praise_has_a_source(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for sentence, match in _claimed(article.sentences, UNPROVEN, article.language):
        section = article.by_section.get(sentence.text.section)
        if section is not None and section.is_cited:
            continue
        message = _("“%(words)s” stands here without a source.")
        yield Hit.in_sentence(sentence, *match.span(), message % {"words": match[0]})


def no_labels_on_people(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for sentence in article.sentences:
        text = sentence.text
        if not text.own_words:
            continue
        for match in LABELLING[article.language].finditer(sentence.words):
            start, end = match.span()
            if not is_quoted(text.text, sentence.start + start, sentence.start + end):
                message = _("“%(words)s” makes people smaller than they are.")
                yield Hit.in_sentence(sentence, start, end, message % {"words": match[0].strip()})


def _claimed(
    sentences: Iterable[Sentence], patterns: Patterns, language: str
) -> Iterator[tuple[Sentence, re.Match[str]]]:
    """The first match in each sentence that the article says itself, and means."""
    for sentence in sentences:
        text = sentence.text
        if not text.own_words or text.kind is TextKind.QUESTION or sentence.is_question:
            continue
        for match in patterns[language].finditer(sentence.words):
            start, end = match.span()
            if (
                is_denied(sentence.words, start, end, language, lead=text.lead)
                or is_distanced(sentence.words, start, language, lead=text.lead)
                or is_quoted(text.text, sentence.start + start, sentence.start + end)
            ):
                continue
            yield sentence, match
            break


RULES = (
    Rule(
        id="C1",
        title=gettext_lazy("No absolute words"),
        severity=Severity.BLOCKING,
        check=no_absolute_words,
        explanation=gettext_lazy(
            "“Cure”, “guaranteed”, “100 % effective”, “risk-free” and “miracle” raise hopes that "
            "no treatment can meet. “Cannot be cured” is fine."
        ),
        cure=gettext_lazy("Say what was found, in how many people, and what is not known."),
        source=FTC_HEALTH,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="C2",
        title=gettext_lazy("Praise has a source"),
        severity=Severity.WARNING,
        check=praise_has_a_source,
        explanation=gettext_lazy("“Breakthrough”, “safe” and “proven” are claims."),
        cure=gettext_lazy("Add a source to the section, or use a plainer word."),
        source=NHS_WRITING,
        languages=ENGLISH_AND_SPANISH,
    ),
)

LABELS = Rule(
    id="L5",
    title=gettext_lazy("People have a condition; they are not its victims"),
    severity=Severity.WARNING,
    check=no_labels_on_people,
    explanation=gettext_lazy(
        "“Suffers from” and “victim” tell readers how to feel about their lives."
    ),
    cure=gettext_lazy("Write “people with migraine”, “has migraine”."),
    source=NHS_WRITING,
    languages=ENGLISH_AND_SPANISH,
)
