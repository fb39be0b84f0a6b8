"""Aliases follow their original in its own transaction."""

from typing import Any

import pytest
from wagtail.signals import page_published, page_unpublished, published

from articles.models import ArticlePage
from tests.api.documents import stored
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db


class Died(Exception):  # noqa: N818 (no error: somebody ends the process)
    pass


def die(instance: ArticlePage, **kwargs: Any) -> None:
    if not instance.alias_of_id:
        raise Died


@pytest.fixture
def pair() -> tuple[ArticlePage, ArticlePage]:
    page = ArticlePageFactory(title="Dose")
    page.save_revision().publish()
    alias = page.create_alias(parent=page.get_parent(), update_slug="alias")
    return ArticlePage.objects.get(pk=page.pk), alias


def again(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def publish(page: ArticlePage, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def test_a_publication_that_ends_early_has_reached_the_aliases(
    pair: tuple[ArticlePage, ArticlePage],
) -> None:
    page, alias = pair
    published.connect(die, sender=ArticlePage)
    try:
        with pytest.raises(Died):
            publish(page, "Half the dose")
    finally:
        published.disconnect(die, sender=ArticlePage)
    assert (again(page).title, again(alias).title) == ("Half the dose", "Half the dose")
    assert stored.document(alias)["title"] == "Half the dose"


def test_an_end_that_ends_early_has_reached_the_aliases(
    pair: tuple[ArticlePage, ArticlePage],
) -> None:
    page, alias = pair
    page_unpublished.connect(die, sender=ArticlePage)
    try:
        with pytest.raises(Died):
            page.unpublish()
    finally:
        page_unpublished.disconnect(die, sender=ArticlePage)
    assert (again(page).live, again(alias).live) == (False, False)
    assert stored.state(alias) == "gone"


def test_aliases_are_published_once(pair: tuple[ArticlePage, ArticlePage]) -> None:
    page, alias = pair
    noted: list[int] = []

    def note(instance: Any, **kwargs: Any) -> None:
        noted.append(instance.pk)

    page_published.connect(note)
    try:
        publish(page, "Half the dose")
    finally:
        page_published.disconnect(note)
    assert sorted(noted) == sorted([page.pk, alias.pk])


def test_aliases_of_aliases_follow(pair: tuple[ArticlePage, ArticlePage]) -> None:
    page, alias = pair
    second = alias.create_alias(parent=page.get_parent(), update_slug="second")
    publish(page, "Half the dose")
    assert again(second).title == "Half the dose"
    again(page).unpublish()
    assert not again(second).live
