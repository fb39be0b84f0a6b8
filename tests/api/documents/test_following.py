"""A change of what an article refers to reaches the article's document."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from api.models import ImagePlaceholder
from articles.models import (
    ArticlePage,
    ClinicianText,
    SignOff,
    TopicCode,
    TopicText,
    Withdrawal,
)
from articles.review.reading import content_hash_of_page
from tests.api.documents import stored
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    CitationFactory,
    ClinicianFactory,
    DraftArticleFactory,
    ImageFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db


def article_with(*blocks: dict[str, Any], **value: Any) -> ArticlePage:
    """A published article with one more section that holds these blocks."""
    extra = section("living_with", *blocks, **value)
    page: ArticlePage = ArticlePageFactory(sections=[*sections_for("lifestyle"), extra])
    return page


def last_section(page: ArticlePage) -> dict[str, Any]:
    return dict(stored.document(page)["sections"][-1])


def link_to(page: Any) -> dict[str, Any]:
    return rich_text(f'<p>See <a linktype="page" id="{page.pk}">this</a></p>')


def test_a_link_comes_to_life_when_its_target_is_published() -> None:
    target = DraftArticleFactory(slug="target")
    page = article_with(link_to(target))
    assert "<a" not in last_section(page)["body"][0]["html"]
    target.get_latest_revision().publish()
    html = last_section(page)["body"][0]["html"]
    assert f'data-article-id="{target.translation_key}"' in html
    assert "/target/" in html


def test_a_link_keeps_its_text_when_its_target_goes() -> None:
    target = ArticlePageFactory(slug="target")
    page = article_with(link_to(target))
    target.unpublish()
    assert last_section(page)["body"][0]["html"] == "<p>See this</p>"


def test_a_link_dies_with_its_target() -> None:
    target = ArticlePageFactory(slug="target")
    page = article_with(link_to(target))
    target.delete()
    assert last_section(page)["body"][0]["html"] == "<p>See this</p>"


def test_a_link_dies_when_its_target_becomes_private() -> None:
    target = ArticlePageFactory(slug="target")
    page = article_with(link_to(target))
    PageViewRestriction.objects.create(page=target, restriction_type="login")
    text = stored.body_text(page)
    assert "target" not in text, text[text.index("target") - 80 :][:200]


def test_a_link_follows_a_new_slug() -> None:
    target = ArticlePageFactory(slug="target")
    page = article_with(link_to(target))
    target.slug = "renamed"
    target.save_revision().publish()
    assert "/renamed/" in last_section(page)["body"][0]["html"]


def test_a_link_to_a_section_leads_to_its_anchor() -> None:
    target = ArticlePageFactory(slug="target")
    key = target.sections.raw_data[1]["id"]
    html = f'<p><a linktype="section" id="{target.pk}" section="{key}">there</a></p>'
    page = article_with(rich_text(html))
    kind = target.sections.raw_data[1]["type"]
    assert f"/target/#{kind}" in last_section(page)["body"][0]["html"]


def test_a_related_article_is_shown_while_it_is_public() -> None:
    other = ArticlePageFactory(title="Other")
    page = ArticlePageFactory()
    page.related_articles.create(article=other)
    page.save_revision().publish()
    assert [related["title"] for related in stored.document(page)["related"]] == ["Other"]
    other.unpublish()
    assert stored.document(page)["related"] == []


def test_a_renamed_topic_reaches_the_document() -> None:
    topic = TopicFactory(name="Old")
    page = ArticlePageFactory()
    page.article_topics.create(topic=topic, relation="about")
    page.save_revision().publish()
    topic.name = "New"
    topic.save()
    assert stored.document(page)["topics"][0]["name"] == "New"


def test_a_topic_saved_with_a_new_code_reaches_the_document() -> None:
    topic = TopicFactory()
    page = article_with(about=topic.pk)
    page.article_topics.create(topic=topic, relation="about")
    page.save_revision().publish()
    topic.codes.add(TopicCode(system="icd-10-cm", code="G43", display="Migraine"))
    topic.save()
    assert stored.document(page)["topics"][0]["codes"][0]["code"] == "G43"


def test_a_deleted_topic_leaves_the_section() -> None:
    topic = TopicFactory(slug="migraine")
    page = article_with(about=topic.pk)
    assert last_section(page)["about"] == "migraine"
    topic.delete()
    assert last_section(page)["about"] is None


def test_topics_and_authors_speak_the_articles_language(settings: Any) -> None:
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    topic, author = TopicFactory(name="Migraine"), ClinicianFactory(role="Neurologist")
    topic.texts.add(TopicText(locale=spanish, name="Migraña"))
    topic.save()
    author.texts.add(ClinicianText(locale=spanish, role="Neuróloga"))
    author.save()
    page = ArticlePageFactory()
    page.article_topics.create(topic=topic, relation="about")
    page.article_authors.create(clinician=author)
    page.save_revision().publish()
    translated = page.copy_for_translation(spanish, copy_parents=True)
    translated.save_revision().publish()
    assert stored.document(page)["topics"][0]["name"] == "Migraine"
    assert stored.document(translated)["topics"][0]["name"] == "Migraña"
    assert stored.document(translated)["authors"][0]["role"] == "Neuróloga"


def test_a_corrected_citation_reaches_the_document() -> None:
    citation = CitationFactory(title="Old")
    page = article_with(citations=[{"type": "item", "id": "1", "value": citation.pk}])
    citation.title = "New"
    citation.save()
    assert stored.document(page)["citations"][0]["title"] == "New"


def test_a_deleted_citation_takes_its_number_along() -> None:
    first, second = CitationFactory(title="First"), CitationFactory(title="Second")
    page = article_with(
        citations=[{"type": "item", "value": c.pk, "id": str(c.pk)} for c in (first, second)]
    )
    assert last_section(page)["citations"] == [1, 2]
    first.delete()
    assert last_section(page)["citations"] == [1]
    assert [entry["title"] for entry in stored.document(page)["citations"]] == ["Second"]


def test_an_edited_clinician_reaches_the_document() -> None:
    clinician = ClinicianFactory(name="Old")
    page = ArticlePageFactory()
    page.article_authors.create(clinician=clinician)
    page.save_revision().publish()
    clinician.name = "New"
    clinician.save()
    assert stored.document(page)["authors"][0]["name"] == "New"


def image_block(image: Any) -> dict[str, Any]:
    value = {"image": image.pk, "alt_text": "A square", "decorative": False}
    return {"type": "image", "id": "00000000-0000-4000-8000-000000000001", "value": value}


def test_a_new_file_of_an_image_reaches_the_document() -> None:
    image = ImageFactory()
    page = article_with(image_block(image))
    before = last_section(page)["body"][0]["image"]["sources"][0]["srcset"][0]["url"]
    image.file = ContentFile(
        get_test_image_file(size=(80, 60), colour="red").file.getvalue(), name="other.png"
    )
    image.width, image.height, image.file_hash = 80, 60, ""
    image._set_file_hash()
    image.save()
    after = last_section(page)["body"][0]["image"]
    assert after["sources"][0]["srcset"][0]["url"] != before
    assert after["width"] == 80


def test_a_deleted_image_leaves_the_document() -> None:
    image = ImageFactory()
    page = article_with(image_block(image))
    image.delete()
    assert last_section(page)["body"] == []


def test_a_link_to_a_document_lives_while_the_document_is_public() -> None:
    collection = Collection.get_first_root_node().add_child(name="Leaflets")
    leaflet = get_document_model().objects.create(
        title="Leaflet", file=ContentFile(b"%PDF-1.4", name="leaflet.pdf"), collection=collection
    )
    html = f'<p><a linktype="document" id="{leaflet.pk}">Leaflet</a></p>'
    page = article_with(rich_text(html))
    assert leaflet.url in last_section(page)["body"][0]["html"]
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="login"
    )
    assert leaflet.url not in stored.body_text(page)
    restriction.delete()
    assert leaflet.url in stored.body_text(page)
    leaflet.delete()
    assert "<a" not in last_section(page)["body"][0]["html"]


def test_translations_know_of_each_other_and_who_is_behind() -> None:
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    page = ArticlePageFactory(title="Migraine")
    translated = page.copy_for_translation(spanish, copy_parents=True)
    assert stored.document(page)["translations"] == []
    translated.title = "Migraña"
    translated.save_revision().publish()
    assert stored.document(page)["id"] == stored.document(translated)["id"]
    assert stored.document(page)["translations"][0]["title"] == "Migraña"
    assert not stored.document(translated)["behind_source"]
    page.title = "Migraine today"
    page.save_revision().publish()
    assert stored.document(translated)["behind_source"]
    assert stored.document(translated)["translations"][0]["title"] == "Migraine today"


def test_section_ids_are_the_same_in_every_language() -> None:
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    page = ArticlePageFactory()
    translated = page.copy_for_translation(spanish, copy_parents=True)
    translated.save_revision().publish()
    ids = [[part["id"] for part in stored.document(p)["sections"]] for p in (page, translated)]
    assert ids[0] == ids[1]


def test_a_reviewer_is_named_while_the_signed_text_is_the_live_one() -> None:
    page, clinician = ArticlePageFactory(), ClinicianFactory(name="Ada Example")
    SignOff.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        title=page.title,
        content_hash=content_hash_of_page(page),
        clinician=clinician,
        reviewer_name="Ada Example",
        credentials="MD",
        decision="approved",
    )
    assert [who["name"] for who in stored.document(page)["reviewers"]] == ["Ada Example"]
    page.seo_title = "Another title for search engines"
    page.save_revision().publish()
    assert len(stored.document(page)["reviewers"]) == 1
    page.summary = "One changed word."
    page.save_revision().publish()
    assert stored.document(page)["reviewers"] == []


def test_nobody_is_named_who_asked_for_changes_to_the_live_text_since() -> None:
    page = ArticlePageFactory()
    decided = {
        "page": page,
        "translation_key": page.translation_key,
        "locale": "en",
        "title": page.title,
        "content_hash": content_hash_of_page(page),
        "credentials": "MD",
    }
    SignOff.objects.create(**decided, reviewer_name="Ada Example", decision="approved")
    SignOff.objects.create(**decided, reviewer_name="Bo Example", decision="changes_requested")
    assert stored.document(page)["reviewers"] == []
    SignOff.objects.create(**decided, reviewer_name="Bo Example", decision="approved")
    named = [who["name"] for who in stored.document(page)["reviewers"]]
    assert named == ["Ada Example", "Bo Example"]


def test_a_withdrawn_article_leaves_its_notice_and_nothing_else() -> None:
    page, other = ArticlePageFactory(title="Canary"), ArticlePageFactory(title="Better")
    referring = article_with(link_to(page))
    withdrawal = Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        slug=page.slug,
        title=page.title,
        severity="critical",
        reason="The dose given was wrong.",
        replaced_by=other,
    )
    assert stored.state(page) == "withdrawn"
    assert "Canary" not in stored.body_text(page)
    assert "The dose given was wrong." in stored.body_text(page)
    assert '"title":"Better"' in stored.body_text(page)
    assert "<a" not in last_section(referring)["body"][0]["html"]
    withdrawal.reinstated_at = withdrawal.withdrawn_at
    withdrawal.save(update_fields=["reinstated_at"])
    assert stored.state(page) == "public"


def test_an_alias_is_withdrawn_with_its_source_and_comes_back_with_it() -> None:
    page = ArticlePageFactory(title="Canary")
    alias = page.create_alias(parent=ArticleIndexPageFactory(), update_slug="alias")
    referring = article_with(link_to(alias))
    withdrawal = Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        slug=page.slug,
        title=page.title,
        severity="critical",
        reason="Wrong dose.",
    )
    assert stored.state(alias) == "withdrawn"
    assert "Canary" not in stored.body_text(alias)
    assert "Wrong dose." in stored.body_text(alias)
    assert "<a" not in last_section(referring)["body"][0]["html"]
    later = page.create_alias(parent=ArticleIndexPageFactory(), update_slug="later")
    assert stored.state(later) == "withdrawn"
    withdrawal.reinstated_at = withdrawal.withdrawn_at
    withdrawal.save(update_fields=["reinstated_at"])
    assert stored.document(alias)["title"] == stored.document(later)["title"] == "Canary"


def test_the_tags_of_a_notice_name_no_topic() -> None:
    page = ArticlePageFactory(topics={"about": TopicFactory(slug="secret")})
    Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        slug=page.slug,
        title=page.title,
        severity="critical",
        reason="Wrong dose.",
    )
    row = stored.row(page)
    assert row is not None
    assert row.cache_tags == f"article-{page.translation_key}"


@pytest.mark.parametrize("delete_first", [False, True])
def test_a_notice_names_its_replacement_only_while_that_is_public(delete_first: bool) -> None:
    page, other = ArticlePageFactory(), ArticlePageFactory(title="Canary")
    key, page_id = page.translation_key, page.pk
    withdrawal = Withdrawal.objects.create(
        page=page,
        translation_key=key,
        locale="en",
        slug=page.slug,
        title=page.title,
        severity="critical",
        reason="The dose given was wrong.",
        replaced_by=other,
    )
    if delete_first:
        ArticlePage.objects.get(pk=page_id).delete()
    page.pk = page_id
    assert '"title":"Canary"' in stored.body_text(page)
    other.unpublish()
    assert stored.state(page) == "withdrawn"
    assert "Canary" not in stored.body_text(page)
    other = ArticlePage.objects.get(pk=other.pk)
    other.save_revision().publish()
    assert '"title":"Canary"' in stored.body_text(page)
    other.delete()
    assert "Canary" not in stored.body_text(page)
    assert "The dose given was wrong." in stored.body_text(page)
    withdrawal.refresh_from_db()
    withdrawal.reinstated_at = withdrawal.withdrawn_at
    withdrawal.save(update_fields=["reinstated_at"])
    assert stored.state(page) == ("gone" if delete_first else "public")


def test_a_clinician_with_an_unreadable_photo_can_be_saved() -> None:
    photo = ImageFactory()
    clinician = ClinicianFactory(name="Old", photo=photo)
    page = ArticlePageFactory()
    page.article_authors.create(clinician=clinician)
    page.save_revision().publish()
    photo.renditions.all().delete()
    ImagePlaceholder.objects.all().delete()
    with photo.file.storage.open(photo.file.name, "wb") as file:
        file.write(b"no picture")
    clinician.name = "New"
    clinician.save()
    assert stored.document(page)["authors"][0]["name"] == "New"
    assert stored.document(page)["authors"][0]["photo"] is None
