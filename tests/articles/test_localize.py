"""wagtail-localize translates an article block by block and keeps what is no text."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from articles.models import ArticlePage
from tests.api.documents import stored
from tests.articles.every_block import every_section
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ClinicianFactory,
    ImageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
Translate = Callable[[ArticlePage], ArticlePage]

TEXT = {
    "alt_text",
    "answer",
    "attribution",
    "caption",
    "credit",
    "heading",
    "label",
    "name",
    "population",
    "question",
    "rich_text",
    "role",
    "text",
    "title",
    "transcript",
    "values",
}
FACTS = {
    "about",
    "approval",
    "citation",
    "claim_type",
    "consent",
    "decorative",
    "direction",
    "health_aspect",
    "id",
    "image",
    "item",
    "poster",
    "row_headers",
    "standalone",
    "tone",
    "type",
    "url",
    "urgency",
}


@pytest.fixture
def spanish() -> Locale:
    return Locale.objects.get_or_create(language_code="es")[0]


@pytest.fixture
def translate(spanish: Locale, django_capture_on_commit_callbacks: Any) -> Translate:
    """Translate every string by “es: ” before it, publish, and return the Spanish article."""

    def run(article: ArticlePage) -> ArticlePage:
        source, _created = TranslationSource.update_or_create_from_instance(article)
        translation, _created = Translation.objects.get_or_create(
            source=source, target_locale=spanish
        )
        for segment in StringSegment.objects.filter(source=source).select_related("string"):
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=spanish,
                defaults={"data": words(segment)},
            )
        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target(publish=True)
        return ArticlePage.objects.get(translation_key=article.translation_key, locale=spanish)

    return run


def words(segment: StringSegment) -> str:
    path = segment.context.path
    return "que-es" if path == "slug" else f"es: {segment.string.data}"


@pytest.fixture
def other() -> ArticlePage:
    return ArticlePageFactory(title="Sleep")


@pytest.fixture
def english(other: ArticlePage) -> ArticlePage:
    topic, citation, image = TopicFactory(), CitationFactory(), ImageFactory()
    overview = other.sections.raw_data[0]["id"]
    links = (
        f'See <a id="{topic.pk}" linktype="topic">the topic</a>,'
        f' <a id="{other.pk}" linktype="page">the article</a>,'
        f' <a id="{other.pk}" linktype="section" section="{overview}">its part</a>'
        ' and <a href="https://www.example.org/">a site</a>.'
        ' Call <a linktype="clinic-value" value="phone">your clinic</a>.'
    )
    article = ArticlePageFactory(
        title="Migraine",
        slug="migraine",
        hero_image=image,
        hero_alt_text="A room",
        hero_credit="Ada Example",
        canonical_url="https://www.example.org/migraine",
        licence="CC BY 4.0",
        search_keywords="headache\nmegrim",
        sections=every_section(image=image.pk, citation=citation.pk, topic=topic.pk, links=links),
    )
    article.article_topics.create(topic=topic, relation="about")
    article.article_authors.create(clinician=ClinicianFactory())
    article.related_articles.create(article=other)
    article.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def leaves(
    raw: Any, path: tuple[Any, ...] = (), member: str = ""
) -> Iterator[tuple[Any, str, Any]]:
    """Every value of raw stream data, with where it is and the name of its member."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            name = raw["type"] if key == "value" and isinstance(value, str | int) else key
            yield from leaves(value, (*path, key), name)
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from leaves(value, (*path, index), member)
    else:
        yield path, member, raw


def test_every_text_of_every_block_is_translated_and_nothing_else(
    english: ArticlePage, translate: Translate
) -> None:
    before = {
        path: (member, value) for path, member, value in leaves(list(english.sections.raw_data))
    }
    after = {
        path: value for path, _member, value in leaves(list(translate(english).sections.raw_data))
    }
    assert after.keys() == before.keys()
    changed = {before[path][0] for path in before if after[path] != before[path][1]}
    kept = {before[path][0] for path in before if after[path] == before[path][1] != ""}
    assert changed == TEXT
    assert kept == FACTS


def test_table_cells_are_translated_in_place(english: ArticlePage, translate: Translate) -> None:
    sections = translate(english).sections.raw_data
    (table,) = (block for block in sections[0]["value"]["body"] if block["type"] == "table")
    assert table["value"]["caption"] == "es: Options"
    assert table["value"]["table"] == {
        "caption": "es: Two options",
        "columns": [
            {"type": "text", "heading": "es: Option"},
            {"type": "rich_text", "heading": "es: What it does"},
        ],
        "rows": [
            {"values": ["es: Triptan", "<p>es: Ends <b>an attack</b>.</p>"]},
            {
                "values": [
                    "es: Beta blocker",
                    "<p>es: Prevents attacks.</p><p>es: Daily.</p>",
                ]
            },
        ],
    }


