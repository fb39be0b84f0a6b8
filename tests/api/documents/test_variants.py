"""What is stored beside a document follows it."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from api.documents.formats import VARIANTS, build_variants
from api.documents.schema import (
    ArticleDocumentWithPlainText,
    ArticleDocumentWithPortableText,
)
from api.documents.schema.formats import in_format
from api.models import DocumentVariant
from api.v1.examples import ARTICLE
from articles.models import ArticlePage
from tests.api.documents import stored
from tests.articles.every_block import every_body_block
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ImageFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db

TYPES = {
    "portable_text": ArticleDocumentWithPortableText,
    "plain": ArticleDocumentWithPlainText,
}


def variants(page: Any) -> dict[str, dict[str, Any]]:
    rows = DocumentVariant.objects.filter(document_id=page.pk)
    return {row.name: json.loads(bytes(row.body)) for row in rows}


def with_text(html: str) -> list[dict[str, Any]]:
    return [*sections_for("lifestyle"), section("living_with", rich_text(html))]


def test_publishing_stores_every_variant() -> None:
    page = ArticlePageFactory(sections=with_text('<p data-block-key="k1">Sleep <b>well</b></p>'))
    found = variants(page)
    assert set(found) == set(VARIANTS)
    assert found["plain"]["sections"][-1]["body"][0]["text"] == "Sleep well"
    [block] = found["portable_text"]["sections"][-1]["body"][0]["portable_text"]
    assert block["_key"] == "k1"
    assert found["json_ld"]["@graph"][0]["name"] == page.title


def test_every_block_is_as_its_type_says() -> None:
    body = every_body_block(image=ImageFactory().pk, citation=CitationFactory().pk)
    page = ArticlePageFactory(sections=[*sections_for("lifestyle"), section("causes", *body)])
    for name, of_format in TYPES.items():
        row = DocumentVariant.objects.get(document_id=page.pk, name=name)
        parsed = of_format.model_validate_json(bytes(row.body))
        assert parsed.model_dump_json().encode() == bytes(row.body)
        assert '"html":' not in parsed.model_dump_json()


def test_another_key_of_a_block_is_a_new_version() -> None:
    sections = with_text('<p data-block-key="k1">Sleep</p>')
    page = ArticlePageFactory(sections=sections)
    before = stored.document(page)["sections"]
    page.sections = json.dumps(sections).replace("k1", "k2")
    page.save_revision().publish()
    assert stored.document(page)["sections"] == before
    assert stored.version(page) == 2
    assert {each["version"] for name, each in variants(page).items() if name != "json_ld"} == {2}


def test_what_is_not_public_has_no_variants() -> None:
    page = ArticlePageFactory()
    page.unpublish()
    assert stored.state(page) == "gone"
    assert variants(page) == {}


def rebuild() -> str:
    out = StringIO()
    call_command("rebuild_documents", stdout=out)
    return out.getvalue()


def test_rebuilding_makes_missing_variants_and_leaves_right_ones_alone() -> None:
    page, other = ArticlePageFactory.create_batch(2)
    DocumentVariant.objects.filter(document_id=page.pk, name="plain").delete()
    assert "1 documents rewritten" in rebuild()
    assert set(variants(page)) == set(VARIANTS)
    assert stored.version(other) == 1
    assert "0 documents rewritten" in rebuild()


def test_an_edit_rewrites_the_variants() -> None:
    page = ArticlePageFactory()
    page = ArticlePage.objects.get(pk=page.pk)
    page.title = "Another title"
    page.save_revision().publish()
    found = variants(page)
    assert found["plain"]["title"] == found["portable_text"]["title"] == "Another title"
    assert found["json_ld"]["@graph"][0]["name"] == "Another title"


def test_a_type_without_rich_text_is_the_same_in_every_format() -> None:
    html = type(ARTICLE).model_fields["topics"].annotation
    for of_format in TYPES.values():
        assert of_format.model_fields["topics"].annotation == html
    assert in_format(type(ARTICLE), "plain") is ArticleDocumentWithPlainText


def test_building_is_pure() -> None:
    assert build_variants(ARTICLE) == build_variants(ARTICLE.model_copy(deep=True))
