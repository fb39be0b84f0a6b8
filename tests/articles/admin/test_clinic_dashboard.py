"""What the people of clinics see on Wagtail's dashboard."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from articles.admin.dashboard.clinic_panels import CLINIC_PANELS
from articles.models import Clinic, ClinicMembership, ClinicRequest
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")
WHOLE = {
    "phone": "+12015550123",
    "emergency_number": "911",
    "booking_url": "https://own.example.org/book/",
    "locality": "Springfield",
    "hours_note": "By appointment",
}


def make_clinic(**values: Any) -> Clinic:
    clinic: Clinic = ClinicFactory(**{**WHOLE, **values})
    return clinic


def due(clinic: Clinic, days: int, **values: Any) -> Any:
    day = timezone.localdate() + dt.timedelta(days=days)
    page = ArticlePageFactory(next_review_date=day, **values)
    PlacementFactory(article=page, clinic=clinic)
    return page


def request_of(clinic: Clinic, **values: Any) -> ClinicRequest:
    values = {"title": "On tinnitus", "reason": "Patients ask.", **values}
    made: ClinicRequest = ClinicRequest.objects.create(
        kind="article", clinic=clinic, requested_by_name="Ana", **values
    )
    return made


@pytest.fixture
def own() -> Clinic:
    return make_clinic(name="Own clinic")


@pytest.fixture
def editor(own: Clinic) -> Any:
    user = UserFactory(group="Clinic editors")
    ClinicMembership.objects.create(clinic=own, user=user)
    return user


@pytest.fixture
def admin(client: Client, editor: Any) -> Client:
    client.force_login(editor)
    return client


def test_they_see_their_clinics_and_what_is_missing(admin: Client, own: Clinic) -> None:
    make_clinic(name="Other clinic", phone="")
    page = admin.get(HOME)
    assertContains(page, "Our clinics (1)")
    assertContains(page, reverse("wagtailsnippets_articles_clinic:edit", args=[own.pk]))
    assertContains(page, "Complete")
    assertContains(page, reverse("articles_our_clinic:index"))
    assertNotContains(page, "Other clinic")
    own.phone = own.hours_note = own.locality = ""
    own.save()
    page = admin.get(HOME)
    assertContains(page, "Missing: phone, address, opening hours")
    assertContains(page, "Incomplete")


def test_what_the_group_has_is_not_missing(admin: Client, own: Clinic) -> None:
    top = make_clinic(name="Top")
    own.parent = make_clinic(name="Group", **dict.fromkeys(WHOLE, ""), parent=top)
    for name in WHOLE:
        setattr(own, name, "")
    own.save()
    assertNotContains(admin.get(HOME), "Missing")
    top.parent, top.phone = own, ""
    Clinic.objects.filter(pk=top.pk).update(parent=own, phone="")
    assertContains(admin.get(HOME), "Missing: phone")


def test_they_see_what_waits_for_an_answer(admin: Client, own: Clinic) -> None:
    other = make_clinic(name="Other clinic")
    asked = request_of(own)
    request_of(own, title="Answered", state=ClinicRequest.State.DECLINED)
    request_of(other, title="Of others")
    page = admin.get(HOME)
    assertContains(page, "What we asked for (1)")
    assertContains(page, "1 open request")
    assertContains(page, reverse("articles_clinic_requests:detail", args=[asked.pk]))
    assertNotContains(page, "Answered")
    assertNotContains(page, "Of others")


def test_they_see_which_reviews_are_due(admin: Client, own: Clinic) -> None:
    soon = due(own, 3, title="Soon")
    late = due(own, -3, title="Late")
    due(own, 400, title="Current")
    due(make_clinic(), -3, title="Elsewhere")
    page = admin.get(HOME)
    assertContains(page, "Reviews due of articles that we show (2)")
    html = page.content.decode()
    assert html.index("Late") < html.index("Soon")
    assert "articles-tag--critical" in html
    for article in (soon, late):
        assertContains(page, reverse("articles_our_clinic:read", args=[article.pk]))
    assertNotContains(page, "Current")
    assertNotContains(page, "Elsewhere")


def test_an_article_of_many_clinics_names_some(admin: Client, editor: Any) -> None:
    article = due(make_clinic(name="Clinic 0"), -3)
    for number in range(5):
        clinic = make_clinic(name=f"Clinic {number + 1}")
        PlacementFactory(article=article, clinic=clinic)
    for clinic in Clinic.objects.exclude(name="Own clinic"):
        ClinicMembership.objects.create(clinic=clinic, user=editor)
    assertContains(admin.get(HOME), "Clinic 0, Clinic 1, Clinic 2 and 3 more")


def test_titles_are_escaped(admin: Client, own: Clinic) -> None:
    Clinic.objects.filter(pk=own.pk).update(name="<b>x</b>", phone="")
    request_of(own, title="<b>x</b>")
    due(own, -3, title="<b>x</b>")
    assertNotContains(admin.get(HOME), "<b>x</b>")


@pytest.mark.parametrize("group", ["Editors", "Publishers", "Clinical reviewers", None])
def test_nobody_else_has_these_panels(client: Client, own: Clinic, group: str | None) -> None:
    due(own, -3)
    request_of(own)
    user = UserFactory(group=group) if group else UserFactory(is_superuser=True, is_staff=True)
    if group:
        ClinicMembership.objects.create(clinic=own, user=user)
    client.force_login(user)
    page = client.get(HOME)
    for panel in CLINIC_PANELS:
        assertNotContains(page, f'id="{panel.id}"')
        assertNotContains(page, str(panel.heading))


def test_who_works_nowhere_has_none(client: Client, own: Clinic) -> None:
    client.force_login(UserFactory(group="Clinic editors"))
    for panel in CLINIC_PANELS:
        assertNotContains(client.get(HOME), str(panel.heading))


def _queries(user: Any) -> int:
    fresh = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as captured:
        for panel in CLINIC_PANELS:
            panel(fresh).render_html()
    return len(captured)


def test_the_number_of_queries_does_not_grow(editor: Any, own: Clinic) -> None:
    def add(count: int) -> None:
        for _ in range(count):
            clinic = make_clinic(parent=own)
            due(clinic, -3)
            request_of(clinic)

    add(1)
    _queries(editor)
    few = _queries(editor)
    add(4)
    assert _queries(editor) == few
    assert few <= 26
