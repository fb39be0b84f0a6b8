import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.factories import make_document, set_state, withdraw
from tests.api.v1.conftest import Get

TODAY = datetime.now(UTC).date()


def test_found_by_slug_and_by_id(get: Get) -> None:
    stored = make_document("Ketamine and migraine")
    by_slug = get(f"articles/{stored.slug}/")
    by_id = get(f"articles/{stored.article_id}/")
    assert by_slug.status_code == by_id.status_code == 200
    assert by_slug.content == by_id.content == stored.body
    assert by_slug["Content-Type"] == "application/json"
    assert by_slug.json()["title"] == "Ketamine and migraine"


def test_is_one_query(get: Get, django_assert_num_queries) -> None:
    stored = make_document()
    with django_assert_num_queries(1):
        get(f"articles/{stored.slug}/")
    with django_assert_num_queries(1):
        get(f"articles/{stored.article_id}/?locale=es&fallback=en")


def test_unchanged_is_304_by_one_query_that_reads_no_body(
    get: Get, django_assert_num_queries
) -> None:
    stored = make_document()
    etag = get(f"articles/{stored.slug}/")["ETag"]
    with django_assert_num_queries(1) as queries:
        response = get(f"articles/{stored.slug}/", if_none_match=etag)
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert "THEN NULL ELSE d.body" in queries[0]["sql"]
    # What describes the article is said with the article only: RFC 9110, 15.4.5.
    assert set(response.headers) == {"Cache-Control", "ETag", "Vary"}


@pytest.mark.parametrize("header", ['"nope", {}', "W/{}", "*", '{}, "x"', '"a" , W/{}'], ids=str)
def test_forms_of_if_none_match(get: Get, header: str) -> None:
    stored = make_document()
    etag = get(f"articles/{stored.slug}/")["ETag"]
    response = get(f"articles/{stored.slug}/", if_none_match=header.format(etag))
    assert response.status_code == 304


@pytest.mark.parametrize("header", ['"nope"', "nope", '"', "W/", "", '"\0"', '"' + "x" * 9_000])
def test_other_etags_get_the_article(get: Get, header: str) -> None:
    stored = make_document()
    response = get(f"articles/{stored.slug}/", if_none_match=header)
    assert response.content == stored.body