def test_ids_of_sections_blocks_and_claims_are_the_same_in_both_languages(
    english: ArticlePage, translate: Translate
) -> None:
    spanish = translate(english)
    assert ids(spanish) == ids(english)
    assert len(ids(spanish)) == len(set(ids(spanish)))


def ids(article: ArticlePage) -> list[str]:
    return [value for path, _, value in leaves(list(article.sections.raw_data)) if path[-1] == "id"]


def test_links_keep_their_targets(english: ArticlePage, translate: Translate) -> None:
    before = english.sections.raw_data[0]["value"]["body"][0]["value"]
    after = translate(english).sections.raw_data[0]["value"]["body"][0]["value"]
    assert after == before.replace("Attacks", "es: Attacks").replace("Light", "es: Light")


def test_topics_authors_and_related_articles_come_along(
    english: ArticlePage, translate: Translate
) -> None:
    spanish = translate(english)
    for relation, target in (
        ("article_topics", "topic_id"),
        ("article_authors", "clinician_id"),
        ("related_articles", "article_id"),
    ):
        kept = [getattr(row, target) for row in getattr(spanish, relation).all()]
        assert kept == [getattr(row, target) for row in getattr(english, relation).all()] != []


def test_fields_are_translated_copied_or_left_alone(
    english: ArticlePage, translate: Translate
) -> None:
    spanish = translate(english)
    assert (spanish.title, spanish.slug) == ("es: Migraine", "que-es")
    assert spanish.summary == f"es: {english.summary}"
    assert spanish.hero_alt_text == "es: A room"
    assert spanish.keywords == ["es: headache", "megrim"]
    for field in ("kind", "audience", "hero_image", "licence", "evidence_maturity"):
        assert getattr(spanish, field) == getattr(english, field)
    assert spanish.canonical_url == ""


def test_translating_again_follows_the_source(english: ArticlePage, translate: Translate) -> None:
    first = translate(english)
    first.canonical_url = "https://www.example.org/es/que-es"
    first.save()
    english.summary = "Said anew."
    english.save_revision().publish()
    second = translate(ArticlePage.objects.get(pk=english.pk))
    assert second.pk == first.pk
    assert second.summary == "es: Said anew."
    assert second.canonical_url == "https://www.example.org/es/que-es"
    assert ids(second) == ids(english)


def test_untranslated_words_stay_in_the_language_of_the_source(
    english: ArticlePage, spanish: Locale, django_capture_on_commit_callbacks: Any
) -> None:
    source, _ = TranslationSource.update_or_create_from_instance(english)
    with django_capture_on_commit_callbacks(execute=True):
        Translation.objects.create(source=source, target_locale=spanish).save_target()
    translated = ArticlePage.objects.get(translation_key=english.translation_key, locale=spanish)
    assert list(translated.sections.raw_data) == list(english.sections.raw_data)


def test_delivered_document_is_the_translated_one(
    english: ArticlePage, translate: Translate
) -> None:
    spanish = translate(english)
    before, after = stored.document(english), stored.document(spanish)
    assert (after["id"], after["locale"], after["slug"]) == (before["id"], "es", "que-es")
    assert [section["id"] for section in after["sections"]] == [
        section["id"] for section in before["sections"]
    ]
    assert after["sections"][0]["heading"] == "es: What it is"
    assert after["sections"][0]["claims"][0]["text"] == "es: It ends attacks."
    assert after["citations"] == before["citations"]
    assert after["hero_image"]["alt"] == "es: A room"
    assert [each["locale"] for each in before["translations"]] == ["es"]
    assert "es: Ends" in str(after["sections"][0]["body"])


def test_translations_without_headings_get_them_in_their_language(
    other: ArticlePage, translate: Translate
) -> None:
    document = stored.document(translate(other))
    assert [section["heading"] for section in document["sections"]] == [
        "Visión general",
        "Cuándo pedir ayuda",
    ]


def test_an_index_page_is_created_for_the_other_language(
    english: ArticlePage, translate: Translate
) -> None:
    parent = translate(english).get_parent()
    assert parent.locale.language_code == "es"
    assert parent.translation_key == Page.objects.parent_of(english).get().translation_key
