from django.conf import settings
from django.test import override_settings

from articles.evidence.keys import new_key
from articles.system_checks import (
    MIDDLEWARE,
    TABLES,
    check_articles_settings,
    check_installed_above_wagtail,
    check_middleware,
    check_tables_installed,
)


def test_nothing_to_say_about_this_project() -> None:
    assert check_middleware(None) == []
    assert check_installed_above_wagtail(None) == []
    assert check_tables_installed(None) == []


def test_missing_middleware_is_warned_of() -> None:
    without = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    with override_settings(MIDDLEWARE=without):
        assert [message.id for message in check_middleware(None)] == ["articles.W001"]


def test_an_app_listed_below_wagtail_is_an_error() -> None:
    from unittest import mock

    from articles import system_checks

    apps = [name for name in settings.INSTALLED_APPS if name != "articles"]
    with mock.patch.object(system_checks, "settings") as patched:
        patched.INSTALLED_APPS = [*apps, "articles.apps.ArticlesConfig"]
        assert [m.id for m in check_installed_above_wagtail(None)] == ["articles.E001"]


def test_tables_that_are_not_installed_are_an_error() -> None:
    from unittest import mock

    from articles import system_checks

    with mock.patch.object(system_checks.apps, "is_installed", lambda name: name != TABLES):
        assert [m.id for m in check_tables_installed(None)] == ["articles.E002"]


def test_an_evidence_key_that_is_none_is_an_error_and_never_shown() -> None:
    for wrong in ("hidden", 5, None):
        with override_settings(CLINIC_CONTENT={"ARTICLES": {"EVIDENCE_KEY": wrong}}):
            [message] = check_articles_settings(None)
        assert message.id == "articles.E010"
        assert "hidden" not in f"{message.msg} {message.hint}"
    for right in ("", new_key()):
        with override_settings(CLINIC_CONTENT={"ARTICLES": {"EVIDENCE_KEY": right}}):
            assert check_articles_settings(None) == []
