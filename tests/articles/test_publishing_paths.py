"""Every way to go live: refused with words when incomplete, never with an error 500."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowTask

from articles.models import ArticlePage
from articles.problems import PublishRefused
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    SuperuserFactory,
    UserFactory,
    section,
    sections_for,
)
from tests.articles.forms_data import article_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def _incomplete(**kwargs: Any) -> ArticlePage:
    return DraftArticleFactory(sections=[section("overview")], **kwargs)  # type: ignore[no-any-return]


def _messages(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def _is_live(page: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=page.pk).live


def test_code_is_told_what_is_missing() -> None:
    page = _incomplete(title="Half done")
    with pytest.raises(PublishRefused) as refused:
        page.get_latest_revision().publish()
    assert refused.value.summary() == (
        "“Half done” cannot be published yet. "
        "Add the section “When to get help”: this kind of article needs it."
    )
    assert refused.value.page_id == page.pk
    assert isinstance(refused.value, ValidationError)
    assert not _is_live(page)


# Bulk publishing


def _bulk_url(*pages: ArticlePage) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    back = reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk])
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + (
        f"?{ids}&next={back}"
    )


def test_bulk_publishing_names_every_article_that_is_not_ready(admin: Client) -> None:
    ready, first, second = (
        DraftArticleFactory(),
        _incomplete(title="First"),
        _incomplete(title="Second", summary=""),
    )
    response = admin.post(_bulk_url(ready, first, second), {"include_descendants": ""})
    assert response.status_code == 302
    assert "“First” cannot be published yet" in _messages(response)
    assert "“Second” cannot be published yet. Write a summary" in _messages(response)
    assert not _is_live(ready)
    assert not _is_live(first)


def test_bulk_publishing_of_ready_articles(admin: Client) -> None:
    pages = DraftArticleFactory(), DraftArticleFactory()
    admin.post(_bulk_url(*pages), {"include_descendants": ""})
    assert all(_is_live(page) for page in pages)


def test_bulk_publishing_a_library_looks_below_it(admin: Client) -> None:
    library = ArticleIndexPageFactory(live=False)
    page = _incomplete(parent=library, title="Below")
    response = admin.post(_bulk_url(library), {"include_descendants": "on"})
    assert "“Below” cannot be published yet" in _messages(response)
    assert not _is_live(page)


# Workflow


@pytest.fixture
def workflow() -> Workflow:
    """A host's own workflow, whose one step is Wagtail's: a publisher's approval."""
    workflow = Workflow.objects.create(name="Our own")
    task = GroupApprovalTask.objects.create(name="Publication")
    task.groups.add(Group.objects.get(name="Publishers"))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow


def _submitted(workflow: Workflow, *, incomplete: bool) -> ArticlePage:
    """An article that a publisher's approval would publish."""
    page = DraftArticleFactory()
    editor = UserFactory(group="Editors")
    workflow.start(page, editor)
    page = ArticlePage.objects.get(pk=page.pk)
    if incomplete:
        page.sections = [("overview", page.sections[0].value)]
        page.save_revision(user=editor)
    return ArticlePage.objects.get(pk=page.pk)


def _approve_url(page: ArticlePage) -> str:
    return reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", page.current_workflow_task_state.pk],
    )


def test_approval_publishes_a_ready_article(client: Client, workflow: Workflow) -> None:
    page = _submitted(workflow, incomplete=False)
    client.force_login(UserFactory(group="Publishers"))
    assert client.post(_approve_url(page), {"comment": ""}).status_code == 302
    assert _is_live(page)


def test_approval_from_the_dashboard_of_an_incomplete_article(
    client: Client, workflow: Workflow
) -> None:
    page = _submitted(workflow, incomplete=True)
    client.force_login(UserFactory(group="Publishers"))
    home = reverse("wagtailadmin_home")
    response = client.post(
        f"{_approve_url(page)}?next={home}",
        {"comment": "Fine"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.json() == {"step": "success", "redirect": home}
    assert "cannot be published yet" in _messages(response)
    page = ArticlePage.objects.get(pk=page.pk)
    assert not page.live
    assert page.current_workflow_task_state.status == "in_progress"


def test_approval_from_the_editor_of_an_incomplete_article(
    client: Client, workflow: Workflow
) -> None:
    page = _submitted(workflow, incomplete=True)
    client.force_login(UserFactory(group="Publishers"))
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            **article_data(section("overview"), title=page.title, slug=page.slug),
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
        },
    )
    assert response.status_code == 200
    assert "sections" in response.context["form"].errors
    assert not _is_live(page)


