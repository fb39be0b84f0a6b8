"""The page of the library's health."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import GroupPagePermission

from articles.models import LibraryHealth
from tests.articles.factories import UserFactory

pytestmark = pytest.mark.django_db

URL = reverse("articles_health")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(group="Editors"))
    return client


def day(ago: int, locale: str = "en", **counts: Any) -> LibraryHealth:
    values = {
        "articles": 10, "without_findings": 5, "with_warnings": 3, "with_blocking": 2,
        "review_due_soon": 1, "review_overdue": 0, "by_rule": {"C1": 2},
    }  # fmt: skip
    date = timezone.localdate() - dt.timedelta(days=ago)
    return LibraryHealth.objects.create(date=date, locale=locale, **{**values, **counts})


def test_without_figures_the_page_says_where_they_come_from(editor: Client) -> None:
    response = editor.get(URL)
    assertContains(response, "run_daily_review")
    assertNotContains(response, "<figure")


def test_one_day_explains_itself(editor: Client) -> None:
    day(0)
    response = editor.get(URL)
    assertContains(response, "There is one day so far")
    assertContains(response, 'role="img"', count=2)


def test_change_is_since_the_first_day_of_the_period(editor: Client) -> None:
    day(200, with_blocking=9)
    day(20, with_blocking=6)
    day(0, with_blocking=2)

    def change(**query: Any) -> int:
        figures = editor.get(URL, query).context["figures"]
        return next(figure.change for figure in figures if figure.tone == "critical")

    assert change(days=365) == -7
    assert change() == change(days=30) == -4
    assert change(days="x") == -4


def test_languages_are_added_up_or_alone(editor: Client) -> None:
    day(0)
    day(0, "es", articles=3, by_rule={"C1": 1, "E1": 1})
    assert editor.get(URL).context["days"][-1].counts["articles"] == 13
    response = editor.get(URL, {"locale": "es"})
    assert response.context["days"][-1].counts["articles"] == 3
    assert editor.get(URL, {"locale": "xx"}).status_code == 200


def test_frequent_rules_lead_to_their_findings(editor: Client) -> None:
    day(0, by_rule={"E1": 1, "C1": 7, "GONE": 1})
    response = editor.get(URL)
    assert [rule["count"] for rule in response.context["rules"]] == [7, 1, 1]
    assertContains(response, f"{reverse('articles_findings:index')}?rule=C1")
    assertContains(response, "GONE")


def test_the_figures_stand_in_a_table_too(editor: Client) -> None:
    day(1)
    day(0)
    response = editor.get(URL)
    for shown in response.context["days"]:
        date = date_format(shown.date, "SHORT_DATE_FORMAT")
        assertContains(response, f'<th scope="row">{date}</th>')


def test_the_number_of_queries_does_not_grow(editor: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            editor.get(URL)
        return len(captured)

    day(0)
    queries()
    few = queries()
    for ago in range(1, 30):
        day(ago)
    assert queries() == few


def test_it_is_for_those_who_work_on_pages(client: Client) -> None:
    user = UserFactory(group="Editors")
    GroupPagePermission.objects.filter(group__name="Editors").delete()
    client.force_login(user)
    assert client.get(URL).status_code == 302
