"""Settings of the rules: `CLINIC_CONTENT = {"CHECKS": {...}}`, read when used.

One entry a rule: `False` turns it off, a dict changes thresholds: `{"L4": False, "E5":
{"years": 15}}`.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from articles.checks.registry import Rule, Thresholds, rules


def get_checks() -> Any:
    """The value as it is set; not a dict where somebody made a mistake."""
    content = getattr(settings, "CLINIC_CONTENT", {})
    return content.get("CHECKS", {}) if isinstance(content, dict) else {}


def thresholds_of(rule_id: str) -> Thresholds:
    """A rule's thresholds, whether it is on or off."""
    value = get_checks().get(rule_id, {}) if isinstance(get_checks(), dict) else {}
    return {**rules[rule_id].thresholds, **(value if isinstance(value, dict) else {})}


def rules_on() -> Iterator[tuple[Rule, Thresholds]]:
    """The rules that are turned on, each with its thresholds."""
    values = get_checks()
    values = values if isinstance(values, dict) else {}
    for rule in rules:
        if values.get(rule.id) is not False:
            yield rule, thresholds_of(rule.id)
