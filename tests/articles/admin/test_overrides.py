"""The screens of overrides."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from articles.models import ArticlePage, RuleOverride
from articles.review.overriding import override_rule
from tests.articles.factories import ArticleIndexPageFactory, UserFactory, rich_text, section
from tests.articles.review.signed import good_sections, make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]

INDEX = reverse("articles_overrides:index")


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(group="Administrators"))
    return client


def miraculous(**kwargs: Any) -> ArticlePage:
    miracle = section("efficacy", rich_text("<p>This therapy is a miracle cure.</p>"))
    return make_draft(sections=[*good_sections(), miracle], **kwargs)


def add_url(page: Any) -> str:
    return reverse("articles_overrides:add", args=[page.pk])


def data(**kwargs: str) -> dict[str, str]:
    until = timezone.localdate() + dt.timedelta(days=5)
    values = {"rule": "C1", "reason": "A brand's name.", "expires_on": until.isoformat()}
    return {**values, **kwargs}


def made(**kwargs: Any) -> RuleOverride:
    until = kwargs.pop("expires_on", timezone.localdate())
    page = miraculous(**kwargs)
    user = UserFactory()
    return override_rule(page, rule="C1", reason="=A reason", expires_on=until, user=user)


def test_the_form_offers_what_blocks_this_article(admin: Client) -> None:
    response = admin.get(add_url(miraculous()), {"rule": "C1"})
    form = response.context["form"]
    assert [rule for rule, _label in form.fields["rule"].choices] == ["C1"]
    assert form["rule"].value() == "C1"
    assertContains(response, "miracle")


def test_nothing_is_offered_where_nothing_blocks(admin: Client) -> None:
    response = admin.get(add_url(make_draft()))
    assertContains(response, "There is nothing to override.")
    assertNotContains(response, "<textarea")


def test_overriding_leads_back_to_the_article(admin: Client) -> None:
    page = miraculous()
    response = admin.post(add_url(page), data())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assertRedirects(response, edit, fetch_redirect_response=False)
    assert RuleOverride.objects.get().rule == "C1"
    assertContains(admin.get(add_url(page)), "A brand&#x27;s name.")


@pytest.mark.parametrize(
    "wrong",
    [{"rule": "V2"}, {"rule": "L2"}, {"reason": " "}, {"expires_on": "2199-01-01"},
     {"expires_on": "2001-01-01"}, {"expires_on": "soon"}],
)  # fmt: skip
def test_wrong_values_are_said_at_the_form(admin: Client, wrong: dict[str, str]) -> None:
    response = admin.post(add_url(miraculous()), data(**wrong))
    assert set(response.context["form"].errors) == set(wrong)
    assert not RuleOverride.objects.exists()


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers", "Publishers"])
def test_others_may_not_override(client: Client, group: str) -> None:
    page = miraculous()
    client.force_login(UserFactory(group=group))
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assertNotContains(edit, add_url(page))
    for response in (client.get(add_url(page)), client.post(add_url(page), data())):
        assertRedirects(response, reverse("wagtailadmin_home"), fetch_redirect_response=False)
    assert not RuleOverride.objects.exists()


def test_the_editor_leads_to_the_form(admin: Client) -> None:
    page = miraculous()
    edit = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assertContains(edit, add_url(page))


def test_only_articles_have_rules(admin: Client) -> None:
    library = ArticleIndexPageFactory()
    assert admin.get(add_url(library)).status_code == 302
    assert admin.get(reverse("articles_overrides:add", args=[99_999])).status_code == 404


def test_the_list_filters_by_state(admin: Client) -> None:
    current, ended = made(title="Now"), made(title="Ended early")
    admin.post(reverse("articles_overrides:end", args=[ended.pk]))
    expired = made(title="Long ago")
    past = RuleOverride(**{
        field.name: getattr(expired, field.name)
        for field in RuleOverride._meta.concrete_fields
        if not field.primary_key
    })  # fmt: skip
    past.title, past.expires_on = "Past", timezone.localdate() - dt.timedelta(days=1)
    past.save()

    def titles(**query: str) -> set[str]:
        return {row.title for row in admin.get(INDEX, query).context["object_list"]}

    assert titles(state="in_force") == {current.title, expired.title}
    assert titles(state="ended") == {ended.title}
    assert titles(state="expired") == {"Past"}
    assert titles(q="Now", rule="C1", locale="en") == {"Now"}
    assert titles(rule="L2") == set()


def test_ending_is_confirmed_and_returns(admin: Client) -> None:
    override = made()
    url = reverse("articles_overrides:end", args=[override.pk])
    assertContains(admin.get(INDEX), url)
    assertContains(admin.get(url), "=A reason")
    response = admin.post(url, {"next": add_url(override.page)})
    assertRedirects(response, add_url(override.page))
    override.refresh_from_db()
    assert override.ended_at is not None
    assertNotContains(admin.get(INDEX), url)
    assertContains(admin.post(url, follow=True), "had ended already")


def test_others_see_the_list_and_end_nothing(client: Client) -> None:
    override = made()
    client.force_login(UserFactory(group="Editors"))
    url = reverse("articles_overrides:end", args=[override.pk])
    response = client.get(INDEX)
    assertContains(response, override.title)
    assertNotContains(response, url)
    assert client.post(url).status_code == 302
    override.refresh_from_db()
    assert override.in_force


def test_ending_needs_the_right_to_edit_the_article(client: Client) -> None:
    override = made()
    user = UserFactory()
    user.user_permissions.add(
        *Permission.objects.filter(
            codename__in=["access_admin", "add_ruleoverride", "view_ruleoverride"]
        )
    )
    client.force_login(user)
    url = reverse("articles_overrides:end", args=[override.pk])
    assertNotContains(client.get(INDEX), url)
    assert client.post(url).status_code == 302
    override.refresh_from_db()
    assert override.in_force


def test_the_list_is_for_those_who_may_see_it(client: Client) -> None:
    user = UserFactory(group="Moderators")
    client.force_login(user)
    assert client.get(INDEX).status_code == 302
    assertNotContains(client.get(reverse("wagtailadmin_home")), INDEX)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_exported(admin: Client, kind: str) -> None:
    made(title="Exported")
    response = admin.get(INDEX, {"export": kind})
    content = b"".join(response.streaming_content)
    assert len(content) > 100
    if kind == "csv":
        assert b"Exported" in content
        assert b"'=A reason" in content
