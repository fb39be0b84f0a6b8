"""From pages to what rules read: drafts, revisions and the library."""

import pytest
from django.utils import timezone

from articles.checks.reading import read_article, read_articles
from articles.models import ArticlePage, SignOff
from articles.review.reading import content_hash_of_page
from tests.articles.every_block import every_section
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ClinicianFactory,
    DraftArticleFactory,
    ImageFactory,
    TopicFactory,
    rich_text,
    section,
)

pytestmark = pytest.mark.django_db


def full_article() -> ArticlePage:
    citation, topic = CitationFactory(), TopicFactory(synonyms="Hemicrania")
    sections = every_section(image=ImageFactory().pk, citation=citation.pk, topic=topic.pk)
    return ArticlePageFactory(sections=sections, topics={"about": topic})


def sign(page: ArticlePage) -> None:
    SignOff.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        title=page.title,
        content_hash=content_hash_of_page(page),
        clinician=ClinicianFactory(),
        reviewer_name="Ada",
        credentials="MD",
        decision="approved",
        signed_at=timezone.now(),
    )


def test_a_page_and_the_library_read_alike() -> None:
    page = full_article()
    sign(page)
    [stored] = read_articles([page.pk])
    assert stored == read_article(ArticlePage.objects.get(pk=page.pk))
    assert stored.topics[0][1].names == (stored.topics[0][1].name, "Hemicrania")
    assert stored.approvals[0].content_hash == stored.content_hash
    assert stored.claims[0].sources[0].direction == "mixed"


def test_every_text_of_every_block_is_read() -> None:
    words = {text.text for text in read_article(full_article()).texts}
    assert {
        "Attacks throb.",
        "Light hurts.",
        "A nerve",
        "How a nerve fires",
        "Do not stop",
        "Ask first.",
        "Options",
        "What it does",
        "Ends an attack.",
        "Daily.",
        "Three days",
        "Say what matters.",
        "I felt heard.",
        "May I drive?",
        "Not today.",
        "We enter a room.",
        "Triggers",
        "Lost sleep.",
        "It ends attacks.",
    } <= words


def test_ids_are_those_of_the_blocks() -> None:
    page = full_article()
    article = read_article(page)
    raw = page.sections.raw_data[0]
    assert article.sections[0].id == raw["id"]
    assert article.blocks[0].id == raw["value"]["body"][0]["id"]


def test_a_draft_is_read_as_it_stands_in_its_revision() -> None:
    page = DraftArticleFactory()
    page.sections = [("overview", {"body": [("rich_text", "Unsaved words.")]})]
    assert "Unsaved words." in {text.text for text in read_article(page).texts}
    page.save_revision()
    revised = page.get_latest_revision_as_object()
    assert "Unsaved words." in {text.text for text in read_article(revised).texts}
    [stored] = read_articles([page.pk])
    assert "Unsaved words." not in {text.text for text in stored.texts}


def test_an_empty_draft_is_read() -> None:
    page = ArticlePage(title="New", locale=ArticlePageFactory().locale)
    assert read_article(page).sections == ()


def test_queries_do_not_grow_with_the_library(django_assert_num_queries) -> None:
    pages = [full_article() for _ in range(4)]
    for page in pages:
        sign(page)
    ids = [page.pk for page in pages]
    with django_assert_num_queries(9):
        read_articles(ids[:1])
    with django_assert_num_queries(9):
        assert len(read_articles(ids)) == 4


def test_reading_an_instance_takes_few_queries(django_assert_max_num_queries) -> None:
    page = DraftArticleFactory(
        sections=[section("overview", rich_text("<p>Words.</p>")), section("seek_help")],
        topics={"about": TopicFactory(), "treats": TopicFactory(), "drug": TopicFactory()},
    )
    revised = page.get_latest_revision_as_object()
    with django_assert_max_num_queries(6):
        read_article(revised)
