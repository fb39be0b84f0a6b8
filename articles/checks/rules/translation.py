"""I: a translation says what its original says."""

from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import NHS_STANDARD
from articles.review.source_changes import ChangeKind


def original_is_followed(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    messages = {
        ChangeKind.CHANGED: _("The original of “%(section)s” was changed on %(date)s."),
        ChangeKind.ADDED: _("The original has had a new section, “%(section)s”, since %(date)s."),
        ChangeKind.REMOVED: _("The original has been without “%(section)s” since %(date)s."),
    }
    for change in article.source_changes:
        words = {
            "section": change.label,
            "date": formats.date_format(change.changed_on, "DATE_FORMAT"),
        }
        yield Hit(message=messages[change.kind] % words, section=change.section, field="sections")


RULES = (
    Rule(
        id="I1",
        title=gettext_lazy("A translation is not older than its original"),
        severity=Severity.BLOCKING,
        check=original_is_followed,
        explanation=gettext_lazy(
            "Readers of every language are owed the same advice. A section counts as followed when "
            "it was changed since, or when a reviewer has signed the translation again."
        ),
        cure=gettext_lazy("Bring the section up to date, or have the translation signed again."),
        source=NHS_STANDARD,
    ),
)
