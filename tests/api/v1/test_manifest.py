"""`/manifest/`: what a mirror is checked against."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.factories import make_document, set_state, withdraw
from tests.api.v1.conftest import Get
from tests.api.v1.test_openapi import assert_described
from tests.api.v1.test_openapi import schema as schema  # a fixture


def test_an_entry_is_what_the_article_says(get: Get, schema: dict[str, Any]) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    stored = make_document(last_reviewed_date=date(2024, 1, 1), next_review_date=yesterday)
    make_document()
    response = get("manifest/")
    assert_described(schema, "/manifest/", response)
    entry = response.json()["items"][0]
    article = get(f"articles/{stored.slug}/")
    assert f'"{entry["etag"]}"' == article["ETag"]
    for name in ("id", "locale", "slug", "version", "modified_at"):
        assert entry[name] == article.json()[name]
    assert entry["last_reviewed_date"] == "2024-01-01"
    assert entry["next_review_date"] == yesterday.isoformat()
    assert response.json()["items"][1]["next_review_date"] is None


def test_all_languages_or_one(get: Get) -> None:
    first = make_document()
    make_document(locale="es", id=first.article_id)
    assert [item["locale"] for item in get("manifest/").json()["items"]] == ["en", "es"]
    response = get("manifest/?locale=es").json()
    assert [item["locale"] for item in response["items"]] == ["es"]
    assert response["meta"] == {"total_count": 1, "total_is_exact": True}
    assert response["items"][0]["id"] == str(first.article_id)


def test_only_what_is_public_now(get: Get) -> None:
    now = timezone.now()
    make_document("Public", slug="public")
    make_document("Canary", row={"live_from": now + timedelta(days=1)})
    make_document("Canary", row={"expires_at": now - timedelta(seconds=1)})
    set_state(make_document("Canary"), "gone")
    withdraw(make_document("Canary"))
    response = get("manifest/").json()
    assert [item["slug"] for item in response["items"]] == ["public"]
    assert response["meta"] == {"total_count": 1, "total_is_exact": True}


def test_a_walk_misses_nothing_while_editors_publish_and_withdraw(get: Get) -> None:
    stored = [make_document(slug=f"s{number}") for number in range(7)]
    page = get("manifest/?limit=2").json()
    seen = [item["slug"] for item in page["items"]]
    withdraw(stored[1])
    make_document(slug="new")
    while page["links"]["next"]:
        page = get(page["links"]["next"].partition("/api/v1/")[2]).json()
        seen += [item["slug"] for item in page["items"]]
    assert seen == [*(f"s{number}" for number in range(7)), "new"]
    back = []
    while page["links"]["previous"]:
        page = get(page["links"]["previous"].partition("/api/v1/")[2]).json()
        back = [item["slug"] for item in page["items"]] + back
    assert back[0] == "s0"


def test_is_one_query_once_the_total_is_known(get: Get, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        make_document()
    with django_assert_num_queries(2):
        get("manifest/")
    with django_assert_num_queries(1):
        response = get("manifest/")
    assert get("manifest/", if_none_match=response["ETag"]).status_code == 304
    assert response["Surrogate-Key"] == "articles"


@pytest.mark.parametrize(
    "query",
    [
        "topic=migraine",
        "kind=disease",
        "locale=xx",
        "limit=0",
        "cursor=",
        "cursor=x",
        "limit=1&limit=1",
        "a=%00",
    ],
)
def test_bad_input(get: Get, query: str) -> None:
    assert get(f"manifest/?{query}").status_code == 400


def test_a_cursor_of_another_list_is_refused(get: Get) -> None:
    make_document()
    make_document()
    for path in ("articles/?limit=1", "manifest/?locale=en&limit=1"):
        cursor = get(path).json()["links"]["next"].partition("cursor=")[2]
        assert get(f"manifest/?cursor={cursor}").status_code == 400
