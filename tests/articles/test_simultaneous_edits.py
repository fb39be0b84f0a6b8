"""A draft that is saved while somebody else publishes the article takes nothing offline."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from articles.models import ArticlePage
from tests.articles.factories import DraftArticleFactory, SuperuserFactory
from tests.articles.forms_data import article_data, draft_of, loaded_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


@contextmanager
def published_meanwhile() -> Iterator[None]:
    """Publish each article right after the editor's request has read it."""

    def publish(request: HttpRequest, page: Any) -> None:
        ArticlePage.objects.get(pk=page.pk).get_latest_revision().publish()

    with hooks.register_temporarily("before_edit_page", publish):
        yield


@pytest.mark.parametrize(
    ("headers", "clicked"),
    [
        ({"Accept": "application/json"}, {}),
        ({}, {}),
        ({}, {"action-submit": "1"}),
    ],
    ids=["autosave", "save", "submit"],
)
def test_an_article_published_meanwhile_stays_live(
    admin: Client, headers: dict[str, str], clicked: dict[str, str]
) -> None:
    page = DraftArticleFactory(title="Sleep and migraine")
    form = article_data(*page.sections.raw_data, title="Sleep, and migraine", slug=page.slug)
    form |= loaded_from(page)
    with published_meanwhile():
        response = admin.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), form | clicked, headers=headers
        )
    assert response.status_code in (200, 302)
    article = ArticlePage.objects.get(pk=page.pk)
    assert article.live
    assert article.first_published_at is not None
    assert article.live_revision_id is not None
    assert article.title == "Sleep and migraine"
    assert draft_of(page).title == "Sleep, and migraine"
    assert article.has_unpublished_changes
