"""What reports offer to filter by, and the words for it."""

from django.utils.translation import get_language_info
from wagtail.coreutils import get_content_languages

from articles.checks.conf import rules_on
from articles.checks.registry import rules
from articles.sections.kinds import ArticleKind, section_kinds


def rule_choices() -> list[tuple[str, str]]:
    return [(rule.id, f"{rule.id}: {rule.title}") for rule, _thresholds in rules_on()]


def rule_name(rule_id: str) -> str:
    """A rule that a site has taken away keeps its id in what was recorded."""
    return f"{rule_id}: {rules[rule_id].title}" if rule_id in rules else rule_id


def locale_choices() -> list[tuple[str, str]]:
    return list(get_content_languages().items())


def locale_name(code: str) -> str:
    name = get_content_languages().get(code)
    if name:
        return str(name)
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


def kind_choices() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in ArticleKind.choices]


def section_kind_choices() -> list[tuple[str, str]]:
    return [(kind.slug, str(kind.label)) for kind in section_kinds]


def section_kind_name(slug: str) -> str:
    return next((str(kind.label) for kind in section_kinds if kind.slug == slug), slug)
