"""A draft that is saved while somebody else publishes the article takes nothing offline."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.blocks.stream_block import StreamBlockValidationError

from articles.models import ArticlePage
from tests.api.documents.test_concurrency import at_once
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    SuperuserFactory,
)
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


@pytest.mark.parametrize("live", [False, True], ids=["draft", "live"])
@pytest.mark.parametrize("named", ["loaded_revision_id", "overwrite_revision_id"])
def test_an_autosave_that_a_save_overtakes_writes_nothing(
    admin: Client, named: str, live: bool
) -> None:
    page = (ArticlePageFactory if live else DraftArticleFactory)(title="Before")
    user = get_user(admin)
    draft_of(page).save_revision(user=user)
    form = article_data(*page.sections.raw_data, title="Some words", slug=page.slug)
    form |= loaded_from(page)
    form[named] = form["loaded_revision_id"]

    def save(request: HttpRequest, article: Any) -> None:
        saved = draft_of(page)
        saved.title = "The last words"
        saved.save_revision(user=user)

    with hooks.register_temporarily("before_edit_page", save):
        response = admin.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            form,
            headers={"Accept": "application/json"},
        )
    assert response.status_code == 400
    assert response.json()["error_code"] == "invalid_revision"
    assert draft_of(page).title == "The last words"
    assert ArticlePage.objects.get(pk=page.pk).live == live


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_autosave_and_a_save_of_a_new_article_at_once_make_one() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("only on PostgreSQL: SQLite in memory has one connection")
    library, user = ArticleIndexPageFactory(), SuperuserFactory()
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", library.pk])
    form = article_data(title="Sleep and migraine", slug="sleep-and-migraine")
    # Both have read their parent before either adds to it.
    both = Barrier(2, timeout=30)

    def wait(request: HttpRequest, parent: Any, page_class: Any) -> None:
        both.wait()

    statuses = []

    def send(**headers: str) -> None:
        client = Client()
        client.force_login(user)
        statuses.append(client.post(url, form, headers=headers).status_code)

    with hooks.register_temporarily("before_create_page", wait):
        at_once(lambda: send(Accept="application/json"), send)
    # The second of them, whichever it was, was told that the slug is in use.
    assert sorted(statuses) in ([200, 200], [302, 400])
    assert ArticlePage.objects.count() == 1


def test_drafts_and_publications_are_checked_at_once_as_one_after_the_other() -> None:
    stream = ArticlePage._meta.get_field("sections").stream_block
    empty = {"heading": "", "body": [{"type": "rich_text", "value": ""}], "claims": []}
    sections = stream.to_python([{"type": "causes", "value": empty}])
    accepted = []

    def save_drafts() -> None:
        for _ in range(200):
            stream.clean_deferred(sections)

    def publish() -> None:
        for _ in range(200):
            with suppress(StreamBlockValidationError):
                accepted.append(stream.clean(sections))

    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        at_once(save_drafts, save_drafts, publish)
    finally:
        sys.setswitchinterval(often)
    publish()
    assert accepted == []
