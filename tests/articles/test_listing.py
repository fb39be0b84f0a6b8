"""The page explorer of a library."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains

from articles.models import ArticleIndexPage
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    SuperuserFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def _url(library: ArticleIndexPage) -> str:
    return reverse("wagtailadmin_explore", args=[library.pk])


def test_columns_tell_articles_apart(admin: Client) -> None:
    library = ArticleIndexPageFactory()
    ArticlePageFactory(
        parent=library,
        kind="comparison",
        topics={"about": TopicFactory(name="Migraine"), "treats": TopicFactory(name="Aura")},
        last_reviewed_date=date(2020, 1, 1),
        next_review_date=date(2021, 6, 1),
    )
    ArticleIndexPageFactory(parent=library, title="Inner library")
    response = admin.get(_url(library))
    for words in ("Comparison", "Migraine, Aura", "06/01/2021", "overdue", "Inner library"):
        assertContains(response, words)
    for heading in ("Kind", "Topics", "Review due", "Status"):
        assertContains(response, heading)


def test_searching_a_library(admin: Client) -> None:
    library = ArticleIndexPageFactory()
    ArticlePageFactory(parent=library, title="Ketamine")
    assert admin.get(_url(library), {"q": "keta"}).status_code == 200


def _queries(admin: Client, library: ArticleIndexPage) -> int:
    """What one look at the library costs, without wagtail-localize's two queries for each page."""
    # What the first look after an edit reads anew is not what a listing costs.
    admin.get(_url(library))
    with CaptureQueriesContext(connection) as captured:
        admin.get(_url(library))
    return sum(
        "wagtail_localize_translatableobject" not in query["sql"]
        and 'FROM "wagtailcore_locale" WHERE NOT' not in query["sql"]
        for query in captured.captured_queries
    )


def test_the_number_of_queries_does_not_grow_with_the_articles(admin: Client) -> None:
    library = ArticleIndexPageFactory()

    def add(count: int) -> None:
        for _ in range(count):
            ArticlePageFactory(parent=library, topics={"about": TopicFactory()})

    add(2)
    few = _queries(admin, library)
    add(6)
    assert _queries(admin, library) == few
