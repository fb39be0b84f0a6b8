"""What the people of a clinic can do in the admin, and cannot, by whichever way."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

from articles.admin.placing.bulk import PLACE, PLACE_ARTICLES, TAKE, TAKE_ARTICLES
from articles.clinics.membership import own_clinic_ids
from articles.migrations import _clinic_editors
from articles.models import (
    Clinic,
    ClinicMembership,
    Placement,
    PlacementExclusion,
    PlacementRule,
    Withdrawal,
)
from tests.articles.clinics.forms_data import clinic_data, clinic_url
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    PlacementFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Clinic:
    clinic: Clinic = ClinicFactory(name="Own clinic")
    return clinic


@pytest.fixture
def other() -> Clinic:
    clinic: Clinic = ClinicFactory(name="Other clinic")
    return clinic


@pytest.fixture
def editor(own: Clinic) -> Any:
    user = UserFactory(group="Clinic editors")
    ClinicMembership.objects.create(clinic=own, user=user)
    return user


@pytest.fixture
def admin(client: Client, editor: Any) -> Client:
    client.force_login(editor)
    return client


def test_the_listing_has_only_their_clinics(admin: Client, own: Clinic, other: Clinic) -> None:
    for url in (clinic_url("list"), clinic_url("list_results")):
        html = admin.get(url).content.decode()
        assert own.name in html
        assert other.name not in html
    found = admin.get(clinic_url("list"), {"q": "clinic"}).context["object_list"]
    assert list(found) == [own]
    exported = admin.get(clinic_url("list"), {"export": "csv"})
    assert b"Other clinic" not in b"".join(exported.streaming_content)  # type: ignore[attr-defined]


def test_they_change_their_clinic(admin: Client, own: Clinic) -> None:
    assert admin.get(clinic_url("edit", own.pk)).status_code == 200
    response = admin.post(clinic_url("edit", own.pk), clinic_data(own, phone="+12015550199"))
    assert response.status_code == 302
    own.refresh_from_db()
    assert own.phone == "+12015550199"
    assert ModelLogEntry.objects.for_instance(own).get().action == "wagtail.edit"


@pytest.mark.parametrize("action", ["edit", "history", "usage", "delete", "history_results"])
def test_anothers_clinic_is_refused(admin: Client, other: Clinic, action: str) -> None:
    response = admin.get(clinic_url(action, other.pk))
    assert (response.status_code, response.get("Location")) in [
        (302, reverse("wagtailadmin_home")),
        (403, None),
    ]


def test_a_change_of_anothers_clinic_is_refused(admin: Client, other: Clinic) -> None:
    admin.post(clinic_url("edit", other.pk), clinic_data(other, phone="+12015550199"))
    other.refresh_from_db()
    assert other.phone == "+12015550123"


@pytest.mark.parametrize("which", ["own", "other"])
def test_they_delete_no_clinic(admin: Client, own: Clinic, other: Clinic, which: str) -> None:
    clinic = own if which == "own" else other
    admin.post(clinic_url("delete", clinic.pk))
    bulk = reverse("wagtail_bulk_action", args=["articles", "clinic", "delete"])
    admin.post(f"{bulk}?id={clinic.pk}")
    admin.post(f"{bulk}?id=all")
    assert Clinic.objects.filter(pk=clinic.pk).exists()


def test_they_add_no_clinic(admin: Client) -> None:
    admin.post(clinic_url("add"), clinic_data(name="New", slug="new"))
    admin.post(
        reverse("wagtailsnippetchoosers_articles_clinic:create"), {"name": "New", "slug": "new"}
    )
    assert not Clinic.objects.filter(slug="new").exists()


def test_slug_and_group_stay_as_they_are_and_say_why(
    admin: Client, own: Clinic, other: Clinic
) -> None:
    form = admin.get(clinic_url("edit", own.pk)).context["form"]
    assert "central team" in form.fields["slug"].help_text
    assert "central team" in form.fields["parent"].help_text
    slug = own.slug
    data = clinic_data(own, slug="taken", parent=other.pk, phone="+12015550199")
    assert admin.post(clinic_url("edit", own.pk), data).status_code == 302
    own.refresh_from_db()
    assert (own.slug, own.parent_id, own.phone) == (slug, None, "+12015550199")


def test_they_do_not_choose_who_works_there(admin: Client, own: Clinic, editor: Any) -> None:
    friend = UserFactory()
    html = admin.get(clinic_url("edit", own.pk)).content.decode()
    assert "memberships-TOTAL_FORMS" not in html
    admin.post(clinic_url("edit", own.pk), clinic_data(own, memberships=[{"user": friend.pk}]))
    assert [each.user for each in own.memberships.all()] == [editor]


def test_an_administrator_says_who_works_there(client: Client, other: Clinic) -> None:
    client.force_login(UserFactory(group="Administrators"))
    person = UserFactory()
    html = client.get(clinic_url("edit", other.pk)).content.decode()
    assert "memberships-TOTAL_FORMS" in html
    data = clinic_data(other, memberships=[{"user": person.pk}])
    assert client.post(clinic_url("edit", other.pk), data).status_code == 302
    assert ClinicMembership.objects.get().user == person


def test_publishers_keep_every_clinic(client: Client, own: Clinic, other: Clinic) -> None:
    client.force_login(UserFactory(group="Publishers"))
    assert len(client.get(clinic_url("list")).context["object_list"]) == 2
    data = clinic_data(other, slug="moved", parent=own.pk)
    assert client.post(clinic_url("edit", other.pk), data).status_code == 302
    other.refresh_from_db()
    assert (other.slug, other.parent) == ("moved", own)


def test_the_chooser_offers_and_gives_only_their_clinics(
    admin: Client, own: Clinic, other: Clinic
) -> None:
    name = "wagtailsnippetchoosers_articles_clinic"
    for view in ("choose", "choose_results"):
        html = admin.get(reverse(f"{name}:{view}")).content.decode()
        assert own.name in html
        assert other.name not in html
    assert admin.get(reverse(f"{name}:chosen", args=[own.pk])).status_code == 200
    assert admin.get(reverse(f"{name}:chosen", args=[other.pk])).status_code == 404
    several = admin.get(reverse(f"{name}:chosen_multiple"), {"id": [own.pk, other.pk]})
    assert [each["id"] for each in several.json()["result"]] == [str(own.pk)]


def test_somebody_in_no_clinic_sees_none(client: Client, own: Clinic) -> None:
    client.force_login(UserFactory(group="Clinic editors"))
    assert client.get(clinic_url("list")).status_code == 302
    client.post(clinic_url("edit", own.pk), clinic_data(own, phone="+12015550199"))
    own.refresh_from_db()
    assert own.phone == "+12015550123"


def test_a_membership_alone_gives_nothing(client: Client, own: Clinic) -> None:
    user = UserFactory(group="Clinical reviewers")
    ClinicMembership.objects.create(clinic=own, user=user)
    client.force_login(user)
    client.post(clinic_url("edit", own.pk), clinic_data(own, phone="+12015550199"))
    own.refresh_from_db()
    assert own.phone == "+12015550123"


def test_a_membership_in_a_group_covers_its_clinics(
    admin: Client, editor: Any, own: Clinic, other: Clinic
) -> None:
    below = ClinicFactory(parent=own)
    deeper = ClinicFactory(parent=below)
    assert own_clinic_ids(editor) == {own.pk, below.pk, deeper.pk}
    data = clinic_data(deeper, phone="+12015550199")
    assert admin.post(clinic_url("edit", deeper.pk), data).status_code == 302
    deeper.refresh_from_db()
    assert deeper.phone == "+12015550199"


def test_who_may_change_a_clinic_is_known(editor: Any, own: Clinic, other: Clinic) -> None:
    publisher = UserFactory(group="Publishers")
    ClinicMembership.objects.create(clinic=own, user=UserFactory(group="Clinical reviewers"))
    policy = policy_registry.get_by_type(Clinic)
    below = ClinicFactory(parent=own)
    assert set(policy.users_with_permission_for_instance("change", below)) == {editor, publisher}
    assert set(policy.users_with_permission_for_instance("change", other)) == {publisher}
    assert set(policy.users_with_permission_for_instance("delete", own)) == {publisher}


def test_groups_in_a_circle_end(editor: Any, own: Clinic) -> None:
    below = ClinicFactory(parent=own)
    Clinic.objects.filter(pk=own.pk).update(parent=below)
    assert own_clinic_ids(editor) == {own.pk, below.pk}


def test_who_left_edits_nothing_more(client: Client, editor: Any, own: Clinic) -> None:
    client.force_login(editor)
    ClinicMembership.objects.all().delete()
    client.post(clinic_url("edit", own.pk), clinic_data(own, phone="+12015550199"))
    own.refresh_from_db()
    assert own.phone == "+12015550123"


def test_the_shared_text_is_locked(admin: Client, own: Clinic) -> None:
    page = PlacementFactory(clinic=own).article
    for name in ("edit", "history", "workflow_history", "unpublish", "delete", "move", "copy"):
        response = admin.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert response.status_code in (302, 403), name
    admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "Ours"})
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    page.refresh_from_db()
    assert page.live
    assert page.title != "Ours"


def test_placements_are_not_theirs(admin: Client, own: Clinic) -> None:
    """Not even of their own clinic, nor by the address of a form that they do not see."""
    placement = PlacementFactory(clinic=own)
    unplaced = ArticlePageFactory()
    kept_off = PlacementExclusion.objects.create(
        translation_key=unplaced.translation_key, clinic=own
    )
    bulk = (
        ("wagtailcore", "page", PLACE, unplaced.pk),
        ("wagtailcore", "page", TAKE, placement.article_id),
        ("articles", "clinic", PLACE_ARTICLES, own.pk),
        ("articles", "clinic", TAKE_ARTICLES, own.pk),
    )
    urls = [
        f"{reverse('wagtail_bulk_action', args=[app, model, action])}?id={pk}"
        for app, model, action, pk in bulk
    ]
    urls += [
        reverse("articles_allow_clinic", args=[kept_off.pk]),
        reverse("wagtailsnippets_articles_placement:delete", args=[placement.pk]),
        reverse("wagtailsnippets_articles_placementrule:add"),
        reverse("articles_withdrawals:withdraw", args=[placement.article_id]),
    ]
    form = {"clinics": [own.pk], "article": unplaced.pk, "clinic": own.pk, "indexing": "index"}
    rule = {"name": "Ours", "where": "all", "is_active": "on"}
    taken_back = {"severity": "urgent", "reason": "Ours.", "everywhere": "on", "confirm": "on"}
    for url in urls:
        response = admin.post(url, {**form, **rule, **taken_back})
        assert response.status_code in (302, 403, 404), url
    assert list(Placement.objects.all()) == [placement]
    assert PlacementExclusion.objects.exists()
    assert not PlacementRule.objects.exists()
    assert not Withdrawal.objects.exists()


def test_nothing_else_of_the_central_team_opens(admin: Client, own: Clinic) -> None:
    placement = PlacementFactory(clinic=own)
    TopicFactory(), CitationFactory()
    for model in ("topic", "citation", "clinician", "placement"):
        for action in ("list", "add"):
            url = reverse(f"wagtailsnippets_articles_{model}:{action}")
            assert admin.get(url).status_code == 302, url
    edit = reverse("wagtailsnippets_articles_placement:edit", args=[placement.pk])
    assert admin.get(edit).status_code == 302
    for name in ("articles_reviews:index", "articles_findings:index", "wagtailusers_users:index"):
        assert admin.get(reverse(name)).status_code == 302, name


def test_the_history_of_the_site_says_nothing_of_other_clinics(
    admin: Client, other: Clinic
) -> None:
    publisher = Client()
    publisher.force_login(UserFactory(group="Publishers"))
    publisher.post(clinic_url("edit", other.pk), clinic_data(other, phone="+12015550199"))
    response = admin.get(reverse("wagtailadmin_reports:site_history"))
    assert other.name.encode() not in response.content


def test_drafts_are_not_in_the_page_chooser(admin: Client) -> None:
    page = ArticlePageFactory(title="Secret draft", live=False)
    shown = ArticlePageFactory(title="Shown to all")
    library = page.get_parent().pk
    searched = admin.get(reverse("wagtailadmin_choose_page_search"), {"q": "Secret"})
    assert "Secret draft" not in searched.content.decode()
    browsed = admin.get(reverse("wagtailadmin_choose_page_child", args=[library])).content.decode()
    assert "Secret draft" not in browsed
    assert shown.title in browsed
    below = admin.get(reverse("wagtailadmin_choose_page_child", args=[page.pk]))
    assert "Secret draft" not in below.content.decode()


def test_no_other_screen_names_a_draft(admin: Client, own: Clinic) -> None:
    draft, shown = ArticlePageFactory(title="Secret draft", live=False), ArticlePageFactory()
    placement = PlacementFactory(article=draft, clinic=own)
    chooser = "wagtailsnippetchoosers_articles_placement"
    for url in (
        reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, draft.get_parent().pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[shown.pk, draft.pk]),
        reverse(f"{chooser}:choose"),
        reverse(f"{chooser}:choose_results"),
        reverse(f"{chooser}:chosen", args=[placement.pk]),
        reverse(f"{chooser}:chosen_multiple") + f"?id={placement.pk}",
        reverse("articles_choose_section_results"),
        reverse("wagtailadmin_pages:search") + "?q=Secret",
    ):
        assert "Secret draft" not in admin.get(url).content.decode(), url


def test_who_may_move_a_page_is_asked_as_before(client: Client) -> None:
    page, library = ArticlePageFactory(title="Sleep"), ArticleIndexPageFactory()
    client.force_login(UserFactory(group="Publishers"))
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, library.pk])
    assert "Sleep" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    page.refresh_from_db()
    assert page.get_parent().pk == library.pk


def test_what_is_blank_is_shown_from_the_group(client: Client) -> None:
    group = ClinicFactory(
        name="Northside Group",
        phone="+12015550100",
        street_address="1 Main Street",
        locality="Springfield",
        languages="en\nes",
    )
    clinic = ClinicFactory(parent=group, phone="", country="", emergency_number="112")
    client.force_login(UserFactory(group="Publishers"))
    fields = client.get(clinic_url("edit", clinic.pk)).context["form"].fields
    assert fields["phone"].help_text.startswith("From Northside Group: +12015550100")
    assert "From Northside Group: en, es" in fields["languages"].help_text
    assert "In place of Northside Group's: 911" in fields["emergency_number"].help_text
    assert "From Northside Group: Springfield" in fields["locality"].help_text
    assert "Northside" not in str(fields["name"].help_text)


def test_the_group_is_made_once_and_goes_without_members() -> None:
    _clinic_editors.create_group(apps, None)
    group = Group.objects.get(name="Clinic editors")
    assert {each.codename for each in group.permissions.all()} == {
        "access_admin",
        "edit_own_clinics",
    }
    _clinic_editors.remove_group(apps, None)
    assert not Group.objects.filter(name="Clinic editors").exists()
    _clinic_editors.create_group(apps, None)
    member = UserFactory(group="Clinic editors")
    _clinic_editors.remove_group(apps, None)
    assert [each.codename for each in member.groups.get().permissions.all()] == ["access_admin"]
