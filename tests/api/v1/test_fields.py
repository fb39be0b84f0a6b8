"""`fields=`: only what a client names, on articles, sections and lists."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from typing import Any

import pytest
import yaml

from api.documents.schema import ArticleCard, ArticleDocument, SectionDocument
from api.models import DocumentVariant
from api.v1.views.schema import STORED
from tests.api.factories import make_document, set_state, withdraw
from tests.api.v1.conftest import Get
from tests.api.v1.test_openapi import assert_described
from tests.api.v1.test_openapi import schema as schema  # a fixture
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementFactory,
    rich_text,
    section,
    sections_for,
)

FORMATS = {"html": "html", "portable_text": "portable_text", "plain": "text"}
PARTS = ("title", "sections.heading", "sections", "review", "title,review.status")


def article(**values: Any) -> Any:
    body = [
        *sections_for("lifestyle"),
        section("risks", rich_text("<p>Some <b>risk</b></p>"), standalone=True),
        section("causes", rich_text("<p>Some cause</p>"), standalone=True),
    ]
    return ArticlePageFactory(sections=body, **values)


def test_an_article_has_what_is_named(get: Get, schema: dict[str, Any]) -> None:
    stored = make_document("Migraine", topics=("migraine",))
    response = get(f"articles/{stored.slug}/?fields=title,sections.heading,topics.slug")
    assert_described(schema, "/articles/{ref}/", response)
    found = response.json()
    whole = get(f"articles/{stored.slug}/").json()
    assert set(found) == {"title", "sections", "topics"}
    assert found["title"] == "Migraine"
    assert found["topics"] == [{"slug": "migraine"}]
    assert found["sections"] == [{"heading": each["heading"]} for each in whole["sections"]]


@pytest.mark.parametrize("form", FORMATS)
def test_parts_come_in_every_format(get: Get, schema: dict[str, Any], form: str) -> None:
    stored, member = make_document(), FORMATS[form]
    path = f"articles/{stored.slug}/?rich_text={form}"
    response = get(f"{path}&fields=sections.body.{member}")
    assert_described(schema, "/articles/{ref}/", response)
    block = response.json()["sections"][0]["body"][0]
    assert block == {
        name: get(path).json()["sections"][0]["body"][0][name] for name in ("id", "type", member)
    }
    for other in set(FORMATS.values()) - {member, "text"}:
        assert get(f"{path}&fields=sections.body.{other}").status_code == 400


def test_what_is_included_is_there_too(get: Get) -> None:
    stored = make_document()
    path = f"articles/{stored.slug}/?fields=title"
    assert set(get(path).json()) == {"title"}
    assert get(f"{path},json_ld").json()["json_ld"] is None
    included = get(f"{path}&include=json_ld").json()
    assert set(included) == {"title", "json_ld"}
    assert included["json_ld"]["@graph"]
    part = get(f"{path},json_ld.@context&include=json_ld").json()
    assert part["json_ld"] == {"@context": "https://schema.org"}


def test_parts_differ_in_their_etag_and_each_is_304_by_its_own(
    get: Get, django_assert_num_queries: Any
) -> None:
    stored = make_document()
    forms = [f"rich_text={form}&fields={part}" for form, part in product(FORMATS, PARTS)]
    forms += ["", "include=json_ld", *(f"include=json_ld&fields={part}" for part in PARTS)]
    etags = {form: get(f"articles/{stored.slug}/?{form}")["ETag"] for form in forms}
    assert len(set(etags.values())) == len(forms)
    assert not any(etag.startswith("W/") for etag in etags.values())
    for form in forms:
        with django_assert_num_queries(1):
            response = get(f"articles/{stored.slug}/?{form}", if_none_match=etags[form])
        assert response.status_code == 304
        assert response["ETag"] == etags[form]
    for one, other in combinations(forms, 2):
        assert get(f"articles/{stored.slug}/?{one}", if_none_match=etags[other]).content


def test_a_304_reads_no_body(get: Get, django_assert_num_queries: Any) -> None:
    stored = make_document()
    path = f"articles/{stored.slug}/?fields=title"
    etag = get(path)["ETag"]
    # Bytes that cannot be parsed: whoever reads them fails.
    type(stored).objects.filter(pk=stored.pk).update(body=b"?")
    assert get(path, if_none_match=etag).status_code == 304


def test_order_and_repetition_do_not_matter(get: Get) -> None:
    stored = make_document()
    same = ["title,review", "review,title", "title,review,title", "review,review.status,title"]
    found = {get(f"articles/{stored.slug}/?fields={each}")["ETag"] for each in same}
    assert len(found) == 1


def test_the_etag_follows_the_document_and_its_review(get: Get) -> None:
    today = datetime.now(UTC).date()
    stored = make_document(
        last_reviewed_date=today - timedelta(days=700), next_review_date=today - timedelta(days=1)
    )
    path = f"articles/{stored.slug}/?fields=review.status"
    response = get(path)
    assert response.json() == {"review": {"status": "overdue"}}
    assert get(path, if_none_match=response["ETag"]).status_code == 304
    before = response["ETag"].replace("-overdue", "")
    assert before != response["ETag"]
    assert get(path, if_none_match=before).json() == response.json()
    type(stored).objects.filter(pk=stored.pk).update(etag="0" * 32)
    assert get(path, if_none_match=response["ETag"]).status_code == 200


def test_cards_have_what_is_named(get: Get, schema: dict[str, Any]) -> None:
    make_document("Old", last_reviewed_date=date(2020, 1, 1), next_review_date=date(2021, 1, 1))
    make_document("New")
    response = get("articles/?fields=title,review.status")
    assert_described(schema, "/articles/", response)
    assert response.json()["items"] == [
        {"title": "New", "review": {"status": "unreviewed"}},
        {"title": "Old", "review": {"status": "overdue"}},
    ]
    assert response.json()["meta"] == {"total_count": 2, "total_is_exact": True}
    assert response["ETag"] != get("articles/")["ETag"]
    assert get("articles/?fields=sections").status_code == 400


def test_cards_of_a_search_at_a_clinic_have_what_is_named(get: Get, schema: dict[str, Any]) -> None:
    here = article(title="Ketamine here")
    article(title="Ketamine there")
    PlacementFactory(article=here, clinic=ClinicFactory(slug="north"))
    response = get("articles/?search=ketamine&clinic=north&fields=title,search.score")
    assert_described(schema, "/articles/", response)
    [item] = response.json()["items"]
    assert item == {"title": "Ketamine here", "search": {"score": item["search"]["score"]}}
    assert item["search"]["score"] > 0
    assert response.json()["meta"]["total_count"] == 1


def test_pages_of_parts_follow_each_other(get: Get) -> None:
    for title in "abc":
        make_document(title)
    link, seen = "articles/?order=title&limit=1&fields=title", []
    while link:
        page = get(link).json()
        seen += page["items"]
        link = (page["links"]["next"] or "").partition("/api/v1/")[2]
    assert seen == [{"title": title} for title in "abc"]
    # A cursor is of a list, not of what is shown of its items.
    cursor = get("articles/?order=title&limit=1").json()["links"]["next"].partition("cursor=")[2]
    assert get(f"articles/?order=title&fields=slug&cursor={cursor}").status_code == 200


@pytest.mark.parametrize("form", FORMATS)
def test_a_section_in_every_format_and_in_parts(
    get: Get, schema: dict[str, Any], form: str
) -> None:
    page, member = article(), FORMATS[form]
    path = f"articles/{page.slug}/sections/risks/?rich_text={form}"
    whole = get(path)
    assert_described(schema, "/articles/{ref}/sections/{section}/", whole)
    block = whole.json()["section"]["body"][0]
    assert set(block) == {"id", "type", member}
    article_section = get(f"articles/{page.slug}/?rich_text={form}").json()["sections"][-2]
    assert whole.json()["section"] == article_section
    part = get(f"{path}&fields=article.title,section.body.{member}")
    assert_described(schema, "/articles/{ref}/sections/{section}/", part)
    assert part.json() == {"article": {"title": page.title}, "section": {"body": [block]}}
    assert part["ETag"] != whole["ETag"]
    for each in (part, whole):
        query = path if each is whole else f"{path}&fields=article.title,section.body.{member}"
        assert get(query, if_none_match=each["ETag"]).status_code == 304


@pytest.mark.parametrize("form", FORMATS)
def test_sections_in_every_format_and_in_parts(
    get: Get, schema: dict[str, Any], form: str, django_assert_num_queries: Any
) -> None:
    article()
    member = FORMATS[form]
    path = f"sections/?rich_text={form}"
    whole = get(path)
    assert_described(schema, "/sections/", whole)
    assert [item["section"]["kind"] for item in whole.json()["items"]] == ["risks", "causes"]
    for item in whole.json()["items"]:
        assert set(item["section"]["body"][0]) == {"id", "type", member}
    with django_assert_num_queries(1):
        part = get(f"{path}&fields=section.kind")
    assert_described(schema, "/sections/", part)
    assert part.json()["items"] == [{"section": {"kind": kind}} for kind in ("risks", "causes")]


def test_sections_of_a_format_that_is_not_built_yet(get: Get) -> None:
    page = article()
    DocumentVariant.objects.all().delete()
    for path in ("sections/", f"articles/{page.slug}/sections/risks/"):
        assert get(path).status_code == 200
        response = get(f"{path}?rich_text=plain")
        assert response.status_code == 503
        assert "Retry-After" in response


def test_parts_of_what_is_not_public(get: Get) -> None:
    gone, taken_back = make_document("Canary"), make_document("Canary")
    set_state(gone, "gone")
    notice = withdraw(taken_back)
    assert get(f"articles/{gone.slug}/?fields=title").status_code == 404
    response = get(f"articles/{taken_back.slug}/?fields=title")
    assert response.status_code == 410
    assert response.json()["reason"] == notice.reason
    assert "Canary" not in response.content.decode()


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("articles/a/", ArticleDocument),
        ("articles/", ArticleCard),
        ("articles/a/sections/risks/", SectionDocument),
        ("sections/", SectionDocument),
    ],
)
@pytest.mark.parametrize("fields", ["colour", "", ",", "title,", "a.b.c.d.e.f.g.h.i", "id" * 3000])
def test_unknown_fields_are_named_with_what_there_is(
    get: Get, path: str, model: Any, fields: str
) -> None:
    response = get(f"{path}?fields={fields}")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert error["parameter"] == "fields"
    assert len(error["detail"]) < 200
    if fields == "colour":
        assert error["allowed"] == sorted(model.model_fields)


def test_other_resources_have_no_fields(get: Get) -> None:
    for path in ("topics/", "clinics/", "manifest/", "find/"):
        assert get(f"{path}?fields=id").status_code == 400


def test_the_description_requires_nothing_of_parts_but_what_tells_blocks_apart() -> None:
    components = yaml.safe_load(STORED.read_text(encoding="utf-8"))["components"]["schemas"]
    parts = {name: each for name, each in components.items() if name.endswith("Fields")}
    lists = {"ArticleListFields", "SectionListFields"}
    for name, each in parts.items():
        if name not in lists and "required" in each:
            assert set(each["required"]) <= {"id", "type", "_key", "_type"}, name
    assert "required" not in parts["ArticleDocumentFields"]
    assert set(components["ArticleDocument"]["properties"]) == set(
        parts["ArticleDocumentFields"]["properties"]
    )
