"""An editorial rule of the host's own."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from articles.checks.content import Article
from articles.checks.registry import Hit, Reference, Rule, Severity, Thresholds, rules


def title_is_short(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    if len(article.title) > thresholds["characters"]:
        yield Hit(message=f"The title has {len(article.title)} characters.", field="title")


SHORT_TITLE = Rule(
    id="HOUSE1",
    title=_("The title is short"),
    severity=Severity.WARNING,
    check=title_is_short,
    explanation=_("Long titles are cut off on phones."),
    cure=_("Shorten the title."),
    source=Reference("House style"),
    thresholds={"characters": 60},
)
rules.register(SHORT_TITLE)
