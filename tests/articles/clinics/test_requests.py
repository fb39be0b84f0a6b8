"""What clinics ask of the central team, and how it is answered."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from articles.clinics.requests import answer, ask, assign
from articles.models import Clinic, ClinicMembership, ClinicRequest, Placement
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementFactory,
    TopicFactory,
    UserFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db
HOME = "articles_our_clinic:index"


@pytest.fixture
def clinic() -> Clinic:
    found: Clinic = ClinicFactory(name="Northside")
    return found


@pytest.fixture
def asker(clinic: Clinic) -> Any:
    user = UserFactory(group="Clinic editors", first_name="Ana", last_name="Ruiz")
    ClinicMembership.objects.create(clinic=clinic, user=user)
    return user


@pytest.fixture
def ours(client: Client, asker: Any) -> Client:
    client.force_login(asker)
    return client


@pytest.fixture
def central(asker: Any) -> Client:
    client = Client()
    client.force_login(UserFactory(group="Publishers", username="pia"))
    return client


@pytest.fixture
def asked(clinic: Clinic, asker: Any) -> ClinicRequest:
    return ask(
        ClinicRequest(clinic=clinic, kind="article", title="Botox", reason="They ask."),
        user=asker,
    )


def _detail(request: ClinicRequest) -> str:
    return reverse("articles_clinic_requests:detail", args=[request.pk])


def test_a_clinic_asks_and_the_team_is_told(
    ours: Client, clinic: Clinic, django_capture_on_commit_callbacks: Any
) -> None:
    UserFactory(group="Publishers", email="pia@example.org")
    UserFactory(group="Editors", email="ed@example.org")
    UserFactory(group="Clinical reviewers", email="rev@example.org")
    UserFactory(group="Publishers", email="gone@example.org", is_active=False)
    topic = TopicFactory()
    url = reverse("articles_our_clinic:ask")
    assert ours.get(url).context["form"].initial.get("clinic") is None
    data = {
        "clinic": clinic.pk,
        "title": "Botox for migraine",
        "reason": "Patients ask.",
        "topic": topic.pk,
        "wanted_by": "2026-12-24",
    }
    with django_capture_on_commit_callbacks(execute=True):
        response = ours.post(url, data)
    assert response.url == reverse(HOME)
    made = ClinicRequest.objects.get()
    assert (made.kind, made.state, made.requested_by_name) == ("article", "open", "Ana Ruiz")
    assert made.topic == topic
    assert {to for each in mail.outbox for to in each.to} == {"pia@example.org", "ed@example.org"}
    assert mail.outbox[0].subject == "Request from Northside: “Botox for migraine”"
    assert _detail(made) in mail.outbox[0].body


@pytest.mark.parametrize(
    "field, value", [("title", ""), ("reason", ""), ("wanted_by", "soon"), ("clinic", "")]
)
def test_what_is_missing_is_said_at_its_field(
    ours: Client, clinic: Clinic, field: str, value: str
) -> None:
    data = {"clinic": clinic.pk, "title": "Botox", "reason": "Asked for.", field: value}
    response = ours.post(reverse("articles_our_clinic:ask"), data)
    assert list(response.context["form"].errors) == [field]
    assert not ClinicRequest.objects.exists()


def test_nobody_asks_for_anothers_clinic(ours: Client, asker: Any) -> None:
    other = ClinicFactory()
    data = {"clinic": other.pk, "title": "Botox", "reason": "Asked for."}
    response = ours.post(reverse("articles_our_clinic:ask"), data)
    assert list(response.context["form"].errors) == ["clinic"]
    with pytest.raises(PermissionDenied):
        ask(ClinicRequest(clinic=other, kind="article", title="A", reason="B"), user=asker)
    assert not ClinicRequest.objects.exists()


def test_a_change_to_a_section_is_proposed(ours: Client, clinic: Clinic) -> None:
    sections = sections_for("lifestyle")
    wanted = section("causes", rich_text("<p>Stress.</p>"), heading="What sets it off")
    page = ArticlePageFactory(title="Migraine", sections=[*sections, wanted])
    PlacementFactory(article=page, clinic=clinic)
    url = reverse("articles_our_clinic:propose", args=[page.pk])
    html = ours.get(url, {"section": wanted["id"]}).content.decode()
    assert f'<option value="{wanted["id"]}" selected>What sets it off</option>' in html
    data = {
        "clinic": clinic.pk,
        "section_id": wanted["id"],
        "wording": "Stress and weather.",
        "reason": "Our patients name it.",
    }
    assert ours.post(url, data).status_code == 302
    made = ClinicRequest.objects.get()
    assert (made.kind, made.title, made.article_id) == ("change", "Migraine", page.pk)
    assert made.section_heading == "What sets it off"
    page.refresh_from_db()
    assert not page.has_unpublished_changes


def test_the_live_text_is_read_and_not_the_draft(ours: Client, clinic: Clinic) -> None:
    page = ArticlePageFactory(title="Migraine", summary="As it is live.")
    PlacementFactory(article=page, clinic=clinic)
    page.summary = "A draft nobody checked."
    page.save_revision()
    html = ours.get(reverse("articles_our_clinic:read", args=[page.pk])).content.decode()
    assert "As it is live." in html
    assert "Migraine is common." in html
    assert "nobody checked" not in html


@pytest.mark.parametrize("case", ["unplaced", "elsewhere", "ended", "draft", "unpublished"])
def test_what_the_clinic_does_not_show_is_not_there(
    ours: Client, clinic: Clinic, case: str
) -> None:
    page = ArticlePageFactory(live=case != "draft")
    if case == "elsewhere":
        PlacementFactory(article=page)
    elif case != "unplaced":
        PlacementFactory(article=page, clinic=clinic)
    if case == "ended":
        Placement.objects.update(ends_on="2020-01-01")
    if case == "unpublished":
        page.unpublish()
    for name in ("read", "propose"):
        url = reverse(f"articles_our_clinic:{name}", args=[page.pk])
        assert ours.get(url).status_code == 404
        assert ours.post(url, {"clinic": clinic.pk, "reason": "x"}).status_code in (404, 405)
    assert page.title not in ours.get(reverse(HOME)).content.decode()


def test_the_home_shows_clinics_articles_and_requests(
    ours: Client, clinic: Clinic, asked: ClinicRequest
) -> None:
    page = PlacementFactory(clinic=clinic).article
    ClinicFactory(name="Somewhere else")
    html = ours.get(reverse(HOME)).content.decode()
    for words in ("Northside", page.title, "no review date", "Botox", "Open"):
        assert words in html
    assert "Somewhere else" not in html
    assert reverse(HOME) in ours.get(reverse("wagtailadmin_home")).content.decode()


def test_the_number_of_queries_of_the_home_is_fixed(
    ours: Client, clinic: Clinic, django_assert_max_num_queries: Any
) -> None:
    PlacementFactory.create_batch(2, clinic=clinic)
    ClinicFactory(parent=clinic)
    ours.get(reverse(HOME))
    with django_assert_max_num_queries(60) as few:
        ours.get(reverse(HOME))
    PlacementFactory.create_batch(5, clinic=clinic)
    ClinicFactory.create_batch(3, parent=clinic)
    with django_assert_max_num_queries(len(few.captured_queries)):
        ours.get(reverse(HOME))


def test_the_team_sees_and_counts_what_waits(central: Client, asked: ClinicRequest) -> None:
    html = central.get(reverse("articles_clinic_requests:index")).content.decode()
    assert "Botox" in html
    assert "Clinic requests (1)" in central.get(reverse("wagtailadmin_home")).content.decode()
    found = central.get(reverse("articles_clinic_requests:index"), {"state": "declined"})
    assert not found.context["object_list"]
    mine = central.get(reverse("articles_clinic_requests:index"), {"mine": "true"})
    assert not mine.context["object_list"]
    exported = central.get(reverse("articles_clinic_requests:index"), {"export": "csv"})
    assert b"Botox" in b"".join(exported.streaming_content)  # type: ignore[attr-defined]


def test_assigned_answered_and_told(
    central: Client,
    asked: ClinicRequest,
    asker: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    editor = UserFactory(group="Editors", email="ed@example.org", username="ed")
    draft = ArticlePageFactory(title="Botox for migraine", live=False)
    with django_capture_on_commit_callbacks(execute=True):
        central.post(_detail(asked), {"step": "assign", "to": editor.pk})
    asked.refresh_from_db()
    assert (asked.assigned_to, asked.state) == (editor, "open")
    assert mail.outbox[-1].to == ["ed@example.org"]
    with django_capture_on_commit_callbacks(execute=True):
        central.post(
            _detail(asked),
            {"step": "answer", "state": "accepted", "text": "In May.", "article": draft.pk},
        )
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by_name) == ("accepted", "pia")
    assert asked.answer_article is not None
    assert asked.answer_article.pk == draft.pk
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([asker.email], "Accepted: “Botox”")
    assert "In May." in mail.outbox[-1].body
    client = Client()
    client.force_login(asker)
    html = client.get(_detail(asked)).content.decode()
    for words in ("Accepted", "In May.", "Botox for migraine", "Assigned to ed", "pia"):
        assert words in html
    assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) not in html


def test_a_request_is_declined_with_a_reason(central: Client, asked: ClinicRequest) -> None:
    response = central.post(_detail(asked), {"step": "answer", "state": "declined", "text": " "})
    assert list(response.context["answer_form"].errors) == ["text"]
    central.post(_detail(asked), {"step": "answer", "state": "declined", "text": "No evidence."})
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("declined", "No evidence.")


def test_a_request_is_answered_once(central: Client, asked: ClinicRequest) -> None:
    publisher = UserFactory(group="Publishers")
    answer(asked, state="declined", text="No.", user=publisher)
    response = central.post(
        _detail(asked), {"step": "answer", "state": "accepted", "text": ""}, follow=True
    )
    assert "closed already: declined" in response.content.decode()
    with pytest.raises(ValidationError):
        assign(asked, to=publisher, user=publisher)
    asked.refresh_from_db()
    assert asked.state == "declined"


def test_a_page_that_is_no_article_answers_nothing(central: Client, asked: ClinicRequest) -> None:
    root = ArticlePageFactory().get_parent()
    data = {"step": "answer", "state": "accepted", "text": "", "article": root.pk}
    response = central.post(_detail(asked), data)
    assert list(response.context["answer_form"].errors) == ["article"]


def test_a_clinic_takes_its_request_back_and_answers_none(
    ours: Client, asked: ClinicRequest
) -> None:
    ours.post(_detail(asked), {"step": "answer", "state": "accepted", "text": ""})
    ours.post(_detail(asked), {"step": "assign", "to": ""})
    asked.refresh_from_db()
    assert asked.is_open
    ours.post(_detail(asked), {"step": "take_back"})
    asked.refresh_from_db()
    assert asked.state == "taken_back"


def test_the_team_takes_no_request_back(central: Client, asked: ClinicRequest) -> None:
    central.post(_detail(asked), {"step": "take_back"})
    asked.refresh_from_db()
    assert asked.is_open


@pytest.mark.parametrize("who", ["another clinic", "Clinical reviewers"])
def test_others_do_not_see_a_request(client: Client, asked: ClinicRequest, who: str) -> None:
    user = UserFactory(group="Clinic editors" if who == "another clinic" else who)
    ClinicMembership.objects.create(clinic=ClinicFactory(), user=user)
    client.force_login(user)
    assert client.get(_detail(asked)).status_code == 302
    assert client.get(reverse("articles_clinic_requests:index")).status_code == 302
    client.post(_detail(asked), {"step": "take_back"})
    client.post(_detail(asked), {"step": "answer", "state": "accepted", "text": ""})
    asked.refresh_from_db()
    assert asked.is_open


@pytest.mark.parametrize("group", ["Editors", "Publishers", "Administrators"])
def test_the_home_of_clinics_is_for_their_people(client: Client, group: str) -> None:
    client.force_login(UserFactory(group=group))
    assert client.get(reverse(HOME)).status_code == 302
    assert client.get(reverse("articles_our_clinic:ask")).status_code == 302


def test_who_left_the_clinic_is_not_told_what_became_of_it(
    asked: ClinicRequest, asker: Any, django_capture_on_commit_callbacks: Any
) -> None:
    colleague = UserFactory(group="Clinic editors", email="co@example.org")
    ClinicMembership.objects.filter(user=asker).update(user=colleague)
    with django_capture_on_commit_callbacks(execute=True):
        answer(asked, state="accepted", text="", user=UserFactory(group="Publishers"))
    assert [each.to for each in mail.outbox] == [["co@example.org"]]