def test_an_incomplete_article_can_be_sent_back(client: Client, workflow: Workflow) -> None:
    page = _submitted(workflow, incomplete=True)
    client.force_login(UserFactory(group="Publishers"))
    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            **article_data(section("overview"), title=page.title, slug=page.slug),
            "action-workflow-action": "1",
            "workflow-action-name": "reject",
            "workflow-action-extra-data": '{"comment": "The help section is missing."}',
        },
    )
    assert ArticlePage.objects.get(pk=page.pk).current_workflow_state.status == "needs_changes"


def test_submitting_an_incomplete_article_is_refused_at_the_field(client: Client) -> None:
    page = DraftArticleFactory()
    client.force_login(UserFactory(group="Editors"))
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {**article_data(section("overview"), slug=page.slug), "action-submit": "1"},
    )
    assert "sections" in response.context["form"].errors
    assert ArticlePage.objects.get(pk=page.pk).current_workflow_state is None


# The middleware, for whatever else ends in a refusal


def test_a_copy_that_cannot_go_live_comes_back_with_a_message(admin: Client) -> None:
    page = ArticlePageFactory(title="Old")
    ArticlePage.objects.filter(pk=page.pk).update(summary="")
    response = admin.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "New",
            "new_slug": "new",
            "new_parent_page": page.get_parent().pk,
            "publish_copies": "on",
        },
    )
    assert response.status_code == 302
    assert "“New” cannot be published yet. Write a summary" in _messages(response)
    assert not ArticlePage.objects.filter(title="New").exists()


# publish_scheduled


def _schedule(page: ArticlePage, *, due: timedelta = timedelta(minutes=-1)) -> Revision:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() + due
    revision.content["go_live_at"] = (timezone.now() + due).isoformat()
    revision.save()
    return revision  # type: ignore[no-any-return]


def test_one_incomplete_article_does_not_hold_the_others_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad = _incomplete(title="Bad")
    _schedule(bad, due=timedelta(minutes=-9))
    good = [DraftArticleFactory() for _ in range(3)]
    for page in good:
        _schedule(page)
    with caplog.at_level(logging.ERROR), pytest.raises(CommandError, match="1 of 4"):
        call_command("publish_scheduled")
    assert all(_is_live(page) for page in good)
    assert not _is_live(bad)
    assert "“Bad” cannot be published yet" in caplog.text
    # Its time stays set: it goes live by itself once it is complete.
    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1


def test_a_draft_of_a_live_article_that_cannot_go_live_leaves_it_as_it_is() -> None:
    page = DraftArticleFactory()
    page.get_latest_revision().publish()
    page = ArticlePage.objects.get(pk=page.pk)
    page.sections = [("overview", page.sections[0].value)]
    _schedule(page)
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    page = ArticlePage.objects.get(pk=page.pk)
    assert page.live
    assert len(page.sections) == 2


def test_expired_articles_are_unpublished_even_when_a_publication_fails() -> None:
    page = ArticlePageFactory()
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    _schedule(_incomplete())
    with pytest.raises(CommandError):
        call_command("publish_scheduled")
    page.refresh_from_db()
    assert not page.live
    assert page.expired


def test_what_has_expired_before_it_was_published_never_goes_live() -> None:
    page = DraftArticleFactory()
    page.expire_at = timezone.now() + timedelta(hours=2)
    revision = _schedule(page)
    revision.content["expire_at"] = (timezone.now() - timedelta(seconds=30)).isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert not _is_live(page)
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_a_dry_run_changes_nothing() -> None:
    page = DraftArticleFactory()
    _schedule(page)
    call_command("publish_scheduled", dryrun=True)
    assert not _is_live(page)


def test_complete_sections_are_enough(admin: Client) -> None:
    page = DraftArticleFactory(kind="therapy", sections=sections_for("therapy"))
    page.get_latest_revision().publish()
    assert _is_live(page)
