"""One article in every form it can be asked for: rich text in each format, with markup or not."""

import json
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from api.documents.schema import (
    ArticleDocument,
    ArticleDocumentWithPlainText,
    ArticleDocumentWithPortableText,
)
from api.models import DocumentVariant
from tests.api.factories import make_document, set_state, withdraw
from tests.api.v1.conftest import Get

TYPES = {
    "html": ArticleDocument,
    "portable_text": ArticleDocumentWithPortableText,
    "plain": ArticleDocumentWithPlainText,
}
FORMS = [
    f"rich_text={rich_text}{include}"
    for rich_text, include in product(TYPES, ("", "&include=json_ld"))
]
MEMBERS = {"html", "portable_text", "text"}


def first_block(document: dict[str, Any]) -> dict[str, Any]:
    block: dict[str, Any] = document["sections"][0]["body"][0]
    return block


@pytest.mark.parametrize("rich_text", TYPES)
def test_rich_text_is_in_the_format_asked_for(get: Get, rich_text: str) -> None:
    stored = make_document(topics=("migraine",))
    response = get(f"articles/{stored.slug}/?rich_text={rich_text}")
    assert response.status_code == 200
    TYPES[rich_text].model_validate_json(response.content)
    [member] = MEMBERS & set(first_block(response.json()))
    assert member == {"plain": "text"}.get(rich_text, rich_text)


def test_html_without_markup_is_the_default(get: Get) -> None:
    stored = make_document()
    default = get(f"articles/{stored.slug}/")
    asked = get(f"articles/{stored.slug}/?rich_text=html")
    assert default.content == asked.content == stored.body
    assert default["ETag"] == asked["ETag"]
    assert default.json()["json_ld"] is None


@pytest.mark.parametrize("rich_text", TYPES)
def test_markup_takes_the_place_of_null_and_changes_nothing_else(get: Get, rich_text: str) -> None:
    stored = make_document(topics=("migraine",))
    path = f"articles/{stored.slug}/?rich_text={rich_text}"
    without, including = get(path).json(), get(f"{path}&include=json_ld").json()
    assert without.pop("json_ld") is None
    assert including.pop("json_ld")["@graph"][0]["@type"] == "MedicalWebPage"
    assert including == without


def test_forms_differ_in_their_etag_and_each_is_304_by_its_own(
    get: Get, django_assert_num_queries
) -> None:
    stored = make_document()
    etags = {form: get(f"articles/{stored.slug}/?{form}")["ETag"] for form in FORMS}
    assert len(set(etags.values())) == len(FORMS)
    for form, other in product(FORMS, FORMS):
        with django_assert_num_queries(1):
            response = get(f"articles/{stored.slug}/?{form}", if_none_match=etags[other])
        assert response.status_code == (304 if form == other else 200)


@pytest.mark.parametrize("form", FORMS)
def test_is_one_query_of_columns(get: Get, form: str, django_assert_num_queries) -> None:
    stored = make_document()
    for ref, fallback in product((stored.slug, stored.article_id), ("", "&locale=es&fallback=en")):
        with django_assert_num_queries(1) as queries:
            assert get(f"articles/{ref}/?{form}{fallback}").status_code == 200
        assert "wagtailcore" not in queries[0]["sql"]
        assert "articles_" not in queries[0]["sql"]


@pytest.mark.parametrize("form", FORMS)
def test_a_lapsed_review_shows_in_every_form(get: Get, form: str) -> None:
    today = datetime.now(UTC).date()
    stored = make_document(
        last_reviewed_date=today - timedelta(days=700),
        next_review_date=today - timedelta(days=1),
    )
    path = f"articles/{stored.slug}/?{form}"
    response = get(path)
    assert response.json()["review"]["status"] == "overdue"
    assert response["ETag"].endswith('-overdue"')
    assert get(path, if_none_match=response["ETag"]).status_code == 304
    before = response["ETag"].replace("-overdue", "")
    assert get(path, if_none_match=before).content == response.content


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_public_is_so_in_every_form(get: Get, form: str) -> None:
    gone, taken_back = make_document(), make_document()
    set_state(gone, "gone")
    notice = withdraw(taken_back)
    assert get(f"articles/{gone.slug}/?{form}").status_code == 404
    response = get(f"articles/{taken_back.slug}/?{form}")
    assert response.status_code == 410
    assert response.json()["reason"] == notice.reason
    assert set(response.json()) == set(get(f"articles/{taken_back.slug}/").json())


@pytest.mark.parametrize("form", FORMS[1:])
def test_a_variant_that_is_not_built_yet_is_no_other_format(get: Get, form: str) -> None:
    stored = make_document()
    DocumentVariant.objects.all().delete()
    response = get(f"articles/{stored.slug}/?{form}")
    assert response.status_code == 503
    assert "Retry-After" in response
    assert get(f"articles/{stored.slug}/").status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("rich_text=markdown", "rich_text", ["html", "portable_text", "plain"]),
        ("rich_text=", "rich_text", ["html", "portable_text", "plain"]),
        ("include=everything", "include", ["json_ld"]),
        ("include=json_ld,", "include", ["json_ld"]),
        ("include=", "include", ["json_ld"]),
    ],
)
def test_other_forms_are_refused(get: Get, query: str, parameter: str, allowed: list[str]) -> None:
    response = get(f"articles/migraine/?{query}")
    assert response.status_code == 400
    [error] = response.json()["errors"]
    assert (error["parameter"], error["allowed"]) == (parameter, allowed)


def test_forms_say_the_same_in_every_other_member(get: Get) -> None:
    stored = make_document(topics=("migraine",))
    found = [get(f"articles/{stored.slug}/?{form}").json() for form in FORMS]
    rest = [
        json.dumps({name: each[name] for name in each if name not in ("sections", "json_ld")})
        for each in found
    ]
    assert len(set(rest)) == 1
