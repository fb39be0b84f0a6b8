"""The panels on Wagtail's dashboard."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from articles.admin.dashboard.panels import PANELS
from articles.models import ArticlePage
from tests.articles.factories import ArticlePageFactory, UserFactory
from tests.articles.review.signed import make_draft, make_reviewer, submit

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")


def overdue(**kwargs: Any) -> ArticlePage:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    return ArticlePageFactory(next_review_date=yesterday, **kwargs)


def test_a_new_editor_has_no_panels(client: Client) -> None:
    overdue()
    make_draft()
    client.force_login(UserFactory(group="Editors"))
    response = client.get(HOME)
    for panel in PANELS:
        assertNotContains(response, panel.id)


def test_an_editor_sees_their_drafts(client: Client) -> None:
    editor = UserFactory(group="Editors")
    draft = make_draft(title="On sleep", owner=editor)
    client.force_login(editor)
    response = client.get(HOME)
    assertContains(response, "Yours to write (1)")
    assertContains(response, reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assertContains(response, f"{reverse('articles_reviews:index')}?owner={editor.pk}")


def test_a_reviewer_is_led_to_the_review_screen(client: Client) -> None:
    page = submit(make_draft(title="On sleep"))
    client.force_login(make_reviewer())
    response = client.get(HOME)
    assertContains(response, "Yours to review (1)")
    state = page.current_workflow_task_state
    assertContains(response, reverse("articles_review", args=[state.pk]))
    # Wagtail's own panel would say it once more.
    assertNotContains(response, "Awaiting your review")


def test_wagtails_panel_stays_for_other_things(client: Client) -> None:
    page = ArticlePageFactory().get_parent().specific
    revision = page.save_revision(user=UserFactory(group="Editors"))
    task = GroupApprovalTask.objects.create(name="Other", active=True)
    reviewer = make_reviewer()
    task.groups.set(reviewer.groups.all())
    workflow = Workflow.objects.create(name="Other", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(page, revision.user)
    client.force_login(reviewer)
    assertContains(client.get(HOME), "Awaiting your review")


def test_a_publisher_sees_what_is_overdue(client: Client) -> None:
    page = overdue(title="On pain")
    client.force_login(UserFactory(group="Publishers"))
    response = client.get(HOME)
    assertContains(response, "Review overdue (1)")
    assertContains(response, page.title)
    assertContains(response, "state=overdue")
    assertNotContains(response, "Review due soon")


def test_ten_lines_and_the_way_to_the_rest(client: Client) -> None:
    for number in range(12):
        overdue(title=f"Article {number:02}")
    client.force_login(UserFactory(group="Publishers"))
    response = client.get(HOME)
    assertContains(response, "Review overdue (12)")
    assertContains(response, "2 more")
    assertContains(response, "Never reviewed", count=10)


def test_titles_are_escaped(client: Client) -> None:
    overdue(title="<b>x</b>")
    client.force_login(UserFactory(group="Publishers"))
    assertNotContains(client.get(HOME), "<b>x</b>")


def _queries(user: Any) -> int:
    fresh = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as captured:
        for panel in PANELS:
            panel(fresh).render_html()
    return len(captured)


def test_the_number_of_queries_does_not_grow() -> None:
    reviewer = make_reviewer()
    for name in ("Publishers", "Editors"):
        reviewer.groups.add(UserFactory(group=name).groups.get())

    def add(count: int) -> None:
        for _ in range(count):
            overdue(owner=reviewer)
            make_draft(owner=reviewer)
            submit(make_draft())

    add(1)
    _queries(reviewer)
    few = _queries(reviewer)
    add(4)
    assert _queries(reviewer) == few
    assert few <= 16
