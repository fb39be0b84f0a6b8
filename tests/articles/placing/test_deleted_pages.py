"""What becomes of placements when a page is deleted that they name."""

import pytest
from django.db import connection
from wagtail.models import Locale, ReferenceIndex

from articles.models import Placement
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ClinicFactory,
    PlacementFactory,
)
from tests.articles.withdrawing.test_withdraw import spanish

pytestmark = pytest.mark.django_db


def test_it_passes_to_the_article_in_another_language() -> None:
    page = ArticlePageFactory(slug="ketamine")
    other = spanish(page)
    placement = PlacementFactory(article=page, call_to_action_label="Ring us")

    page.delete()

    placement.refresh_from_db()
    assert placement.article_id == other.pk
    assert placement.call_to_action_label == "Ring us"
    connection.check_constraints()


def test_a_language_that_is_live_comes_before_one_that_is_not() -> None:
    page = ArticlePageFactory(slug="ketamine")
    draft = spanish(page)
    draft.unpublish()
    french = page.copy_for_translation(
        Locale.objects.get_or_create(language_code="fr")[0], copy_parents=True
    )
    french.save_revision().publish()
    placement = PlacementFactory(article=page)

    page.delete()

    placement.refresh_from_db()
    assert placement.article_id == french.pk


def test_with_the_last_language_it_ends() -> None:
    page = ArticlePageFactory(slug="ketamine")
    other = spanish(page)
    placement = PlacementFactory(article=page)
    page.delete()
    placement.refresh_from_db()

    other.delete()

    assert not Placement.objects.exists()
    assert not ReferenceIndex.objects.filter(object_id=str(placement.pk)).exists()
    connection.check_constraints()


def test_a_library_takes_the_placements_of_its_articles_along() -> None:
    library = ArticleIndexPageFactory()
    clinic = ClinicFactory()
    for slug in ("one", "two"):
        PlacementFactory(article=ArticlePageFactory(parent=library, slug=slug), clinic=clinic)

    library.delete()

    assert not Placement.objects.exists()
    connection.check_constraints()
