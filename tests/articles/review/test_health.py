"""The library's health, day by day."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Locale

from articles.models import ArticlePage, LibraryHealth
from articles.review.health import take_snapshot
from tests.articles.factories import (
    ArticlePageFactory,
    DraftArticleFactory,
    rich_text,
    section,
)
from tests.articles.review.signed import good_sections, published

pytestmark = pytest.mark.django_db


def days(count: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=count)


def test_articles_are_counted_by_language(enforced: None, settings: Any) -> None:
    good, _reviewer = published()
    own = {"ENFORCE_CHECKS": False}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": own}
    miracle = section("efficacy", rich_text("<p>This therapy is a miracle cure.</p>"))
    ArticlePageFactory(sections=[*good_sections(), miracle], next_review_date=days(-1))
    spanish = ArticlePageFactory(next_review_date=days(5))
    locale = Locale.objects.get_or_create(language_code="es")[0]
    ArticlePage.objects.filter(pk=spanish.pk).update(locale=locale)
    DraftArticleFactory()
    assert take_snapshot().done == 3
    english, other = LibraryHealth.objects.order_by("locale")
    assert (english.locale, other.locale) == ("en", "es")
    assert english.articles == 2
    assert english.without_findings + english.with_warnings == 1
    assert english.with_blocking == 1
    assert (english.review_overdue, other.review_due_soon) == (1, 1)
    assert english.by_rule["C1"] == 1
    assert "C1" not in other.by_rule
    assert good.live


def test_a_second_run_on_a_day_writes_over_the_first() -> None:
    ArticlePageFactory()
    take_snapshot()
    ArticlePageFactory()
    take_snapshot()
    assert LibraryHealth.objects.get().articles == 2


def test_a_language_that_lost_its_articles_counts_none() -> None:
    page = ArticlePageFactory()
    take_snapshot(days(-1))
    page.delete()
    take_snapshot()
    assert [row.articles for row in LibraryHealth.objects.order_by("date")] == [1, 0]


def test_an_empty_library_has_no_rows() -> None:
    assert take_snapshot().done == 0
    assert not LibraryHealth.objects.exists()
