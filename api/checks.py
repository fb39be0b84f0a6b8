"""System checks of the API's settings. Registered by being imported in `ApiConfig.ready`."""

import ipaddress
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from api.conf import DEFAULTS, get_setting
from articles.models.withdrawals import Severity

MIDDLEWARE = "api.middleware.DeliveryMiddleware"
# Scheme, host, optional port: what a browser sends as Origin. No path, no trailing slash.
ORIGIN = re.compile(r"https?://[a-z0-9.\-\[\]:]+", re.IGNORECASE)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_positive(value: Any) -> bool:
    return _is_count(value) and value > 0


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_limit(value: Any) -> bool:
    return value is None or _is_positive(value)


def _is_origins(value: Any) -> bool:
    if not isinstance(value, list | tuple):
        return False
    if list(value) == ["*"]:
        return True
    return all(isinstance(origin, str) and ORIGIN.fullmatch(origin) for origin in value)


def _is_article_url(value: Any) -> bool:
    if value is None:
        return True
    if not isinstance(value, str) or not re.match(r"https?://|/(?!/)", value):
        return False
    try:
        return value.format(slug="a", locale="b") != value.format(slug="c", locale="b")
    except (KeyError, IndexError, ValueError):
        return False


def _is_times_by_severity(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == set(Severity.values)
        and all(map(_is_positive, value.values()))
    )


def _is_networks(value: Any) -> bool:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        return False
    try:
        return bool([ipaddress.ip_network(each) for each in value]) or not value
    except ValueError:
        return False


# Per setting: the check's id, whether a value is right, and what a right value is.
RULES: dict[str, tuple[str, Callable[[Any], bool], str]] = {
    "CORS_ORIGINS": (
        "api.E003",
        _is_origins,
        'a list of origins such as "https://www.example.org", without a path, or ["*"]',
    ),
    "CACHE_MAX_AGE": ("api.E004", _is_count, "a number of seconds, 0 or more"),
    "CACHE_STALE_WHILE_REVALIDATE": ("api.E005", _is_count, "a number of seconds, 0 or more"),
    "PAGE_SIZE": ("api.E006", _is_positive, "a number above 0, at most MAX_PAGE_SIZE"),
    "MAX_PAGE_SIZE": ("api.E007", _is_positive, "a number above 0"),
    "REVIEW_DUE_SOON_DAYS": ("api.E008", _is_count, "a number of days, 0 or more"),
    "ARTICLE_URL": (
        "api.E010",
        _is_article_url,
        'None, an address such as "https://www.example.org/{locale}/{slug}/", or a path',
    ),
    "ANONYMOUS_READS": ("api.E011", _is_flag, "True or False"),
    "ANONYMOUS_LIMIT": ("api.E012", _is_limit, "requests per minute above 0, or None"),
    "KEY_LIMIT": ("api.E013", _is_limit, "requests per minute above 0, or None"),
    "FAILED_KEY_LIMIT": ("api.E014", _is_limit, "requests per minute above 0, or None"),
    "NUM_PROXIES": ("api.E015", _is_count, "a number of proxies, 0 or more"),
    "CHANGES_KEPT_DAYS": ("api.E016", _is_positive, "a number of days above 0"),
    "REFRESH_WITHIN": (
        "api.E017",
        _is_times_by_severity,
        'seconds above 0 for each of "advice", "urgent" and "critical"',
    ),
    "WEBHOOK_PRIVATE_NETWORKS": (
        "api.E018",
        _is_networks,
        'a list of networks such as "10.1.0.0/16"',
    ),
    "WEBHOOKS_KEPT_DAYS": ("api.E019", _is_positive, "a number of days above 0"),
    "RETRY_AFTER": ("api.E009", _is_positive, "a number of seconds above 0"),
}


@register(Tags.compatibility)
def check_settings(
    *, app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Find unknown names and wrong values in `CLINIC_CONTENT["API"]`."""
    content = getattr(settings, "CLINIC_CONTENT", {})
    values = content.get("API", {}) if isinstance(content, dict) else None
    if not isinstance(values, dict):
        hint = 'Write CLINIC_CONTENT = {"API": {...}}.'
        return [Error("CLINIC_CONTENT['API'] is not a dict.", hint=hint, id="api.E001")]
    return [*_unknown_names(values), *_wrong_values(), *_wrong_page_size()]


@register(Tags.compatibility)
def check_middleware(
    *, app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn when the delivery middleware is there but not first."""
    installed = list(settings.MIDDLEWARE)
    if MIDDLEWARE not in installed or installed[0] == MIDDLEWARE:
        return []
    hint = f'Move "{MIDDLEWARE}" to the top, so that content reads pass by what they do not need.'
    message = f"{MIDDLEWARE} is not the first entry of MIDDLEWARE."
    return [Warning(message, hint=hint, id="api.W001")]


def _unknown_names(values: dict[str, Any]) -> Iterable[CheckMessage]:
    hint = f"Known settings: {', '.join(sorted(DEFAULTS))}."
    for name in values:
        if name not in DEFAULTS:
            yield Error(f"CLINIC_CONTENT['API'] has no {name!r}.", hint=hint, id="api.E002")


def _wrong_values() -> Iterable[CheckMessage]:
    for name, (check_id, is_right, expected) in RULES.items():
        value = get_setting(name)
        if not is_right(value):
            message = f"CLINIC_CONTENT['API']['{name}'] is {value!r}."
            yield Error(message, hint=f"It must be {expected}.", id=check_id)


def _wrong_page_size() -> Iterable[CheckMessage]:
    size, most = get_setting("PAGE_SIZE"), get_setting("MAX_PAGE_SIZE")
    if _is_positive(size) and _is_positive(most) and size > most:
        message = f"CLINIC_CONTENT['API']['PAGE_SIZE'] is {size}, above MAX_PAGE_SIZE, {most}."
        yield Error(message, hint="Lower PAGE_SIZE or raise MAX_PAGE_SIZE.", id="api.E006")
