"""R: benefit and risk have their room."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article
from articles.checks.language.words import count_words
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import FAIR_BALANCE, discern

THERAPY = frozenset({"therapy"})
BENEFIT = ("efficacy", "other_uses")
RISK = ("side_effects", "risks", "suitability")


def risks_are_named(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for kind, message in (
        ("side_effects", _("Nothing is said about side effects.")),
        ("risks", _("Nothing is said about risks.")),
    ):
        sections = article.of_kind(kind)
        if not any(section.is_written for section in sections):
            yield Hit(message=message, section=sections[0].id if sections else "", field="sections")


def risks_have_room(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    benefit, risk = _words(article, BENEFIT), _words(article, RISK)
    if risk and benefit > thresholds["ratio"] * risk:
        yield Hit(
            message=_("%(benefit)d words speak of benefit and %(risk)d of side effects and risks.")
            % {"benefit": benefit, "risk": risk},
            section=article.of_kind(*RISK)[0].id,
            field="sections",
        )


def _words(article: Article, kinds: tuple[str, ...]) -> int:
    return sum(
        count_words(text.text)
        for section in article.of_kind(*kinds)
        for text in section.texts
        if text.own_words
    )


RULES = (
    Rule(
        id="R1",
        title=gettext_lazy("Side effects and risks are named"),
        severity=Severity.BLOCKING,
        check=risks_are_named,
        explanation=gettext_lazy(
            "Readers can only choose a therapy when they know what it may do to them."
        ),
        cure=gettext_lazy("Write the sections “Side effects” and “Risks”."),
        source=discern(11),
        kinds=THERAPY,
    ),
    Rule(
        id="R2",
        title=gettext_lazy("Risks have as much room as benefits"),
        severity=Severity.WARNING,
        check=risks_have_room,
        explanation=gettext_lazy(
            "A text that speaks mostly of benefit makes a therapy look safer than it is."
        ),
        cure=gettext_lazy("Say more about side effects and risks, or less about benefits."),
        source=FAIR_BALANCE,
        kinds=THERAPY,
        thresholds={"ratio": 2.0},
    ),
)
