"""System checks of the settings, each by its id."""

from typing import Any

import pytest
from django.core.checks import run_checks

from api.checks import RULES
from api.conf import DEFAULTS, get_setting


def ids() -> list[str]:
    return [message.id for message in run_checks() if (message.id or "").startswith("api.")]


def test_defaults_are_right() -> None:
    assert ids() == []
    assert set(RULES) == set(DEFAULTS)


@pytest.mark.parametrize("value", [[], "API", {"API": []}, {"API": None}])
def test_no_dict(settings, value: Any) -> None:
    settings.CLINIC_CONTENT = value
    assert "api.E001" in ids()


def test_unknown_name(settings) -> None:
    settings.CLINIC_CONTENT = {"API": {"PAGESIZE": 3}}
    assert ids() == ["api.E002"]


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("CHANGES_KEPT_DAYS", 0, "api.E016"),
        ("REFRESH_WITHIN", {"critical": 300}, "api.E017"),
        ("REFRESH_WITHIN", {"critical": 0, "urgent": 60, "advice": 60}, "api.E017"),
        ("CORS_ORIGINS", "https://a.org", "api.E003"),
        ("CORS_ORIGINS", ["https://a.org/"], "api.E003"),
        ("CORS_ORIGINS", ["a.org"], "api.E003"),
        ("CORS_ORIGINS", ["*", "https://a.org"], "api.E003"),
        ("CACHE_MAX_AGE", -1, "api.E004"),
        ("CACHE_STALE_WHILE_REVALIDATE", "30", "api.E005"),
        ("PAGE_SIZE", 0, "api.E006"),
        ("PAGE_SIZE", 101, "api.E006"),
        ("MAX_PAGE_SIZE", True, "api.E007"),
        ("REVIEW_DUE_SOON_DAYS", None, "api.E008"),
        ("RETRY_AFTER", 0, "api.E009"),
        ("WEBHOOK_PRIVATE_NETWORKS", "10.0.0.0/8", "api.E018"),
        ("WEBHOOK_PRIVATE_NETWORKS", ["10.0.0.1/8"], "api.E018"),
        ("WEBHOOK_PRIVATE_NETWORKS", ["inside"], "api.E018"),
        ("WEBHOOKS_KEPT_DAYS", 0, "api.E019"),
    ],
)
def test_wrong_value(settings, name: str, value: Any, check: str) -> None:
    settings.CLINIC_CONTENT = {"API": {name: value}}
    assert ids() == [check]


@pytest.mark.parametrize("origins", [[], ["*"], ["https://a.org", "http://127.0.0.1:3000"]])
def test_right_origins(settings, origins: list[str]) -> None:
    settings.CLINIC_CONTENT = {"API": {"CORS_ORIGINS": origins}}
    assert ids() == []


def test_middleware_that_is_not_first(settings) -> None:
    name = "api.middleware.DeliveryMiddleware"
    settings.MIDDLEWARE = [*(each for each in settings.MIDDLEWARE if each != name), name]
    assert ids() == ["api.W001"]


def test_settings_are_read_at_use(settings) -> None:
    assert get_setting("PAGE_SIZE") == 20
    settings.CLINIC_CONTENT = {"API": {"PAGE_SIZE": 7}}
    assert get_setting("PAGE_SIZE") == 7
    with pytest.raises(KeyError):
        get_setting("PAGES")


@pytest.mark.parametrize(
    "address", [None, "https://a.org/{locale}/{slug}/", "/{locale}/articles/{slug}/"]
)
def test_right_addresses(settings, address: str | None) -> None:
    settings.CLINIC_CONTENT = {"API": {"ARTICLE_URL": address}}
    assert ids() == []


@pytest.mark.parametrize(
    "address", ["www.example.org/{slug}/", "//a.org/{slug}/", "/{locale}/", "/{page}/{slug}/"]
)
def test_wrong_addresses(settings, address: str) -> None:
    settings.CLINIC_CONTENT = {"API": {"ARTICLE_URL": address}}
    assert ids() == ["api.E010"]
