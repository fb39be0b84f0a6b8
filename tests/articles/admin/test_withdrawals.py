"""The screens of withdrawals: who sees what, what is asked, what is said."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from wagtail import hooks
from wagtail.admin.ui.tables import Column

from articles.models import ArticlePage, Withdrawal
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    UserFactory,
)
from tests.articles.review.signed import published, sign, submit
from tests.articles.withdrawing.test_withdraw import again, spanish, take_back

pytestmark = pytest.mark.django_db

INDEX = reverse("articles_withdrawals:index")
HOME = reverse("wagtailadmin_home")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(UserFactory(group="Publishers"))
    return client


def withdraw_url(page: Any) -> str:
    return reverse("articles_withdrawals:withdraw", args=[page.pk])


def reinstate_url(record: Withdrawal) -> str:
    return reverse("articles_withdrawals:reinstate", args=[record.pk])


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def data(**kwargs: Any) -> dict[str, Any]:
    return {"place": "everywhere", "severity": "urgent", "reason": "A wrong dose.", **kwargs}


def test_looking_shows_the_impact_and_changes_nothing(publisher: Client) -> None:
    page = ArticlePageFactory()
    other = spanish(page)
    placement = PlacementFactory(article=page)
    response = publisher.get(withdraw_url(page))
    assertContains(response, placement.clinic.name)
    assertContains(response, other.title)
    assert response.context["form"]["languages"].value() == [str(other.pk)]
    assert again(page).live
    assert not Withdrawal.objects.exists()


def test_withdrawing_takes_the_ticked_languages_along(publisher: Client) -> None:
    page = ArticlePageFactory()
    other = spanish(page)
    response = publisher.post(withdraw_url(page), data(languages=[str(other.pk)]))
    assertRedirects(response, edit_url(page), fetch_redirect_response=False)
    assert not again(page).live
    assert not again(other).live
    assert set(Withdrawal.objects.values_list("severity", flat=True)) == {"urgent"}
    assertContains(publisher.get(edit_url(page)), "This article is withdrawn")


def test_at_one_clinic_only(publisher: Client) -> None:
    page = ArticlePageFactory()
    clinic = PlacementFactory(article=page).clinic
    publisher.post(withdraw_url(page), data(place="clinics", clinics=[clinic.pk]))
    assert Withdrawal.objects.get().clinic == clinic
    assert again(page).live
    listing = publisher.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assertContains(listing, f"withdrawn at {clinic.name}")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("reason", {"reason": " "}),
        ("severity", {"severity": "grave"}),
        ("place", {"place": ""}),
        ("clinics", {"place": "clinics"}),
        ("confirmation", {"severity": "critical"}),
        ("confirmation", {"severity": "critical", "confirmation": "other"}),
        ("replacement", {"replacement": "99999"}),
        ("languages", {"languages": ["99999"]}),
    ],
)
def test_wrong_values_are_said_at_their_field(
    publisher: Client, field: str, wrong: dict[str, Any]
) -> None:
    page = ArticlePageFactory()
    PlacementFactory(article=page)
    spanish(page)
    response = publisher.post(withdraw_url(page), data(**wrong))
    assert set(response.context["form"].errors) == {field}
    assert again(page).live


def test_it_does_not_replace_itself(publisher: Client) -> None:
    page = ArticlePageFactory()
    response = publisher.post(withdraw_url(page), data(replacement=page.pk))
    assert set(response.context["form"].errors) == {"replacement"}


def test_critical_is_confirmed_by_the_slug(publisher: Client) -> None:
    page = ArticlePageFactory(slug="one")
    publisher.post(withdraw_url(page), data(severity="critical", confirmation="one"))
    assert not again(page).live


def test_a_draft_has_nothing_to_withdraw(publisher: Client) -> None:
    page = DraftArticleFactory()
    for response in (
        publisher.get(withdraw_url(page)),
        publisher.post(withdraw_url(page), data()),
    ):
        assertContains(response, "nothing to withdraw")
    assert not Withdrawal.objects.exists()
    assertNotContains(publisher.get(edit_url(page)), withdraw_url(page))


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers", "Legal reviewers"])
def test_who_may_not_publish_is_refused(client: Client, group: str) -> None:
    page = ArticlePageFactory()
    withdrawn = ArticlePageFactory()
    record = take_back(withdrawn)[0]
    client.force_login(UserFactory(group=group))
    for url in (withdraw_url(page), reinstate_url(record)):
        for response in (client.get(url), client.post(url, data())):
            assertRedirects(response, HOME, fetch_redirect_response=False)
    assertNotContains(client.get(edit_url(page)), withdraw_url(page))
    edit = client.get(edit_url(withdrawn))
    assertContains(edit, "This article is withdrawn")
    assertNotContains(edit, reinstate_url(record))
    assertNotContains(client.get(INDEX), reinstate_url(record))
    assert (again(page).live, again(withdrawn).live) == (True, False)


def test_nobody_without_a_session_sees_anything(client: Client) -> None:
    page = ArticlePageFactory()
    for url in (withdraw_url(page), INDEX):
        assert client.get(url).status_code == 302
    assert client.post(withdraw_url(page), data()).status_code == 302
    assert again(page).live


def test_other_sites_cannot_withdraw() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(group="Publishers"))
    page = ArticlePageFactory()
    assert client.post(withdraw_url(page), data()).status_code == 403
    assert again(page).live


def test_only_articles_are_withdrawn(publisher: Client) -> None:
    library = ArticleIndexPageFactory()
    assert publisher.get(withdraw_url(library)).status_code == 302
    assert publisher.get(reverse("articles_withdrawals:withdraw", args=[99_999])).status_code == 404


def test_the_header_and_the_listing_lead_there(publisher: Client) -> None:
    page = ArticlePageFactory()
    assertContains(publisher.get(edit_url(page)), withdraw_url(page))
    listing = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assertContains(publisher.get(listing), withdraw_url(page))
    record = take_back(page)[0]
    assertContains(publisher.get(edit_url(page)), reinstate_url(record))
    response = publisher.get(listing)
    assertContains(response, "withdrawn")
    assertNotContains(response, withdraw_url(page))


def test_what_is_written_is_never_run(publisher: Client) -> None:
    page = ArticlePageFactory(title=SCRIPT)
    clinic = PlacementFactory(article=page, clinic=ClinicFactory(name=SCRIPT)).clinic
    values = data(reason=SCRIPT, place="clinics", clinics=[clinic.pk])
    said = publisher.post(withdraw_url(page), values, follow=True)
    take_back(page, reason=SCRIPT)
    record = Withdrawal.objects.latest("pk")
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    for url in (edit_url(page), withdraw_url(page), reinstate_url(record), INDEX, history, HOME):
        response = publisher.get(url)
        assert response.status_code == 200
        assertNotContains(response, SCRIPT)
    assertNotContains(said, SCRIPT)


def test_reinstating_says_what_is_missing(publisher: Client, enforced: None) -> None:
    page, reviewer = published()
    record = take_back(page)[0]
    url = reinstate_url(record)
    assertContains(publisher.get(url), "since it was withdrawn")
    assertContains(publisher.post(url), "since it was withdrawn")
    assert not again(page).live
    sign(submit(again(page)), reviewer, comment="Dose corrected.")
    response = publisher.get(url)
    assertContains(response, "Dose corrected.")
    assert not again(page).live
    assertRedirects(publisher.post(url), edit_url(page), fetch_redirect_response=False)
    assert again(page).live
    assertContains(publisher.get(INDEX, {"state": "ended"}), page.title)


def test_the_review_screen_says_why_it_was_withdrawn(client: Client, enforced: None) -> None:
    page, reviewer = published()
    take_back(page, reason="A wrong dose.")
    page = submit(again(page))
    client.force_login(reviewer)
    url = reverse("articles_review", args=[page.current_workflow_task_state.pk])
    shown = client.get(url)
    assertContains(shown, "A wrong dose.")
    context = shown.context
    posted = {
        "sign": "1",
        "revision_id": context["revision"].pk,
        "content_hash": context["content_hash"],
    }
    assertContains(client.post(url, posted, follow=True), "a publisher can reinstate it")
    assert not again(page).live


def test_publishing_in_the_editor_is_refused_with_the_way_back(
    publisher: Client, enforced: None
) -> None:
    page, _reviewer = published()
    take_back(page)
    confirm = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = publisher.post(f"{confirm}?id={page.pk}&next={HOME}", follow=True)
    assertContains(response, "The article is withdrawn")
    assert not again(page).live


def test_the_list_filters_and_exports(publisher: Client) -> None:
    first, second = ArticlePageFactory(title="First"), ArticlePageFactory(title="Second")
    take_back(first, severity="critical", reason="=1+1")
    clinic = ClinicFactory()
    take_back(second, severity="advice", clinics=[clinic])
    take_back(second, severity="urgent", clinics=[clinic])

    def titles(**query: Any) -> list[str]:
        rows = publisher.get(INDEX, query).context["object_list"]
        return [f"{row.title} {row.severity}" for row in rows]

    assert titles(state="open") == ["Second urgent", "First critical"]
    assert titles(state="superseded") == ["Second advice"]
    assert titles(state="ended") == []
    assert titles(severity="critical") == ["First critical"]
    assert len(titles(clinic=clinic.pk)) == 2
    assert titles(q="First") == ["First critical"]
    exported = publisher.get(INDEX, {"export": "csv", "state": "open"})
    text = b"".join(exported.streaming_content).decode()
    assert "'=1+1" in text
    assert "everywhere" in text.lower()


def test_the_list_asks_as_often_for_many(
    publisher: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        take_back(ArticlePageFactory())
    publisher.get(INDEX)
    with django_assert_max_num_queries(40):
        publisher.get(INDEX)


def test_other_apps_add_columns(publisher: Client) -> None:
    take_back(ArticlePageFactory())

    def columns(found: list[Column], request: Any) -> None:
        found.append(Column("confirmed", label="Confirmed by"))

    def rows(found: list[Any], request: Any) -> None:
        for row in found:
            row.confirmed = "Front end 7"

    with (
        hooks.register_temporarily("construct_withdrawal_columns", columns),
        hooks.register_temporarily("construct_withdrawal_rows", rows),
    ):
        assertContains(publisher.get(INDEX), "Front end 7")


def test_the_dashboard_shows_what_is_withdrawn(publisher: Client) -> None:
    page = ArticlePageFactory(title="Taken back")
    take_back(page)
    take_back(page, severity="critical")
    response = publisher.get(HOME)
    assertContains(response, "Withdrawn (1)")
    assertContains(response, "Taken back")


def test_a_page_that_was_deleted_stays_in_the_list(publisher: Client) -> None:
    page = ArticlePageFactory(title="Gone for good")
    record = take_back(page)[0]
    ArticlePage.objects.get(pk=page.pk).delete()
    response = publisher.get(INDEX)
    assertContains(response, "Gone for good")
    assertNotContains(response, reinstate_url(record))
    assertRedirects(publisher.get(reinstate_url(record)), HOME, fetch_redirect_response=False)