def test_headers_for_caches(get: Get) -> None:
    stored = make_document(topics=("migraine", "pain"))
    response = get(f"articles/{stored.slug}/")
    assert response["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
    tags = [f"article-{stored.article_id}", "topic-migraine", "topic-pain", f"slug-{stored.slug}"]
    assert response["Surrogate-Key"].split(" ") == tags
    assert response["Cache-Tag"].split(",") == tags
    assert response["Last-Modified"].endswith("GMT")
    assert response["ETag"] == f'"{stored.etag}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


def test_head_has_the_headers_only(client: Client, db: None) -> None:
    stored = make_document()
    response = client.head(f"/api/v1/articles/{stored.slug}/")
    assert response.status_code == 200
    assert response.content == b""
    assert response["Content-Length"] == str(len(stored.body))
    assert response["ETag"] == f'"{stored.etag}"'


def test_lifetime_follows_the_settings(get: Get, settings) -> None:
    settings.CLINIC_CONTENT = {"API": {"CACHE_MAX_AGE": 7, "CACHE_STALE_WHILE_REVALIDATE": 9}}
    stored = make_document()
    response = get(f"articles/{stored.slug}/")
    assert response["Cache-Control"] == "public, max-age=7, stale-while-revalidate=9"


@pytest.mark.parametrize(
    "row",
    [
        {"state": "gone"},
        # A day: the suite may take minutes to get here.
        {"live_from": timezone.now() + timedelta(days=1)},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
    ids=["gone", "not-yet-live", "expired"],
)
def test_what_is_not_public_is_as_unknown(get: Get, row: dict) -> None:
    stored = make_document(row=row)
    hidden = get(f"articles/{stored.article_id}/", if_none_match=f'"{stored.etag}"')
    unknown = get(f"articles/{uuid4()}/")
    assert hidden.status_code == unknown.status_code == 404
    same = ("type", "title", "status", "detail", "errors")
    assert [hidden.json()[name] for name in same] == [unknown.json()[name] for name in same]
    assert hidden["Cache-Control"] == "no-store"
    assert "ETag" not in hidden


def test_inside_its_window_it_is_public(get: Get) -> None:
    now = timezone.now()
    window = {"live_from": now - timedelta(seconds=1), "expires_at": now + timedelta(minutes=1)}
    stored = make_document(row=window)
    assert get(f"articles/{stored.slug}/").status_code == 200


def test_withdrawn_is_410_with_its_notice(get: Get) -> None:
    stored = make_document(topics=("migraine",))
    etag, other = stored.etag, uuid4()
    notice = withdraw(stored, replaced_by=other)
    for headers in ({}, {"if_none_match": f'"{etag}"'}, {"if_none_match": "*"}):
        response = get(f"articles/{stored.slug}/", **headers)
        assert response.status_code == 410
    problem = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert problem["severity"] == "critical"
    assert problem["reason"] == notice.reason
    assert problem["withdrawn_at"] == "2026-01-01T12:00:00Z"
    assert problem["replaced_by"]["id"] == str(other)
    assert stored.title not in response.content.decode()
    # As cacheable as the article, and purged by the same tags.
    assert response["Surrogate-Key"].startswith(f"article-{stored.article_id}")
    assert response["Cache-Control"].startswith("public")
    assert "ETag" not in response


def test_gone_after_withdrawal_is_not_found(get: Get) -> None:
    stored = make_document()
    withdraw(stored)
    set_state(stored, "gone")
    assert get(f"articles/{stored.slug}/").status_code == 404


def test_a_slug_of_two_articles_is_the_public_original(get: Get) -> None:
    make_document("Withdrawn", slug="same", row={"state": "withdrawn", "body": b"{}"})
    make_document("Gone", slug="same", row={"state": "gone"})
    make_document("Alias", slug="same", row={"is_alias": True})
    first = make_document("First", slug="same")
    make_document("Second", slug="same")
    assert get("articles/same/").content == first.body


def test_locale(get: Get) -> None:
    english = make_document("Migraine", slug="migraine")
    spanish = make_document("Migraña", slug="migrana", locale="es", id=english.article_id)
    assert get(f"articles/{english.article_id}/").content == english.body
    assert get(f"articles/{english.article_id}/?locale=es").content == spanish.body
    assert get("articles/migraine/?locale=es").status_code == 404
    assert get("articles/migrana/?locale=es").content == spanish.body


def test_fallback(get: Get) -> None:
    english = make_document("Migraine")
    path = f"articles/{english.article_id}/?locale=es"
    assert get(path).status_code == 404
    assert get(f"{path}&fallback=none").status_code == 404
    assert get(f"{path}&fallback=en").content == english.body
    spanish = make_document("Migraña", locale="es", id=english.article_id)
    assert get(f"{path}&fallback=en").content == spanish.body


def test_fallback_never_hides_a_withdrawal(get: Get) -> None:
    english = make_document("Migraine")
    spanish = make_document("Migraña", locale="es", id=english.article_id)
    withdraw(spanish)
    assert get(f"articles/{english.article_id}/?locale=es&fallback=en").status_code == 410
    assert get(f"articles/{english.article_id}/").status_code == 200


@pytest.mark.parametrize(
    ("next_review", "status", "suffix"),
    [
        (TODAY + timedelta(days=61), "current", ""),
        (TODAY + timedelta(days=60), "due_soon", "-due-soon"),
        (TODAY, "due_soon", "-due-soon"),
        (TODAY - timedelta(days=1), "overdue", "-overdue"),
        (None, "current", ""),
    ],
    ids=["far", "60-days", "today", "yesterday", "none-planned"],
)
def test_review_status_is_true_on_the_day_of_the_read(
    get: Get, next_review: date | None, status: str, suffix: str
) -> None:
    stored = make_document(
        last_reviewed_date=date(2024, 1, 1),
        next_review_date=next_review,
        summary='Mentions "review":{"status":"current" itself.',
    )
    response = get(f"articles/{stored.slug}/")
    assert response.json()["review"]["status"] == status
    assert response["ETag"] == f'"{stored.etag}{suffix}"'
    assert json.loads(response.content)["summary"].endswith('"current" itself.')
    assert response["Content-Length"] == str(len(response.content))
    again = get(f"articles/{stored.slug}/", if_none_match=response["ETag"])
    assert again.status_code == 304


def test_never_reviewed_is_unreviewed_whatever_its_next_review(get: Get) -> None:
    stored = make_document(next_review_date=TODAY - timedelta(days=9))
    response = get(f"articles/{stored.slug}/")
    assert response.json()["review"]["status"] == "unreviewed"
    assert response["ETag"] == f'"{stored.etag}"'


def test_a_copy_from_before_the_review_lapsed_is_replaced(get: Get) -> None:
    stored = make_document(
        last_reviewed_date=date(2024, 1, 1), next_review_date=TODAY - timedelta(days=1)
    )
    stale = get(f"articles/{stored.slug}/", if_none_match=f'"{stored.etag}"')
    assert stale.status_code == 200
    assert stale.json()["review"]["status"] == "overdue"


def test_last_modified_follows_the_lapse(get: Get) -> None:
    old = {"changed_at": datetime(2024, 1, 1, tzinfo=UTC)}
    fresh = make_document(row=old)
    lapsed = make_document(
        row=old, last_reviewed_date=date(2024, 1, 1), next_review_date=date(2025, 5, 31)
    )
    assert get(f"articles/{fresh.slug}/")["Last-Modified"] == "Mon, 01 Jan 2024 00:00:00 GMT"
    assert get(f"articles/{lapsed.slug}/")["Last-Modified"] == "Sun, 01 Jun 2025 00:00:00 GMT"


def test_due_soon_follows_the_setting(get: Get, settings) -> None:
    settings.CLINIC_CONTENT = {"API": {"REVIEW_DUE_SOON_DAYS": 1}}
    stored = make_document(
        last_reviewed_date=date(2024, 1, 1), next_review_date=TODAY + timedelta(days=2)
    )
    assert get(f"articles/{stored.slug}/").json()["review"]["status"] == "current"
