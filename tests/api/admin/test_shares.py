"""Sharing a draft from the editor, seeing what is shared, and stopping it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import PageLogEntry

from api.models import Share
from api.sharing.shares import digest_of
from tests.api.sharing.factories import admin_only, draft, path_of, shared
from tests.articles.factories import SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(page: Any) -> str:
    return f"/admin/articles/{page.pk}/share/"


def data_for(page: Any, **more: Any) -> dict[str, Any]:
    version = page.latest_revision.pk
    return {"version": version, "guest": "Dr. Ruiz", "days": 7, "takes_comments": "on", **more}


def test_a_draft_is_shared_and_its_link_shown_once() -> None:
    editor, page = UserFactory(group="Editors"), draft()
    client = signed_in(editor)
    assert form_of(page) in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    response = client.post(form_of(page), data_for(page, passphrase="blue heron nine"))
    shown = BeautifulSoup(response.content, "html.parser").find(id="share-link")["value"]
    share = Share.objects.get()
    token = shown.removeprefix("http://testserver/shared/").removesuffix("/")
    assert share.digest == digest_of(token)
    assert (share.made_by, share.guest, share.revision) == (
        editor,
        "Dr. Ruiz",
        page.latest_revision,
    )
    assert (share.expires_at - share.made_at).days == 7
    assert "no-store" in response["Cache-Control"]
    assert Client().get(f"/shared/{token}/").status_code == 200
    assert token not in client.get(form_of(page)).content.decode()
    entry = PageLogEntry.objects.get(action="api.share.make")
    assert entry.message == "Shared a draft with Dr. Ruiz"


def test_an_older_version_is_shared() -> None:
    page = draft()
    older = page.latest_revision
    page.title = "Newer"
    page.save_revision()
    client = signed_in(UserFactory(group="Editors"))
    client.post(form_of(page), data_for(page, version=older.pk))
    assert Share.objects.get().content["fields"]["title"] == "Secret plan"


@pytest.mark.parametrize(
    "given, field",
    [
        ({"guest": " "}, "guest"),
        ({"days": 31}, "days"),
        ({"days": 0}, "days"),
        ({"passphrase": "short"}, "passphrase"),
        ({"version": "999999"}, "version"),
    ],
)
def test_bad_input_is_said_at_its_field(given: dict[str, Any], field: str) -> None:
    page = draft()
    client = signed_in(UserFactory(group="Editors"))
    response = client.post(form_of(page), data_for(page, **given))
    assert list(response.context["form"].errors) == [field]
    assert not Share.objects.exists()


def test_who_may_not_edit_neither_sees_nor_shares_nor_stops() -> None:
    page = draft()
    made = shared(page)
    for user in (UserFactory(), admin_only()):
        client = signed_in(user)
        assert client.get(form_of(page)).status_code == 302
        assert client.post(form_of(page), data_for(page)).status_code == 302
        client.post(f"/admin/shares/{made.share.pk}/stop/")
    assert Share.objects.get().revoked_at is None


def test_stopping_holds_at_once() -> None:
    editor, page = UserFactory(group="Editors"), draft()
    made = shared(page)
    Client().get(path_of(made))
    client = signed_in(editor)
    listed = client.get(form_of(page)).content.decode()
    assert "1 time" in listed
    response = client.post(f"/admin/shares/{made.share.pk}/stop/", {"next": "page"})
    assert response["Location"] == form_of(page)
    assert Client().get(path_of(made)).status_code == 410
    assert "stopped on" in client.get(form_of(page)).content.decode()
    assert PageLogEntry.objects.filter(action="api.share.revoke").count() == 1


def test_the_report_shows_administrators_everybody_s_and_others_their_own() -> None:
    editor = UserFactory(group="Editors")
    shared(draft(title="One"), user=editor)
    shared(draft(title="Two", slug="two"))
    report = "/admin/reports/shared-drafts/"
    for user, titles in (
        (editor, {"One"}),
        (UserFactory(group="Administrators"), {"One", "Two"}),
        (SuperuserFactory(), {"One", "Two"}),
    ):
        shares = signed_in(user).get(report).context["shares"]
        assert {share.page.title for share in shares} == titles


def test_the_report_takes_no_query_a_share(django_assert_max_num_queries: Any) -> None:
    client = signed_in(SuperuserFactory())
    for place in range(6):
        Client().get(path_of(shared(draft(slug=f"plan-{place}"))))
    client.get("/admin/reports/shared-drafts/")
    with django_assert_max_num_queries(25):
        client.get("/admin/reports/shared-drafts/")
