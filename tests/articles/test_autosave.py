"""Autosave only ever saves, whatever button was clicked just before it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision, TaskState

from articles.models import ArticlePage
from tests.articles.factories import DraftArticleFactory, SuperuserFactory
from tests.articles.forms_data import article_data, loaded_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def autosave(admin: Client, page: ArticlePage, **clicked: str) -> int:
    return send_autosave(admin, page, loaded_from(page) | clicked)


def send_autosave(admin: Client, page: ArticlePage, fields: dict[str, str]) -> int:
    form = article_data(*page.sections.raw_data, title=page.title, slug=page.slug) | fields
    response = admin.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form,
        headers={"Accept": "application/json"},
    )
    return response.status_code


def submitted(admin: Client) -> ArticlePage:
    page = DraftArticleFactory()
    page.get_workflow().start(page, SuperuserFactory())
    return ArticlePage.objects.get(pk=page.pk)


APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}


def test_autosave_after_a_click_on_approve_approves_nothing(admin: Client) -> None:
    page = submitted(admin)
    assert autosave(admin, page, **APPROVE) == 200
    states = TaskState.objects.values_list("status", flat=True)
    assert set(states) == {TaskState.STATUS_IN_PROGRESS}


def test_autosave_after_the_last_approval_saves(admin: Client) -> None:
    page = submitted(admin)
    while (current := ArticlePage.objects.get(pk=page.pk)).current_workflow_task:
        current.current_workflow_task_state.approve(user=SuperuserFactory())
    assert ArticlePage.objects.get(pk=page.pk).live
    assert autosave(admin, page, **APPROVE) in (200, 400)


def test_autosave_after_a_click_on_publish_publishes_nothing(admin: Client) -> None:
    page = DraftArticleFactory()
    assert autosave(admin, page, **{"action-publish": "action-publish"}) == 200
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_autosave_of_a_form_that_a_save_has_overtaken_is_refused(admin: Client) -> None:
    loaded = DraftArticleFactory(title="Before the last words")
    Revision.objects.for_instance(loaded).delete()
    loaded = ArticlePage.objects.get(pk=loaded.pk)
    assert loaded.latest_revision is None
    saved = ArticlePage.objects.get(pk=loaded.pk)
    saved.title = "With the last words"
    saved.save_revision()
    assert send_autosave(admin, loaded, {}) == 400
    latest = ArticlePage.objects.get(pk=loaded.pk).get_latest_revision_as_object()
    assert latest.title == "With the last words"
