"""The publish gate holds where no form stands before it."""

from collections.abc import Iterator

import pytest

from articles.models import ArticlePage
from articles.problems import PublishRefused
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody_saves_a_draft() -> Iterator[None]:
    """As in another thread of the server: Wagtail notes it on the blocks of the model."""
    block = ArticlePage._meta.get_field("sections").stream_block
    block.defer_required_validation()
    yield
    block.restore_deferred_validation()


@pytest.mark.usefixtures("somebody_saves_a_draft")
def test_a_draft_saved_at_the_same_moment_lets_nothing_incomplete_pass() -> None:
    page = DraftArticleFactory(
        sections=[*sections_for("lifestyle"), section("living_with", rich_text(""))]
    )
    with pytest.raises(PublishRefused, match="Living with it"):
        page.get_latest_revision().publish()


def test_a_draft_elsewhere_does_not_reserve_its_slug() -> None:
    page = ArticlePageFactory(slug="migraine")
    DraftArticleFactory(slug="migraine", parent=ArticleIndexPageFactory())
    page.save_revision().publish()
    assert ArticlePage.objects.get(pk=page.pk).live


def test_the_second_live_article_with_a_slug_is_refused() -> None:
    ArticlePageFactory(slug="migraine")
    draft = DraftArticleFactory(slug="migraine", parent=ArticleIndexPageFactory())
    with pytest.raises(PublishRefused, match="has this slug"):
        draft.get_latest_revision().publish()


def test_more_sections_of_a_kind_than_allowed_are_refused() -> None:
    page = DraftArticleFactory(sections=[*sections_for("lifestyle"), section("overview")])
    with pytest.raises(PublishRefused, match="2 sections “Overview”"):
        page.get_latest_revision().publish()


def test_the_refusal_names_the_field_in_the_section() -> None:
    empty = section("faq", {"type": "faq_item", "id": "q", "value": {"question": "", "answer": ""}})
    page = DraftArticleFactory(sections=[*sections_for("lifestyle"), empty])
    with pytest.raises(PublishRefused) as refused:
        page.get_latest_revision().publish()
    assert "Question: This field is required." in refused.value.summary()
