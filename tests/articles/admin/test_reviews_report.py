"""The report on reviews."""

import csv
import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import GroupPagePermission, Locale

from articles.models import ArticlePage, Clinician
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    TopicFactory,
    UserFactory,
)
from tests.articles.review.signed import published

pytestmark = pytest.mark.django_db

URL = reverse("articles_reviews:index")


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(UserFactory(group="Publishers"))
    return client


def days(count: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=count)


def titles(client: Client, **query: Any) -> list[str]:
    return [page.title for page in client.get(URL, query).context["object_list"]]


def test_articles_with_the_most_urgent_first_and_those_without_a_date_last(
    publisher: Client,
) -> None:
    for title, due in (("None", None), ("Later", days(300)), ("Late", days(-3))):
        ArticlePageFactory(title=title, next_review_date=due)
    assert titles(publisher) == ["Late", "Later", "None"]
    assert titles(publisher, ordering="-next_review_date") == ["Later", "Late", "None"]


def test_who_signed_what_and_whether_it_holds(publisher: Client) -> None:
    page, reviewer = published()
    ArticlePageFactory(title="Unsigned")
    response = publisher.get(URL)
    assertContains(response, "Dr Rhea Example")
    assertContains(response, '<span class="articles-tag articles-tag--positive">valid</span>')
    assertContains(response, "never signed")
    assert titles(publisher, reviewer=Clinician.objects.get(user=reviewer).pk) == [page.title]


def test_filters(publisher: Client) -> None:
    owner = UserFactory(group="Editors")
    topic = TopicFactory()
    ArticlePageFactory(title="Late", next_review_date=days(-3), owner=owner)
    ArticlePageFactory(
        title="Soon", next_review_date=days(30), topics={"about": topic, "treats": topic}
    )
    DraftArticleFactory(title="Draft", kind="comparison")
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    page = ArticlePageFactory(title="Tarde", next_review_date=days(-9))
    ArticlePage.objects.filter(pk=page.pk).update(locale=spanish)
    assert titles(publisher, state="overdue") == ["Tarde", "Late"]
    assert titles(publisher, state="due_soon") == ["Soon"]
    assert titles(publisher, state="none") == ["Draft"]
    assert titles(publisher, state="current") == []
    assert titles(publisher, locale="es") == ["Tarde"]
    assert titles(publisher, topic=topic.pk) == ["Soon"]
    assert titles(publisher, kind="comparison") == ["Draft"]
    assert titles(publisher, status="draft") == ["Draft"]
    assert titles(publisher, owner=owner.pk) == ["Late"]
    assert titles(publisher, due_from=days(0), due_to=days(40)) == ["Soon"]
    assert titles(publisher, q="tard") == ["Tarde"]


def test_wrong_filters_are_no_error(publisher: Client) -> None:
    ArticlePageFactory()
    for query in ({"state": "x"}, {"topic": "x"}, {"due_from": "x"}, {"ordering": "x"}):
        assert publisher.get(URL, query).status_code == 200


def test_exports(publisher: Client) -> None:
    page = ArticlePageFactory(title="=SUM(1)", next_review_date=days(-3))
    content = b"".join(publisher.get(URL, {"export": "csv"}).streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(content))
    assert row["Article"] == "'=SUM(1)"
    assert row["Next review"] == days(-3).isoformat()
    assert row["State of the review"] == "overdue"
    assert row["Sign-off of the live text"] == "never signed"
    book = io.BytesIO(b"".join(publisher.get(URL, {"export": "xlsx"}).streaming_content))
    heads, values = openpyxl.load_workbook(book).active.values
    assert dict(zip(heads, values, strict=True))["Number"] == page.pk


def test_only_articles_that_somebody_works_on(client: Client) -> None:
    mine, other = ArticleIndexPageFactory(), ArticleIndexPageFactory()
    ArticlePageFactory(title="Mine", parent=mine)
    ArticlePageFactory(title="Other", parent=other)
    user = UserFactory(group="Editors")
    GroupPagePermission.objects.filter(group__name="Editors").update(page=mine)
    client.force_login(user)
    assert titles(client) == ["Mine"]


def test_nobody_without_pages_sees_it(client: Client) -> None:
    user = UserFactory(group="Editors")
    GroupPagePermission.objects.filter(group__name="Editors").delete()
    client.force_login(user)
    assert client.get(URL).status_code == 302
    assertNotContains(client.get(reverse("wagtailadmin_home")), URL)


def test_the_menu_leads_there(publisher: Client) -> None:
    assertContains(publisher.get(reverse("wagtailadmin_home")), URL)


@pytest.mark.parametrize("query", [{}, {"export": "csv"}])
def test_the_number_of_queries_does_not_grow(publisher: Client, query: dict[str, str]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = publisher.get(URL, query)
            if response.streaming:
                b"".join(response.streaming_content)
        return len(captured)

    ArticlePageFactory()
    queries()
    few = queries()
    for _ in range(5):
        ArticlePageFactory(next_review_date=days(3), owner=UserFactory())
    assert queries() == few
