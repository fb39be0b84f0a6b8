"""System checks of the articles app."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from articles.checks.conf import get_checks
from articles.checks.registry import rules
from articles.conf import DEFAULTS, get_articles_settings
from articles.evidence.keys import is_key

MIDDLEWARE = "articles.middleware.PublishRefusedMiddleware"
FINISH_ACTION = "articles.review.finishing.publish_signed"
TABLES = "wagtail.contrib.typed_table_block"


def _are_roles(value: Any) -> bool:
    return isinstance(value, list | tuple) and set(value) <= {"clinical", "legal"}


def _are_rules(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(rule in rules for rule in value)


def _are_days(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(_is_number_of_days(days) for days in value)


def _is_number_of_days(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


_DAYS = "It must be a number of days above 0."
SETTING_FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "ENFORCE_CHECKS": (lambda value: isinstance(value, bool), "It must be True or False."),
    "REQUIRED_SIGN_OFFS": (_are_roles, 'It must be a list of "clinical" and "legal".'),
    "SIGN_OWN_NOTICES": (lambda value: isinstance(value, bool), "It must be True or False."),
    "FIRM_RULES": (_are_rules, "It must be a list of ids of rules."),
    "OVERRIDE_MAX_DAYS": (_is_number_of_days, _DAYS),
    "REMINDER_DAYS": (_are_days, "It must be a list of numbers of days above 0."),
    "OVERDUE_ACTION": (
        lambda value: value in ("flag", "unpublish"),
        'Choose "flag" or "unpublish".',
    ),
    "OVERDUE_GRACE_DAYS": (_is_number_of_days, _DAYS),
    "EVIDENCE_KEY": (is_key, "Make one with `manage.py evidence_key`."),
}
SECRETS = frozenset({"EVIDENCE_KEY"})


def register_checks() -> None:
    """Connect this app's checks to Django's framework."""
    register(check_middleware)
    register(check_installed_above_wagtail)
    register(check_tables_installed)
    register(check_finish_action)
    register(check_articles_settings)
    register(check_rule_settings)


def check_middleware(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        Warning(
            "A refused publication outside the editor's form ends in a server error.",
            hint=f"Add {MIDDLEWARE!r} to MIDDLEWARE, below the messages middleware.",
            id="articles.W001",
        )
    ]


def check_installed_above_wagtail(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django takes a management command from the first app that has it."""
    names = list(settings.INSTALLED_APPS)
    ours = next((name for name in names if name.split(".apps.")[0] == "articles"), None)
    if ours is None or "wagtail" not in names or names.index(ours) < names.index("wagtail"):
        return []
    return [
        Error(
            "Wagtail's own publish_scheduled runs, which stops at the first page that is refused.",
            hint="List 'articles' above 'wagtail' in INSTALLED_APPS.",
            id="articles.E001",
        )
    ]


def check_tables_installed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without its scripts and templates the editor of an article does not open."""
    if apps.is_installed(TABLES):
        return []
    return [
        Error(
            "Articles have tables, and the app behind them is not installed.",
            hint=f"Add {TABLES!r} to INSTALLED_APPS.",
            id="articles.E002",
        )
    ]


def check_finish_action(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Wagtail's own action publishes the latest draft, which need not be what was signed."""
    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", None) == FINISH_ACTION:
        return []
    return [
        Warning(
            "A sign-off publishes the latest draft, or fails where that is not what was signed.",
            hint=f"Set WAGTAIL_FINISH_WORKFLOW_ACTION = {FINISH_ACTION!r}.",
            id="articles.W002",
        )
    ]


def check_articles_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Find unknown names and wrong values in `CLINIC_CONTENT["ARTICLES"]`."""
    values = get_articles_settings()
    if not isinstance(values, dict):
        hint = 'Write CLINIC_CONTENT = {"ARTICLES": {...}}.'
        return [Error("CLINIC_CONTENT['ARTICLES'] is not a dict.", hint=hint, id="articles.E008")]
    return [message for name, value in values.items() for message in _wrong_setting(name, value)]


def _wrong_setting(name: Any, value: Any) -> Iterator[CheckMessage]:
    if name not in DEFAULTS:
        hint = f"Known names: {', '.join(DEFAULTS)}."
        yield Error(f"CLINIC_CONTENT['ARTICLES'] has no {name!r}.", hint=hint, id="articles.E009")
        return
    is_right, hint = SETTING_FORMS[name]
    if not is_right(value):
        shown = "not one" if name in SECRETS else repr(value)
        message = f"CLINIC_CONTENT['ARTICLES'][{name!r}] is {shown}."
        yield Error(message, hint=hint, id="articles.E010")


def check_rule_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Find rules that do not exist and wrong values in `CLINIC_CONTENT["CHECKS"]`."""
    values = get_checks()
    if not isinstance(values, dict):
        hint = 'Write CLINIC_CONTENT = {"CHECKS": {"L4": False}}.'
        return [Error("CLINIC_CONTENT['CHECKS'] is not a dict.", hint=hint, id="articles.E003")]
    return [message for rule_id, value in values.items() for message in _wrong(rule_id, value)]


def _wrong(rule_id: Any, value: Any) -> Iterator[CheckMessage]:
    name = f"CLINIC_CONTENT['CHECKS'][{rule_id!r}]"
    if rule_id not in rules:
        hint = f"Known rules: {', '.join(rule.id for rule in rules)}."
        yield Error(f"There is no rule {rule_id!r}.", hint=hint, id="articles.E004")
    elif value is not False and not isinstance(value, dict):
        hint = "It must be False, to turn the rule off, or a dict of thresholds."
        yield Error(f"{name} is {value!r}.", hint=hint, id="articles.E005")
    elif value:
        yield from _wrong_thresholds(name, dict(rules[rule_id].thresholds), value)


def _wrong_thresholds(
    name: str, defaults: dict[str, Any], values: dict[str, Any]
) -> Iterator[CheckMessage]:
    known = f"It has {', '.join(sorted(defaults))}." if defaults else "It has none."
    for key, value in values.items():
        if key not in defaults:
            yield Error(f"{name} has no threshold {key!r}.", hint=known, id="articles.E006")
        elif isinstance(defaults[key], tuple):
            if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
                hint = "It must be a list of words."
                yield Error(f"{name}[{key!r}] is {value!r}.", hint=hint, id="articles.E007")
        elif isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            hint = f"It must be a number above 0, such as {defaults[key]}."
            yield Error(f"{name}[{key!r}] is {value!r}.", hint=hint, id="articles.E007")
