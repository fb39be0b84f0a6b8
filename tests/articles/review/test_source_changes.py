"""A translation is held against its original, section by section (rule I1)."""

from typing import Any

import pytest
from wagtail.models import Locale

from articles.checks.reading import read_article, read_articles
from articles.checks.running import Finding, check_article
from articles.models import ArticlePage
from articles.problems import PublishRefused
from tests.articles.factories import UserFactory, rich_text, section
from tests.articles.review.signed import good_sections, make_reviewer, published, sign, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


def _now(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def _rewrite(page: ArticlePage, sections: list[dict[str, Any]], **fields: Any) -> ArticlePage:
    """Somebody saves a draft with these sections."""
    draft = page.get_latest_revision_as_object()
    draft.sections = draft._meta.get_field("sections").stream_block.to_python(sections)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=UserFactory(group="Editors"))
    return _now(page)


def _signed_anew(page: ArticlePage, sections: list[dict[str, Any]], **fields: Any) -> None:
    sign(submit(_rewrite(page, sections, **fields)), make_reviewer())


@pytest.fixture
def pair() -> tuple[ArticlePage, ArticlePage, list[dict[str, Any]]]:
    """An English article and its Spanish translation, both live, with the sections they share."""
    sections = good_sections()
    original, _reviewer = published(sections=sections)
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    copy = original.copy_for_translation(spanish, copy_parents=True)
    _signed_anew(copy, sections)
    return original, _now(copy), sections


def _changed(sections: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    """The same sections with another text in the first one."""
    overview = section("overview", rich_text(f"<p>{words}</p>"), id=sections[0]["id"])
    return [overview, *sections[1:]]


def _findings(page: ArticlePage) -> list[Finding]:
    draft = _now(page).get_latest_revision_as_object()
    return list(check_article(read_article(draft), only=["I1"]).findings)


def test_nothing_is_said_while_the_original_stays(pair: Any) -> None:
    original, translation, _sections = pair
    assert _findings(translation) == []
    assert _findings(original) == []


def test_a_changed_section_of_the_original_is_named_in_the_translation(pair: Any) -> None:
    original, translation, sections = pair
    _signed_anew(original, _changed(sections, "Migraine is more common than thought."))
    (found,) = _findings(translation)
    assert found.section == sections[0]["id"]
    assert "The original of “Overview” was changed" in found.message
    assert found.is_blocking
    assert _findings(original) == []


def test_it_is_read_for_many_at_once_too(pair: Any) -> None:
    original, translation, sections = pair
    _signed_anew(original, _changed(sections, "Migraine is more common than thought."))
    articles = read_articles([original.pk, translation.pk])
    assert [len(article.source_changes) for article in articles] == [0, 1]


def test_a_new_search_title_of_the_original_is_no_change(pair: Any) -> None:
    original, translation, sections = pair
    _rewrite(original, sections, seo_title="Other").get_latest_revision().publish()
    assert _findings(translation) == []


def test_a_section_that_was_followed_is_not_named_any_more(pair: Any) -> None:
    original, translation, sections = pair
    _signed_anew(original, _changed(sections, "Migraine is more common than thought."))
    _rewrite(translation, _changed(sections, "La migraña es más común de lo que se pensaba."))
    assert _findings(translation) == []


def test_new_and_removed_sections_are_named(pair: Any) -> None:
    original, translation, sections = pair
    extra = section("living_with")
    _signed_anew(original, [*sections, extra])
    (found,) = _findings(translation)
    assert "new section, “Living with it”" in found.message
    _signed_anew(translation, [*sections, extra])
    assert _findings(translation) == []
    _signed_anew(original, sections)
    (found,) = _findings(translation)
    assert "without “Living with it”" in found.message


def test_a_translation_that_is_behind_is_not_published_again(pair: Any) -> None:
    original, translation, sections = pair
    _signed_anew(original, _changed(sections, "Migraine is more common than thought."))
    with pytest.raises(PublishRefused, match="The original of “Overview” was changed"):
        _rewrite(translation, sections, seo_title="Otro").get_latest_revision().publish()


def test_a_reviewer_who_signs_it_again_settles_it(pair: Any) -> None:
    original, translation, sections = pair
    _signed_anew(original, _changed(sections, "Migraine is very common."))
    _signed_anew(translation, sections)
    assert _findings(translation) == []
    assert _now(translation).live
