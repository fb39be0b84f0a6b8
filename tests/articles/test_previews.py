"""What Wagtail itself shows of articles: block previews, page previews, the CMS's own address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block

from articles.models import ArticlePage
from articles.sections.kinds import section_kinds
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    CitationFactory,
    DraftArticleFactory,
    ImageFactory,
    SuperuserFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)
from tests.articles.forms_data import article_data

pytestmark = pytest.mark.django_db

SECTIONS = ArticlePage._meta.get_field("sections").stream_block
BODY = SECTIONS.child_blocks["overview"].child_blocks["body"]
EXAMPLES = {
    "rich_text": "Migraine is common.",
    "callout": "Do not stop a medicine by yourself",
    "care_card": "a sudden, very bad headache",
    "key_facts": "40 minutes",
    "image": "The infusion room",
    "video": "A visit to the infusion room",
    "table": "Beta blocker",
    "quote": "Tell us what matters most to you.",
    "testimonial": "The nurse stayed with me",
    "faq_item": "Can I drive home?",
    "subsection": "Stress is a common trigger.",
}


@pytest.fixture(autouse=True)
def without_the_reader(settings: Any) -> None:
    """A host that has no front end of its own to show."""
    settings.READER = False


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def _preview(admin: Client, block: Block) -> str:
    response = admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", list(section_kinds), ids=lambda kind: kind.slug)
def test_every_kind_of_section_has_a_preview_with_its_example(admin: Client, kind: Any) -> None:
    block = SECTIONS.child_blocks[kind.slug]
    assert block.is_previewable
    html = _preview(admin, block)
    assert str(kind.label) in html
    for name in kind.starts_with:
        assert (str(kind.example) if name == "rich_text" else EXAMPLES[name]) in html


def test_when_to_get_help_shows_a_care_card_and_questions_show_a_question() -> None:
    starts = {kind.slug: kind.starts_with for kind in section_kinds}
    assert starts["seek_help"] == ("care_card",)
    assert starts["faq"] == ("faq_item",)


def test_every_body_block_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(BODY.child_blocks)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_body_block_has_a_preview_with_its_example(admin: Client, name: str) -> None:
    block = BODY.child_blocks[name]
    assert block.is_previewable
    assert EXAMPLES[name] in _preview(admin, block)


def _rich_article(**kwargs: Any) -> ArticlePage:
    citation = CitationFactory(title="A trial of ketamine")
    image = ImageFactory()
    body = [
        rich_text("<p>Text</p>"),
        *(
            {"type": name, "value": BODY.child_blocks[name].meta.preview_value, "id": str(number)}
            for number, name in enumerate(EXAMPLES)
            if name != "rich_text"
        ),
        {
            "type": "image",
            "id": "real",
            "value": {
                "image": image.pk,
                "alt_text": "A room",
                "decorative": False,
                "caption": "",
                "credit": "Us",
            },
        },
    ]
    claim = {
        "type": "item",
        "id": "claim",
        "value": {
            "text": "It did not help more than salt water.",
            "claim_type": "efficacy",
            "population": "34 adults",
            "approval": "off_label",
            "citations": [
                {
                    "type": "item",
                    "id": "c",
                    "value": {"citation": citation.pk, "direction": "contradicts"},
                }
            ],
        },
    }
    full = section(
        "overview",
        *body,
        claims=[claim],
        citations=[{"type": "item", "id": "s", "value": citation.pk}],
        about=TopicFactory(name="Migraine").pk,
    )
    others = [one for one in sections_for("lifestyle") if one["type"] != "overview"]
    return DraftArticleFactory(  # type: ignore[no-any-return]
        sections=[full, *others],
        hero_image=image,
        hero_decorative=True,
        safety_notice="Do not use batch 7.",
        safety_notice_severity="critical",
        disclosure="We sell it.",
        publisher_sells_therapy=True,
        **kwargs,
    )


def test_the_whole_draft_is_previewed(admin: Client) -> None:
    page = _rich_article()
    html = admin.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    for words in (
        "It did not help more than salt water.",
        "A trial of ketamine",
        "Contradicts it",
        "Off-label use",
        "About Migraine",
        "Emergency: call an ambulance",
        "Beta blocker",
        "Do not use batch 7.",
        "The publisher of this article sells this therapy.",
        "On this page",
    ):
        assert words in html
    assert '<meta name="robots" content="noindex">' in html


def test_an_unsaved_form_is_previewed(admin: Client) -> None:
    page = DraftArticleFactory()
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = article_data(section("overview", rich_text("<p>Typed just now</p>")), slug=page.slug)
    assert admin.post(url, data).json()["is_valid"] is True
    assert "Typed just now" in admin.get(url).content.decode()


def test_an_empty_draft_is_previewed(admin: Client) -> None:
    page = DraftArticleFactory(sections=[], summary="")
    assert admin.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


def test_a_live_article_is_shown_by_the_cms_and_kept_from_search_engines(client: Client) -> None:
    page = ArticlePageFactory(title="Sleep")
    response = client.get(page.url)
    assert response.status_code == 200
    assert b'content="noindex"' in response.content


def test_a_library_is_shown_by_the_cms(client: Client) -> None:
    library = ArticleIndexPageFactory()
    ArticlePageFactory(parent=library, title="Sleep")
    ArticlePageFactory(parent=library, title="Secret plan", live=False)
    html = client.get(library.url).content.decode()
    assert "Sleep" in html
    assert "Secret plan" not in html
