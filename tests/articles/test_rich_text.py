"""Links to topics and to sections: stored, edited, rendered, known to the reference index."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html

from articles.models import ArticlePage
from articles.sections.blocks.text import RICH_TEXT_FEATURES
from tests.articles.factories import (
    ArticlePageFactory,
    DraftArticleFactory,
    PlacementFactory,
    SuperuserFactory,
    TopicFactory,
    UserFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def _round_trip(html: str) -> tuple[dict[str, Any], str]:
    converter = ContentstateConverter(features=RICH_TEXT_FEATURES)
    state = converter.from_database_format(html)
    return json.loads(state), converter.to_database_format(state)


def _entity(html: str) -> dict[str, Any]:
    return _round_trip(html)[0]["entityMap"]["0"]["data"]  # type: ignore[no-any-return]


def test_a_topic_link_survives_the_editor() -> None:
    topic = TopicFactory(name="Migraine")
    link = f'<a linktype="topic" id="{topic.pk}">this</a>'
    state, stored = _round_trip(f"<p>About {link}.</p>")
    assert link in stored
    assert state["entityMap"]["0"]["data"]["label"] == "Migraine"
    assert state["entityMap"]["0"]["mutability"] == "MUTABLE"


def test_a_section_link_survives_the_editor() -> None:
    page = ArticlePageFactory(title="Sleep")
    section_id = page.sections[0].id
    link = f'<a linktype="section" id="{page.pk}" section="{section_id}">there</a>'
    state, stored = _round_trip(f"<p>{link}</p>")
    assert link in stored
    assert state["entityMap"]["0"]["data"]["label"] == "Sleep › Overview"


@pytest.mark.parametrize(
    "link",
    [
        '<a linktype="topic" id="99999">x</a>',
        '<a linktype="section" id="99999" section="gone">x</a>',
    ],
)
def test_a_link_that_leads_nowhere_keeps_its_target(link: str) -> None:
    assert link in _round_trip(f"<p>{link}</p>")[1]
    assert _entity(f"<p>{link}</p>")["url"] is None
    assert expand_db_html(f"<p>{link}</p>") == "<p><a>x</a></p>"


@pytest.mark.parametrize("id_", ["", "x", "-1", "99999999999999999999", "1 or 1"])
@pytest.mark.parametrize("linktype", ["topic", "section"])
def test_links_written_by_hand_break_nothing(linktype: str, id_: str) -> None:
    html = f'<p><a linktype="{linktype}" id="{id_}">x</a></p>'
    assert expand_db_html(html) == "<p><a>x</a></p>"
    page = ArticlePageFactory(sections=[section("overview", rich_text(html)), section("seek_help")])
    ReferenceIndex.create_or_update_for_object(page)
    _round_trip(html)


def test_links_in_previews() -> None:
    topic = TopicFactory(name="Migraine", slug="migraine")
    page = ArticlePageFactory()
    html = expand_db_html(
        f'<a linktype="topic" id="{topic.pk}">t</a>'
        f'<a linktype="section" id="{page.pk}" section="abc">s</a>'
    )
    assert '<a data-topic="migraine" title="Migraine">t</a>' in html
    assert f'<a href="{page.url}#abc">s</a>' in html


def test_the_reference_index_knows_both_links() -> None:
    topic, target = TopicFactory(), ArticlePageFactory()
    html = (
        f'<p><a linktype="topic" id="{topic.pk}">t</a> '
        f'<a linktype="section" id="{target.pk}" section="abc">s</a></p>'
    )
    page = ArticlePageFactory(sections=[section("overview", rich_text(html)), section("seek_help")])
    ReferenceIndex.create_or_update_for_object(page)
    for referred in (topic, target.page_ptr):
        found = ReferenceIndex.get_references_to(referred)
        assert [reference.object_id for reference in found] == [str(page.pk)]


def _choose(client: Client, **query: str) -> str:
    response = client.get(reverse("articles_choose_section"), query)
    assert response.status_code == 200
    return response.json()["html"]  # type: ignore[no-any-return]


def test_the_section_chooser_lists_live_and_draft_articles(admin: Client) -> None:
    sleep = ArticlePageFactory(title="Sleep", sections=sections_for("lifestyle"))
    PlacementFactory.create_batch(2, article=sleep)
    draft = DraftArticleFactory(title="Food")
    draft.sections = [("causes", {"heading": "What sets it off"})]
    draft.save_revision()
    html = _choose(admin)
    for words in ("Sleep", "Food", "Overview", "What sets it off", "live", "draft"):
        assert words in html
    # On every article, and so on each of its sections: how many clinics show it.
    assert "2 clinics" in html
    assert "0 clinics" in html


def test_the_section_chooser_searches_titles(admin: Client) -> None:
    ArticlePageFactory(title="Sleep")
    ArticlePageFactory(title="Food")
    html = admin.get(reverse("articles_choose_section_results"), {"q": "leep"}).content.decode()
    assert "Sleep" in html
    assert "Food" not in html


def test_a_chosen_section(admin: Client) -> None:
    page = ArticlePageFactory(title="Sleep")
    chosen = page.sections[0].id
    response = admin.get(reverse("articles_section_chosen", args=[page.pk, chosen]))
    assert response.json()["result"] == {
        "id": page.pk,
        "section": chosen,
        "title": "Overview",
        "label": "Sleep › Overview",
        "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }


def test_a_section_that_is_not_there(admin: Client) -> None:
    page = ArticlePageFactory()
    assert admin.get(reverse("articles_section_chosen", args=[page.pk, "x"])).status_code == 404
    assert admin.get(reverse("articles_section_chosen", args=[99999, "x"])).status_code == 404


def test_a_user_without_access_to_pages_finds_none(client: Client) -> None:
    from django.contrib.auth.models import Permission

    page: ArticlePage = ArticlePageFactory(title="Sleep")
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert "Sleep" not in _choose(client)
    url = reverse("articles_section_chosen", args=[page.pk, page.sections[0].id])
    assert client.get(url).status_code == 404
