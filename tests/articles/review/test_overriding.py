"""Administrators let one rule pass for one article, on record and for a while."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from articles.checks.reading import read_article
from articles.checks.running import check_article
from articles.models import ArticlePage, RuleOverride
from articles.problems import PublishRefused
from articles.review.overriding import (
    end_override,
    last_day,
    may_override,
    overridable_rules,
    override_rule,
)
from tests.articles.factories import SuperuserFactory, UserFactory, rich_text, section
from tests.articles.review.signed import good_sections, make_draft, make_reviewer, sign, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]

MIRACLE = rich_text("<p>This therapy is a miracle cure.</p>")


def miraculous(**kwargs: Any) -> ArticlePage:
    """A draft that only its sign-off and the rule on absolute words keep from going live."""
    return make_draft(sections=[*good_sections(), section("efficacy", MIRACLE)], **kwargs)


def tomorrow() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=1)


def override(page: ArticlePage, rule: str = "C1", **kwargs: Any) -> RuleOverride:
    values = {"reason": "The name of a plant.", "expires_on": tomorrow(), "user": UserFactory()}
    return override_rule(page, rule=rule, **{**values, **kwargs})


def test_rules_that_block_may_be_overridden_but_not_the_firm_ones() -> None:
    assert [found.rule.id for found in overridable_rules(miraculous())] == ["C1"]


def test_a_warning_needs_no_override() -> None:
    with pytest.raises(ValidationError) as refused:
        override(miraculous(), "L2")
    assert set(refused.value.message_dict) == {"rule"}


def test_a_firm_rule_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        override(miraculous(), "V2")
    assert set(refused.value.message_dict) == {"rule"}


def test_a_site_says_which_rules_are_firm(settings: Any) -> None:
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": {"FIRM_RULES": ("C1",)}}
    with pytest.raises(ValidationError):
        override(miraculous())


@pytest.mark.parametrize("days", [-1, 91])
def test_the_last_day_is_within_what_the_site_allows(days: int) -> None:
    day = timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(ValidationError) as refused:
        override(miraculous(), expires_on=day)
    assert set(refused.value.message_dict) == {"expires_on"}


@pytest.mark.parametrize("day", [timezone.localdate, last_day])
def test_today_and_the_latest_day_are_allowed(day: Any) -> None:
    assert override(miraculous(), expires_on=day()).in_force


def test_a_reason_is_needed() -> None:
    with pytest.raises(ValidationError) as refused:
        override(miraculous(), reason="  ")
    assert set(refused.value.message_dict) == {"reason"}
    assert not RuleOverride.objects.exists()


def test_an_overridden_rule_is_not_offered_again() -> None:
    page = miraculous()
    override(page)
    assert overridable_rules(page) == []
    with pytest.raises(ValidationError):
        override(page)


def test_an_article_goes_live_with_an_override_and_not_without() -> None:
    page = miraculous()
    reviewer = make_reviewer()
    with pytest.raises(PublishRefused):
        sign(submit(page), reviewer)
    override(ArticlePage.objects.get(pk=page.pk))
    sign(page, reviewer)
    assert ArticlePage.objects.get(pk=page.pk).live


def test_who_and_why_are_kept_and_shown_in_the_history() -> None:
    page, user = miraculous(), UserFactory(first_name="Ann", last_name="Other")
    made = override(page, user=user)
    assert (made.made_by_name, made.title, made.locale) == ("Ann Other", page.title, "en")
    entry = PageLogEntry.objects.get(action="articles.override.make")
    assert (entry.page_id, entry.user_id) == (page.pk, user.pk)
    assert "C1" in entry.formatter.format_message(entry)
    assert entry.formatter.format_comment(entry) == "The name of a plant."


def test_an_override_ends_early_once() -> None:
    page, user = miraculous(), UserFactory()
    made = override(page)
    assert end_override(made, user=user)
    assert not end_override(made, user=user)
    stored = RuleOverride.objects.get()
    assert not stored.in_force
    assert stored.ended_by == user
    assert "C1" in {finding.rule for finding in check_article(read_article(page)).blocking}
    entry = PageLogEntry.objects.get(action="articles.override.end")
    assert "C1" in entry.formatter.format_message(entry)


def test_ending_survives_the_page() -> None:
    page = miraculous()
    made = override(page)
    page.delete()
    assert end_override(made, user=UserFactory())


@pytest.mark.parametrize(
    ("group", "may"),
    [("Editors", False), ("Clinical reviewers", False), ("Publishers", False),
     ("Administrators", True)],
)  # fmt: skip
def test_administrators_override(group: str, may: bool) -> None:
    assert may_override(UserFactory(group=group), miraculous()) is may


def test_superusers_override() -> None:
    assert may_override(SuperuserFactory(), miraculous())
