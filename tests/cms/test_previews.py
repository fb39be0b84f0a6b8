"""The editor's preview panel: the reader with the draft, the JSON, and what it changes."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from api.models import DeliveryDocument
from articles.models import Clinic, Placement, PlacementExclusion
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    PlacementRuleFactory,
    SuperuserFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)
from tests.articles.forms_data import article_data
from tests.cms.test_reader import policy_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def typed(admin: Client, page: Any, text: str = "Typed just now", mode: str = "") -> Any:
    """What the panel shows of a form that is not saved."""
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = article_data(section("overview", rich_text(f"<p>{text}</p>")), slug=page.slug)
    assert admin.post(url, data).json()["is_valid"] is True
    return admin.get(url, {"mode": mode, "in_preview_panel": "true"})


def given(response: Any) -> Any:
    """The draft that the server gave the reader."""
    element = BeautifulSoup(response.content, "html.parser").find(id="preview")
    return json.loads(element.string)


def test_the_reader_shows_the_unsaved_form(admin: Client) -> None:
    page = DraftArticleFactory()
    response = typed(admin, page)
    article = given(response)["article"]
    assert article["id"] == str(page.translation_key)
    assert article["sections"][0]["body"][0]["html"] == "<p>Typed just now</p>"
    assert "js/main.js" in response.content.decode()
    assert not DeliveryDocument.objects.filter(pk=page.pk).exists()


def test_nothing_of_it_is_kept_or_told(admin: Client) -> None:
    response = typed(admin, DraftArticleFactory())
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response


def test_a_draft_cannot_leave_the_place_it_stands_in(admin: Client) -> None:
    words = "</script><script>alert(1)</script>"
    page = DraftArticleFactory(summary=words)
    response = admin.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert words not in response.content.decode()
    assert given(response)["article"]["summary"] == words


def test_scripts_come_from_the_site_only(admin: Client) -> None:
    policy = policy_of(typed(admin, DraftArticleFactory()))
    assert "unsafe" not in policy["script-src"]
    assert policy["frame-ancestors"] == "'self'"
    assert policy["connect-src"] == "'self'"


def test_the_page_for_readers_has_neither_a_draft_nor_the_editor_s_tools(client: Client) -> None:
    page = ArticlePageFactory(title="Sleep")
    html = client.get(f"/en/articles/{page.slug}/").content.decode()
    assert 'id="preview"' not in html
    assert "userbar" not in html


def test_wagtail_s_content_checker_is_in_it_for_later(admin: Client) -> None:
    response = typed(admin, DraftArticleFactory())
    checks = BeautifulSoup(response.content, "html.parser").find("template", id="checks")
    assert checks.find("wagtail-userbar")
    assert checks.find(id="checker-axe-configuration")


def test_as_each_clinic_that_carries_it(admin: Client) -> None:
    page = ArticlePageFactory()
    north = ClinicFactory(name="North", slug="north", phone="+12015550100")
    ClinicFactory(name="South", slug="south")
    PlacementFactory(article=page, clinic=north)
    modes = [name for name, _label in page.preview_modes]
    assert modes == ["", "clinic-north", "difference", "json"]
    assert given(typed(admin, page))["clinic"] is None
    shown = given(typed(admin, page, mode="clinic-north"))["clinic"]
    assert (shown["slug"], shown["phone"]) == ("north", "+12015550100")


def test_as_each_clinic_at_which_rules_will_place_it(admin: Client) -> None:
    """Nobody can look at a new article at its clinics later than this."""
    topic = TopicFactory()
    page = DraftArticleFactory()
    for slug in ("east", "north", "south"):
        ClinicFactory(slug=slug, offers=[topic] if slug == "south" else [])
    PlacementExclusion.objects.create(
        translation_key=page.translation_key, clinic=Clinic.objects.get(slug="east")
    )
    PlacementRuleFactory(kind=page.kind)
    PlacementRuleFactory(topic=topic, where="offering", offer=topic)
    assert [name for name, _label in page.preview_modes][1:3] == ["clinic-north", "clinic-south"]
    shown = given(typed(admin, page, mode="clinic-north"))
    assert (shown["clinic"]["slug"], shown["article"]["clinic"]) == ("north", "north")
    assert not Placement.objects.exists()


def test_in_the_language_of_the_article(admin: Client) -> None:
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    page = DraftArticleFactory().copy_for_translation(spanish, copy_parents=True)
    html = admin.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert '<html lang="es"' in html


def test_json_has_what_changes_against_the_live_document(admin: Client) -> None:
    page = ArticlePageFactory(
        slug="sleep",
        sections=[
            section("overview", rich_text("<p>Sleep helps many.</p>")),
            *sections_for("lifestyle")[1:],
        ],
    )
    html = typed(admin, page, "Sleep helps few.", mode="json").content.decode()
    assert "against the live document" in html
    assert "Sleep helps few." in BeautifulSoup(html, "html.parser").get_text()


def test_json_of_an_article_that_is_not_live(admin: Client) -> None:
    html = typed(admin, DraftArticleFactory(), mode="json").content.decode()
    assert "all of it would be new" in html


def test_difference_is_to_the_live_text_word_by_word(admin: Client) -> None:
    overview = section("overview", rich_text("<p>Sleep helps many.</p>"))
    page = ArticlePageFactory(sections=[overview, *sections_for("lifestyle")[1:]])
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = article_data(section("overview", rich_text("<p>Sleep helps few.</p>")), slug=page.slug)
    data["sections-0-id"] = overview["id"]
    data["sections-0-value-body-0-id"] = overview["value"]["body"][0]["id"]
    assert admin.post(url, data).json()["is_valid"] is True
    page_html = admin.get(url, {"mode": "difference"}).content.decode()
    soup = BeautifulSoup(page_html, "html.parser")
    assert any("few" in each.get_text() for each in soup.find_all("ins"))
    assert any("many" in each.get_text() for each in soup.find_all("del"))


def test_a_mode_that_is_gone_shows_the_article(admin: Client) -> None:
    page = DraftArticleFactory()
    assert typed(admin, page, mode="clinic-closed").status_code == 200


def test_a_new_article_is_previewed_before_it_is_saved(admin: Client) -> None:
    parent = DraftArticleFactory().get_parent()
    url = reverse("wagtailadmin_pages:preview_on_add", args=["articles", "articlepage", parent.pk])
    data = article_data(section("overview", rich_text("<p>First words</p>")))
    assert admin.post(url, data).json()["is_valid"] is True
    for mode in ("", "json", "difference"):
        response = admin.get(url, {"mode": mode})
        assert response.status_code == 200
        assert "First words" in response.content.decode()
