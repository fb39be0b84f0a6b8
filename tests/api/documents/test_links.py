"""What a document leads to is kept with it: what a clinic does not carry is left out by it."""

from importlib import import_module
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection

from api.models import DocumentLink
from articles.models import ArticlePage, RelatedArticle
from tests.articles.factories import (
    ArticlePageFactory,
    DraftArticleFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db


def links_of(page: ArticlePage) -> set[tuple[UUID, str]]:
    return set(DocumentLink.objects.filter(document=page.pk).values_list("article_id", "locale"))


def guide_to(*pages: ArticlePage, related: ArticlePage) -> ArticlePage:
    links = "".join(f'<a linktype="page" id="{page.pk}">here</a> ' for page in pages)
    text = section("access", rich_text(f"<p>Read {links}</p>"))
    guide = ArticlePageFactory(sections=[*sections_for("lifestyle"), text])
    guide.related_articles = [RelatedArticle(article=related)]
    guide.save_revision().publish()
    return guide


def test_follows_what_is_public() -> None:
    linked, related, draft = ArticlePageFactory(), ArticlePageFactory(), DraftArticleFactory()
    guide = guide_to(linked, draft, related=related)
    both = {(page.translation_key, "en") for page in (linked, related)}
    assert links_of(guide) == both

    draft.save_revision().publish()
    assert links_of(guide) == {*both, (draft.translation_key, "en")}
    linked.unpublish()
    assert links_of(guide) == {(page.translation_key, "en") for page in (related, draft)}
    guide.unpublish()
    assert links_of(guide) == set()


def test_rebuilding_mends_what_was_lost() -> None:
    guide = guide_to(ArticlePageFactory(), related=ArticlePageFactory())
    before = links_of(guide)
    assert len(before) == 2
    DocumentLink.objects.all().delete()
    call_command("rebuild_documents", verbosity=0)
    assert links_of(guide) == before


def test_upgrade_finds_the_links_of_what_is_published() -> None:
    """Until somebody rebuilds: without them no clinic would be shown a link."""
    guide = guide_to(ArticlePageFactory(), related=ArticlePageFactory())
    before = links_of(guide)
    DocumentLink.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("api.migrations.0025_documentlink").LINKS)
    assert links_of(guide) == before
