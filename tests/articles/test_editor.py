"""The editor's form: drafts are never refused, a publication is refused at the field."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import ArticleIndexPage, ArticlePage
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    SuperuserFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)
from tests.articles.forms_data import article_data, draft_of, errors_at_sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


@pytest.fixture
def library() -> ArticleIndexPage:
    return ArticleIndexPageFactory()  # type: ignore[no-any-return]


def test_only_articles_have_a_preview_with_a_pace_of_its_own(
    admin: Client, library: ArticleIndexPage
) -> None:
    article = DraftArticleFactory(parent=library)
    new = f"{_add(library)}?kind=lifestyle"
    for address, own in ((_edit(article), True), (new, True), (_edit(library), False)):
        assert ("preview-pace.js" in admin.get(address).content.decode()) is own


def _add(library: ArticleIndexPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["articles", "articlepage", library.pk])


def _edit(page: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _form(response: Any) -> Any:
    return response.context["form"]


def test_an_empty_draft_is_saved(admin: Client, library: ArticleIndexPage) -> None:
    response = admin.post(_add(library), article_data(summary=""))
    page = ArticlePage.objects.get()
    assert response.status_code == 302
    assert not page.live


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Sleep and migraine", "sleep-and-migraine"), ("片頭痛", "片頭痛"), ("???", "article")],
)
def test_a_draft_that_is_saved_before_it_has_a_slug_gets_one(
    admin: Client, library: ArticleIndexPage, title: str, slug: str
) -> None:
    admin.post(_add(library), article_data(title=title, slug=""))
    assert ArticlePage.objects.get().slug == slug


def test_slugs_of_titles_without_letters_are_numbered(
    admin: Client, library: ArticleIndexPage
) -> None:
    for _ in range(3):
        admin.post(_add(library), article_data(title="🧠", slug=""))
    slugs = ArticlePage.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["article", "article-2", "article-3"]


def test_an_autosave_tells_the_open_form_the_slug_it_made(
    admin: Client, library: ArticleIndexPage
) -> None:
    data = article_data(title="🧠", slug="")
    answer = admin.post(_add(library), data, headers={"accept": "application/json"}).json()
    assert answer["field_updates"]["slug"] == "article"
    answer = admin.post(_add(library), article_data(), headers={"accept": "application/json"})
    assert "slug" not in answer.json()["field_updates"], "It is the editor's own."


def test_a_slug_made_of_a_title_is_no_way_around_one_in_use(
    admin: Client, library: ArticleIndexPage
) -> None:
    ArticlePageFactory(parent=library, slug="sleep-and-migraine")
    response = admin.post(_add(library), article_data(title="Sleep and migraine", slug=""))
    assert "already in use" in _form(response).errors["slug"][0]


def test_a_draft_with_empty_sections_is_saved(admin: Client, library: ArticleIndexPage) -> None:
    empty = section("overview", rich_text(""))
    admin.post(_add(library), article_data(empty))
    assert [block.block_type for block in draft_of(ArticlePage.objects.get()).sections] == [
        "overview"
    ]


def test_a_draft_with_a_section_too_many_is_saved(admin: Client, library: ArticleIndexPage) -> None:
    admin.post(_add(library), article_data(section("overview"), section("overview")))
    assert len(draft_of(ArticlePage.objects.get()).sections) == 2


def test_a_section_too_many_is_not_published(admin: Client, library: ArticleIndexPage) -> None:
    data = article_data(section("overview"), section("overview"), section("seek_help"))
    response = admin.post(_add(library), {**data, "action-publish": "1"})
    messages = errors_at_sections(response.content.decode())["messages"]
    assert messages == ["Overview: The maximum number of items is 1"]


def test_publishing_without_required_sections_names_each_of_them(
    admin: Client, library: ArticleIndexPage
) -> None:
    response = admin.post(_add(library), {**article_data(kind="condition"), "action-publish": "1"})
    assert response.status_code == 200
    assert not ArticlePage.objects.exists()
    messages = errors_at_sections(response.content.decode())["messages"]
    assert "Add the section “Causes”: this kind of article needs it." in messages
    assert len(messages) == 4


def test_missing_and_empty_sections_are_shown_together(
    admin: Client, library: ArticleIndexPage
) -> None:
    data = article_data(section("overview", rich_text("")), summary="")
    response = admin.post(_add(library), {**data, "action-publish": "1"})
    errors = errors_at_sections(response.content.decode())
    assert errors["messages"] == [
        "Add the section “When to get help”: this kind of article needs it."
    ]
    assert "body" in errors["blockErrors"]["0"]["blockErrors"]
    assert _form(response).errors["summary"] == [
        "Write a summary: lists and search results show it."
    ]


def test_a_complete_article_is_published(admin: Client, library: ArticleIndexPage) -> None:
    data = article_data(*sections_for("lifestyle"))
    admin.post(_add(library), {**data, "action-publish": "1"})
    assert ArticlePage.objects.get().live


def test_a_drug_in_the_form_asks_for_the_approval_status(
    admin: Client, library: ArticleIndexPage
) -> None:
    drug = TopicFactory(type="drug")
    data = article_data(*sections_for("therapy"), kind="therapy", topics=[(drug, "drug")])
    response = admin.post(_add(library), {**data, "action-publish": "1"})
    messages = errors_at_sections(response.content.decode())["messages"]
    assert messages == ["Add the section “Approval status”: this kind of article needs it."]


def test_a_drug_taken_out_in_the_form_asks_for_nothing(
    admin: Client, library: ArticleIndexPage
) -> None:
    drug = TopicFactory(type="drug")
    page = ArticlePageFactory(parent=library, kind="therapy", live=False, topics={"drug": drug})
    relation = page.article_topics.get()
    data = article_data(*sections_for("therapy"), kind="therapy", topics=[(drug, "drug")])
    data |= {
        "article_topics-INITIAL_FORMS": "1",
        "article_topics-0-id": relation.pk,
        "article_topics-0-DELETE": "1",
    }
    admin.post(_edit(page), {**data, "action-publish": "1"})
    assert ArticlePage.objects.get().live


def test_another_kind_in_the_form_asks_for_its_own_sections(
    admin: Client, library: ArticleIndexPage
) -> None:
    page = DraftArticleFactory(parent=library, kind="lifestyle")
    data = article_data(*sections_for("lifestyle"), kind="condition")
    response = admin.post(_edit(page), {**data, "action-publish": "1"})
    assert len(errors_at_sections(response.content.decode())["messages"]) == 2


def test_an_incomplete_draft_of_a_live_article_is_saved_and_not_shown(
    admin: Client, library: ArticleIndexPage
) -> None:
    page = ArticlePageFactory(parent=library)
    response = admin.post(_edit(page), article_data(summary=""))
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.live
    assert len(page.sections) == 2
    assert len(draft_of(page).sections) == 0


def test_autosave_of_an_incomplete_draft_of_a_live_article(
    admin: Client, library: ArticleIndexPage
) -> None:
    page = ArticlePageFactory(parent=library)
    data = article_data(section("overview", rich_text("")), summary="")
    response = admin.post(_edit(page), data, headers={"Accept": "application/json"})
    assert response.json()["success"] is True
    assert len(draft_of(page).sections) == 1


def test_scheduling_an_incomplete_article_is_refused_at_the_field(
    admin: Client, library: ArticleIndexPage
) -> None:
    later = (timezone.now() + timezone.timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
    data = article_data(section("overview"), go_live_at=later)
    response = admin.post(_add(library), {**data, "action-publish": "1"})
    assert len(errors_at_sections(response.content.decode())["messages"]) == 1


def test_alt_text_is_asked_for_at_its_field(admin: Client, library: ArticleIndexPage) -> None:
    from tests.articles.factories import ImageFactory

    data = article_data(*sections_for("lifestyle"), hero_image=ImageFactory().pk)
    response = admin.post(_add(library), {**data, "action-publish": "1"})
    assert _form(response).errors["hero_alt_text"] == [
        "Write alt text for the main image, or tick “Decorative”."
    ]


def test_a_slug_of_another_article_is_refused_at_the_field(
    admin: Client, library: ArticleIndexPage
) -> None:
    ArticlePageFactory(parent=ArticleIndexPageFactory(), title="Taken", slug="sleep-and-migraine")
    data = article_data(*sections_for("lifestyle"))
    response = admin.post(_add(library), {**data, "action-publish": "1"})
    assert "Taken" in _form(response).errors["slug"][0]


def test_a_new_article_asks_for_its_kind_first(admin: Client, library: ArticleIndexPage) -> None:
    response = admin.get(_add(library))
    html = response.content.decode()
    for kind in ("condition", "therapy", "comparison", "lifestyle"):
        assert f"?kind={kind}" in html


@pytest.mark.parametrize("kind", ["condition", "therapy", "comparison", "lifestyle"])
def test_a_new_article_opens_with_the_sections_of_its_kind(
    admin: Client, library: ArticleIndexPage, kind: str
) -> None:
    response = admin.get(_add(library), {"kind": kind})
    page = response.context["form"].instance
    assert page.kind == kind
    assert [block.block_type for block in page.sections] == [
        section["type"] for section in sections_for(kind)
    ]
    assert 'data-controller="articles-needs"' in response.content.decode()


def test_an_unknown_kind_asks_again(admin: Client, library: ArticleIndexPage) -> None:
    response = admin.get(_add(library), {"kind": "poem"})
    assert b"?kind=therapy" in response.content


def test_the_form_has_the_four_tabs(admin: Client, library: ArticleIndexPage) -> None:
    html = admin.get(_edit(DraftArticleFactory(parent=library))).content.decode()
    for tab in ("content", "evidence_and_review", "clinics", "promote"):
        assert f'id="tab-{tab}"' in html


def test_a_section_that_is_added_later_starts_as_in_a_new_article() -> None:
    stream = ArticlePage._meta.get_field("sections").stream_block
    added = {
        name: [child.block_type for child in stream.child_blocks[name].get_default()["body"]]
        for name in ("overview", "seek_help", "faq")
    }
    assert added == {
        "overview": ["rich_text"],
        "seek_help": ["care_card"],
        "faq": ["faq_item"],
    }
