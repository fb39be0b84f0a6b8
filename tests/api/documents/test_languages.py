"""A translated article refers to what its source does, in its own language where it can."""

from typing import Any

import pytest
from wagtail.models import Locale

from articles.models import ArticlePage
from tests.api.documents import stored
from tests.articles.factories import ArticlePageFactory, rich_text, section

pytestmark = pytest.mark.django_db


def translated(article: ArticlePage, *, title: str) -> ArticlePage:
    """The article's Spanish page, published with the same sections."""
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    page = article.copy_for_translation(spanish, copy_parents=True)
    page.title, page.slug = title, title.lower()
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def target() -> ArticlePage:
    return ArticlePageFactory(title="Sleep")


@pytest.fixture
def article(target: ArticlePage) -> ArticlePage:
    part = target.sections.raw_data[0]["id"]
    text = rich_text(
        f'<p><a linktype="page" id="{target.pk}">all of it</a>'
        f' <a linktype="section" id="{target.pk}" section="{part}">a part</a></p>'
    )
    page = ArticlePageFactory(
        title="Migraine", sections=[section("overview", text), section("seek_help")]
    )
    page.related_articles.create(article=target)
    page.save()
    return page


def html(page: ArticlePage) -> str:
    return str(stored.document(page)["sections"][0]["body"][0]["html"])


def related(page: ArticlePage) -> list[Any]:
    return [each["slug"] for each in stored.document(page)["related"]]


def test_links_and_related_articles_lead_to_the_translation(
    article: ArticlePage, target: ArticlePage
) -> None:
    translated(target, title="Dormir")
    spanish = translated(article, title="Migrana")
    part = target.sections.raw_data[0]["id"]
    assert related(spanish) == ["dormir"]
    assert html(spanish).count("/dormir/") == 2
    assert f'data-section-id="{part}"' in html(spanish)
    assert related(article) == ["sleep"]
    assert html(article).count("/sleep/") == 2


def test_without_a_translation_they_lead_to_the_original(
    article: ArticlePage, target: ArticlePage
) -> None:
    spanish = translated(article, title="Migrana")
    assert related(spanish) == ["sleep"]
    assert html(spanish).count("/sleep/") == 2


def test_a_translation_that_comes_later_is_followed(
    article: ArticlePage, target: ArticlePage
) -> None:
    spanish = translated(article, title="Migrana")
    other = translated(target, title="Dormir")
    assert related(spanish) == ["dormir"]
    other.unpublish()
    assert related(spanish) == ["sleep"]


def test_a_translation_that_is_deleted_leaves_no_link(
    article: ArticlePage, target: ArticlePage
) -> None:
    other = translated(target, title="Dormir")
    spanish = translated(article, title="Migrana")
    other.delete()
    assert related(spanish) == ["sleep"]
    assert "dormir" not in html(spanish)
