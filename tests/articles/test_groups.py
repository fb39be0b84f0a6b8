"""What each group can do, and cannot, through the admin."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Workflow

from articles.models import ArticlePage, Citation, Placement
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    UserFactory,
    sections_for,
)
from tests.articles.forms_data import article_data

pytestmark = pytest.mark.django_db

GROUPS = ["Editors", "Clinical reviewers", "Publishers", "Administrators"]


def _as(client: Client, group: str) -> Client:
    client.force_login(UserFactory(group=group))
    return client


def _snippet(model: str, action: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_articles_{model}:{action}", args=args)


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_enters_the_admin_and_the_library(client: Client, group: str) -> None:
    library = ArticleIndexPageFactory()
    client = _as(client, group)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("wagtailadmin_explore", args=[library.pk])).status_code == 200


@pytest.mark.parametrize(
    "group, allowed",
    [
        ("Editors", True),
        ("Clinical reviewers", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
def test_who_adds_articles(client: Client, group: str, allowed: bool) -> None:
    library = ArticleIndexPageFactory()
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", library.pk])
    _as(client, group).post(url, article_data())
    assert ArticlePage.objects.exists() is allowed


@pytest.mark.parametrize(
    "group, allowed",
    [
        ("Editors", False),
        ("Clinical reviewers", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
def test_who_publishes(client: Client, group: str, allowed: bool) -> None:
    page = DraftArticleFactory()
    data = article_data(*sections_for("lifestyle"))
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = _as(client, group)
    assert (b"action-publish" in client.get(url).content) is allowed
    client.post(url, {**data, "action-publish": "1"})
    page.refresh_from_db()
    assert page.live is allowed


@pytest.mark.parametrize(
    "group, allowed",
    [
        ("Editors", False),
        ("Clinical reviewers", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
def test_who_unpublishes(client: Client, group: str, allowed: bool) -> None:
    page = ArticlePageFactory()
    _as(client, group).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    page.refresh_from_db()
    assert page.live is not allowed


@pytest.mark.parametrize(
    "group, allowed",
    [
        ("Editors", False),
        ("Clinical reviewers", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
def test_who_locks(client: Client, group: str, allowed: bool) -> None:
    page = DraftArticleFactory()
    _as(client, group).post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    page.refresh_from_db()
    assert page.locked is allowed


@pytest.mark.parametrize("group", GROUPS)
def test_only_administrators_delete_a_live_library(client: Client, group: str) -> None:
    library = ArticleIndexPageFactory()
    ArticlePageFactory(parent=library)
    _as(client, group).post(reverse("wagtailadmin_pages:delete", args=[library.pk]))
    assert Page.objects.filter(pk=library.pk).exists() is (group != "Administrators")


def test_an_editor_submits_for_review(client: Client) -> None:
    page = DraftArticleFactory()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = article_data(*sections_for("lifestyle"))
    _as(client, "Editors").post(url, {**data, "action-submit": "1"})
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_state
    assert state.workflow.name == "Clinical review"
    assert state.current_task_state.task.name == "Clinical review"


@pytest.mark.parametrize(
    "group, allowed",
    [
        ("Editors", True),
        ("Clinical reviewers", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
def test_who_adds_citations(client: Client, group: str, allowed: bool) -> None:
    data = {"title": "A trial", "study_design": "rct"}
    response = _as(client, group).post(_snippet("citation", "add"), data)
    assert response.status_code == 302
    assert Citation.objects.exists() is allowed


@pytest.mark.parametrize(
    "group, allowed",
    [
        ("Editors", False),
        ("Clinical reviewers", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
def test_who_deletes_citations(client: Client, group: str, allowed: bool) -> None:
    citation = CitationFactory()
    _as(client, group).post(_snippet("citation", "delete", citation.pk))
    assert Citation.objects.exists() is not allowed


@pytest.mark.parametrize(
    "group, allowed",
    [
        ("Editors", False),
        ("Clinical reviewers", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
def test_who_places_articles_at_clinics(client: Client, group: str, allowed: bool) -> None:
    data = {
        "article": ArticlePageFactory().pk,
        "clinic": ClinicFactory().pk,
        "indexing": "index",
    }
    _as(client, group).post(_snippet("placement", "add"), data)
    assert Placement.objects.exists() is allowed


@pytest.mark.parametrize("group", GROUPS)
def test_the_clinics_tab_offers_what_the_group_may_do(client: Client, group: str) -> None:
    placement = PlacementFactory()
    url = reverse("wagtailadmin_pages:edit", args=[placement.article.pk])
    html = _as(client, group).get(url).content.decode()
    assert placement.clinic.name in html
    may_place = group in ("Publishers", "Administrators")
    assert (_snippet("placement", "edit", placement.pk) in html) is may_place
    assert (_snippet("placement", "add") in html) is may_place


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(
    "name",
    [
        "wagtailusers_users:index",
        "wagtailusers_groups:index",
        "wagtailsites:index",
        "wagtailredirects:index",
        "wagtailadmin_workflows:index",
        "wagtailadmin_collections:index",
    ],
)
def test_only_administrators_reach_settings(client: Client, group: str, name: str) -> None:
    status = _as(client, group).get(reverse(name)).status_code
    assert (status == 200) is (group == "Administrators")


@pytest.mark.parametrize(
    "group, allowed",
    [
        ("Editors", True),
        ("Clinical reviewers", False),
        ("Publishers", True),
        ("Administrators", True),
    ],
)
@pytest.mark.parametrize("name", ["wagtailimages:add", "wagtaildocs:add"])
def test_who_adds_files(client: Client, name: str, group: str, allowed: bool) -> None:
    assert (_as(client, group).get(reverse(name)).status_code == 200) is allowed


def test_the_workflow_is_a_clinical_and_where_asked_for_a_legal_sign_off() -> None:
    workflow = Workflow.objects.get(name="Clinical review")
    tasks = workflow.tasks.order_by("workflow_tasks__sort_order").specific()
    assert [(task.role, task.groups.get().name) for task in tasks] == [
        ("clinical", "Clinical reviewers"),
        ("legal", "Legal reviewers"),
    ]


def test_groups_are_there_after_migrating() -> None:
    assert set(GROUPS) <= set(Group.objects.values_list("name", flat=True))
