"""Opening drafts in front ends, seeing what is open, and closing it."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from api.models import PreviewSession
from api.previews.tokens import read_token
from tests.api.previews.factories import draft, opened
from tests.articles.factories import ClinicFactory, PlacementFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "https://www.example.org/{locale}/preview?token={token}&slug={slug}"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Any:
    return UserFactory(group="Editors")


def open_form(page: Any) -> str:
    return f"/admin/articles/{page.pk}/front-end/"


def test_a_draft_is_opened_in_the_front_end_of_a_clinic(editor: Any) -> None:
    page, clinic = draft(), ClinicFactory(name="North", preview_url=ADDRESS)
    client = signed_in(editor)
    data = {"clinic": clinic.pk, "version": "latest"}
    response = client.post(open_form(page), data, follow=True)
    session = PreviewSession.objects.get()
    assert (session.user, session.page_id, session.clinic) == (editor, page.pk, clinic)
    assert session.revision is None
    frame = BeautifulSoup(response.content, "html.parser").find("iframe")
    address = frame["src"]
    assert address.startswith("https://www.example.org/en/preview?token=")
    assert address.endswith("&slug=secret-plan")
    token = address.partition("token=")[2].partition("&")[0].replace("%3A", ":")
    assert read_token(token).session_id == session.pk
    assert frame["referrerpolicy"] == "no-referrer"
    assert "allow-top-navigation" not in frame["sandbox"]
    policy = response["Content-Security-Policy"]
    assert "frame-src https://www.example.org;" in policy
    assert "unsafe" not in policy
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    entry = PageLogEntry.objects.get(action="api.preview.open")
    assert entry.message == "Opened the draft in the front end of North"
    assert token not in str(entry.data)


def test_one_version_is_opened(editor: Any) -> None:
    page, clinic = draft(), ClinicFactory(preview_url=ADDRESS)
    data = {"clinic": clinic.pk, "version": "fixed"}
    signed_in(editor).post(open_form(page), data)
    assert PreviewSession.objects.get().revision == page.latest_revision


def test_clinics_that_carry_the_article_come_alone_and_only_those_that_show_drafts(
    editor: Any,
) -> None:
    page = draft()
    names = {"carries": ADDRESS, "carries not": ADDRESS, "shows none": ""}
    clinics = {name: ClinicFactory(name=name, preview_url=url) for name, url in names.items()}
    PlacementFactory(article=page, clinic=clinics["carries"])
    PlacementFactory(article=page, clinic=clinics["shows none"])
    client = signed_in(editor)
    form = client.get(open_form(page)).context["form"]
    assert [clinic.name for clinic in form.fields["clinic"].queryset] == ["carries"]
    for name in ("carries not", "shows none"):
        data = {"clinic": clinics[name].pk, "version": "latest"}
        assert client.post(open_form(page), data).status_code == 200
    assert not PreviewSession.objects.exists()


def test_where_no_clinic_shows_drafts_that_is_said(editor: Any) -> None:
    response = signed_in(editor).get(open_form(draft()))
    assert "No clinic has a front end that shows drafts" in response.content.decode()


def test_who_does_not_see_the_draft_opens_nothing() -> None:
    page, clinic = draft(), ClinicFactory(preview_url=ADDRESS)
    nobody = UserFactory()
    data = {"clinic": clinic.pk, "version": "latest"}
    for client in (signed_in(nobody), Client()):
        assert client.post(open_form(page), data).status_code == 302
        assert client.get(open_form(page)).status_code == 302
    assert not PreviewSession.objects.exists()


def test_the_address_is_shown_again_to_who_opened_it_only(editor: Any) -> None:
    session = opened(draft(), user=editor, clinic=ClinicFactory(preview_url=ADDRESS))
    path = f"/admin/previews/{session.pk}/"
    assert signed_in(editor).get(path).status_code == 200
    for other in (SuperuserFactory(), UserFactory(group="Editors")):
        assert signed_in(other).get(path).status_code == 404
    PreviewSession.objects.update(last_used_at=timezone.now() - timedelta(minutes=16))
    assert signed_in(editor).get(path).status_code == 404


def test_the_report_has_ones_own_and_for_administrators_all(editor: Any) -> None:
    opened(draft(title="Mine"), user=editor)
    opened(draft(title="Theirs", slug="theirs"))
    ended = opened(draft(title="Ended", slug="ended"))
    PreviewSession.objects.filter(pk=ended.pk).update(revoked_at=timezone.now())

    def shown(user: Any) -> str:
        return signed_in(user).get("/admin/reports/previews/").content.decode()

    assert "Mine" in shown(editor)
    assert "Theirs" not in shown(editor)
    everything = shown(UserFactory(group="Administrators"))
    assert "Mine" in everything
    assert "Theirs" in everything
    assert "Ended" not in everything


def test_the_report_asks_the_database_as_often_for_many(
    editor: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        opened(draft(slug=f"plan-{number}"), user=editor)
    client = signed_in(editor)
    client.get("/admin/reports/previews/")
    with django_assert_max_num_queries(20):
        client.get("/admin/reports/previews/")


def test_a_preview_is_closed_by_who_opened_it_and_by_administrators(editor: Any) -> None:
    for closes in (editor, UserFactory(group="Administrators")):
        session = opened(draft(slug=f"plan-{closes.pk}"), user=editor)
        path = f"/admin/previews/{session.pk}/close/"
        assert signed_in(closes).get(path).status_code == 405
        assert signed_in(UserFactory(group="Editors")).post(path).status_code == 404
        assert signed_in(closes).post(path).status_code == 302
        session.refresh_from_db()
        assert session.revoked_at is not None
    assert PageLogEntry.objects.filter(action="api.preview.close").count() == 2


def test_a_forged_close_is_refused(editor: Any) -> None:
    session = opened(user=editor)
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(f"/admin/previews/{session.pk}/close/").status_code == 403


def test_a_wrong_preview_address_is_told_at_its_field() -> None:
    clinic = ClinicFactory(preview_url="http://www.example.org/?t={token}")
    with pytest.raises(Exception, match="starts with https"):
        clinic.full_clean()
