"""The built-in rules, by theme, in the order in which reports list them."""

from articles.checks.registry import rules
from articles.checks.rules import (
    approval,
    balance,
    coverage,
    evidence,
    form,
    plain_language,
    reader,
    review,
    translation,
    wording,
)

BUILT_IN_RULES = (
    *balance.RULES,
    *evidence.RULES,
    *review.RULES,
    *coverage.RULES,
    *approval.RULES,
    *wording.RULES,
    *plain_language.RULES,
    *reader.RULES,
    *form.RULES,
    *translation.RULES,
)


def register_rules() -> None:
    """Add the built-in rules to the registry."""
    for rule in BUILT_IN_RULES:
        rules.register(rule)
