"""T: what readers need for a decision is there."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article, Section, TextKind
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.language.decisions import SHARED, UNCERTAIN
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import discern

THERAPY = frozenset({"therapy"})
TREATMENT = frozenset({"therapy", "comparison"})
WITH_CHOICES = frozenset({"condition", "therapy", "comparison"})


def _is_written(article: Article, *kinds: str) -> bool:
    return any(section.is_written for section in article.of_kind(*kinds))


def _says(article: Article, pattern: re.Pattern[str]) -> bool:
    return any(text.own_words and pattern.search(text.text) for text in article.texts)


def untreated_is_told(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    if not _is_written(article, "no_treatment"):
        message = _("Nothing is said about what happens without treatment.")
        yield Hit(message=message, field="sections")


def alternatives_are_named(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    sections = article.of_kind("alternatives")
    named = sum(_alternatives(section) for section in sections)
    if named < thresholds["alternatives"]:
        yield Hit(
            message=_("Fewer than %(count)d other treatments are named.")
            % {"count": thresholds["alternatives"]},
            section=sections[0].id if sections else "",
            field="sections",
        )


def _alternatives(section: Section) -> int:
    """How many options a section can name: items, rows, sub-sections, or sentences at most."""
    texts = [text for block in section.blocks for text in block.texts]
    items = sum(text.kind is TextKind.LIST_ITEM for text in texts)
    rows = len({(t.block, t.field.split(".")[1]) for t in texts if t.kind is TextKind.CELL})
    subsections = sum(block.type == "subsection" for block in section.blocks)
    prose = " ".join(text.text for text in texts if text.kind is TextKind.PARAGRAPH)
    # "Triptans, beta blockers and relaxation" is one sentence with three options.
    listed = len(re.findall(r"[.;,]|\b(?:and|or|y|o|u|e)\b", prose))
    return max(items, rows, subsections, listed)


def uncertainty_is_told(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    if _is_written(article, "uncertainty"):
        return
    if article.emerging and article.kind == "therapy":
        yield Hit(
            message=_("The evidence is emerging, and nothing is said about what is not known."),
            field="sections",
            severity=Severity.BLOCKING,
        )
    elif not _says(article, UNCERTAIN[article.language]):
        yield Hit(message=_("Nothing is said about what is not known."), field="sections")


def decisions_are_shared(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    if not _says(article, SHARED[article.language]):
        yield Hit(message=_("Readers are not encouraged to decide together with a clinician."))


def treatment_is_explained(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for kind, message in (
        ("mechanism", _("Nothing is said about how the therapy works.")),
        ("efficacy", _("Nothing is said about the benefits.")),
        ("living_with", _("Nothing is said about the effect on daily life.")),
    ):
        if not _is_written(article, kind):
            yield Hit(message=message, field="sections")


RULES = (
    Rule(
        id="T1",
        title=gettext_lazy("Says what happens without treatment"),
        severity=Severity.WARNING,
        check=untreated_is_told,
        explanation=gettext_lazy("Doing nothing is a choice too, and readers have to know it."),
        cure=gettext_lazy("Write the section “Without treatment”."),
        source=discern(12),
        kinds=WITH_CHOICES,
    ),
    Rule(
        id="T2",
        title=gettext_lazy("Names other treatments"),
        severity=Severity.BLOCKING,
        check=alternatives_are_named,
        explanation=gettext_lazy("Who sells a therapy also tells what else there is."),
        cure=gettext_lazy("Name at least two other options in “Other treatments”."),
        source=discern(14),
        kinds=THERAPY,
        thresholds={"alternatives": 2},
    ),
    Rule(
        id="T3",
        title=gettext_lazy("Says what is uncertain"),
        severity=Severity.WARNING,
        check=uncertainty_is_told,
        explanation=gettext_lazy("Readers trust a text that says what is not known."),
        cure=gettext_lazy("Write the section “What we do not know”."),
        source=discern(8),
        kinds=TREATMENT,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="T4",
        title=gettext_lazy("Supports a shared decision"),
        severity=Severity.WARNING,
        check=decisions_are_shared,
        explanation=gettext_lazy("A text prepares a talk with a clinician; it replaces none."),
        cure=gettext_lazy("Add questions to ask, or the advice to talk to a clinician."),
        source=discern(15),
        kinds=WITH_CHOICES,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="T5",
        title=gettext_lazy("Explains how it works, what it does, and life with it"),
        severity=Severity.WARNING,
        check=treatment_is_explained,
        explanation=gettext_lazy("These are what readers ask about a therapy first."),
        cure=gettext_lazy("Write “How it works”, “What research says” and “Living with it”."),
        source=discern(9, 10, 13),
        kinds=THERAPY,
    ),
)
