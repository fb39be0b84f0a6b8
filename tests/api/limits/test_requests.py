"""Limits as clients meet them."""

import pytest
from django.test import Client

from api.keys.operations import revoke_key
from api.keys.text import generate_key
from tests.api.factories import make_document
from tests.api.keys.factories import bearer, make_key

pytestmark = pytest.mark.django_db
ARTICLES = "/api/v1/articles/"
ADDRESS, OTHER = "192.0.2.1", "192.0.2.2"


def limit(settings, **values: object) -> None:
    settings.CLINIC_CONTENT = {"API": values}


def read(path: str = ARTICLES, address: str = ADDRESS, **headers: str):
    return Client().get(path, headers=headers, REMOTE_ADDR=address)


def statuses(times: int, **headers: str) -> list[int]:
    return [read(**headers).status_code for _ in range(times)]


def test_an_address_has_its_limit(settings) -> None:
    limit(settings, ANONYMOUS_LIMIT=3)
    assert statuses(5) == [200, 200, 200, 429, 429]
    assert read(address=OTHER).status_code == 200


def test_the_429_says_when_to_come_back(settings) -> None:
    limit(settings, ANONYMOUS_LIMIT=1)
    response = [read(), read()][1]
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:clinic-articles:problem:too-many-requests"
    assert response["Cache-Control"] == "no-store"
    assert response["RateLimit-Limit"] == "1"
    assert response["RateLimit-Remaining"] == "0"
    assert 1 <= int(response["Retry-After"]) <= 60
    assert response["Retry-After"] == response["RateLimit-Reset"]


def test_every_answer_says_what_is_left(settings) -> None:
    limit(settings, ANONYMOUS_LIMIT=50)
    stored = make_document()
    one = f"{ARTICLES}{stored.slug}/"
    answers = [
        read(one),
        read(one, **{"if-none-match": f'"{stored.etag}"'}),
        read(f"{ARTICLES}nothing/"),
        read(f"{ARTICLES}?x=1"),
        read("/api/v1/"),
        read("/api/nothing/"),
    ]
    assert [each.status_code for each in answers] == [200, 304, 404, 400, 200, 404]
    assert [each["RateLimit-Remaining"] for each in answers] == ["49", "48", "47", "46", "45", "44"]
    assert {each["RateLimit-Limit"] for each in answers} == {"50"}


def test_none_is_no_limit_and_says_nothing(settings) -> None:
    limit(settings, ANONYMOUS_LIMIT=None)
    assert "RateLimit-Limit" not in read()


def test_health_and_preflights_are_not_counted(settings) -> None:
    limit(settings, ANONYMOUS_LIMIT=1)
    for _ in range(5):
        assert read("/health/live").status_code == 200
        assert read("/health/ready").status_code == 200
        assert Client().options(ARTICLES, REMOTE_ADDR=ADDRESS).status_code == 204
    assert "RateLimit-Limit" not in read("/health/live")
    assert statuses(2) == [200, 429]


def test_a_key_has_a_limit_of_its_own(settings) -> None:
    limit(settings, ANONYMOUS_LIMIT=1, KEY_LIMIT=3)
    assert statuses(2) == [200, 429]
    one, other = bearer(make_key()), bearer(make_key())
    assert statuses(4, **one) == [200, 200, 200, 429]
    assert statuses(1, **other) == [200]
    # Wherever it is used from.
    assert read(address=OTHER, **one).status_code == 429


def test_a_client_s_number_goes_before_the_site_s(settings) -> None:
    limit(settings, KEY_LIMIT=1)
    key = bearer(make_key(requests_per_minute=2))
    assert statuses(3, **key) == [200, 200, 429]
    assert read(**key)["RateLimit-Limit"] == "2"


def test_guessing_has_a_limit(settings) -> None:
    limit(settings, FAILED_KEY_LIMIT=3)
    guesses = [{"authorization": f"Bearer {generate_key().whole}"} for _ in range(5)]
    answers = [read(**guess) for guess in guesses]
    assert [each.status_code for each in answers] == [401, 401, 401, 429, 429]
    assert "Retry-After" in answers[-1]
    # Garbage counts too, and another address is another matter.
    assert read(authorization="Basic x").status_code == 429
    assert read(address=OTHER, **guesses[0]).status_code == 401
    # Who sends no key is not concerned.
    assert read().status_code == 200


def test_past_the_limit_a_right_guess_is_not_answered(settings) -> None:
    limit(settings, FAILED_KEY_LIMIT=1)
    key = make_key()
    assert read(authorization="Bearer x").status_code == 401
    assert read(**bearer(key)).status_code == 429


def test_a_key_that_worked_before_is_not_shut_out_by_a_neighbour(settings) -> None:
    limit(settings, FAILED_KEY_LIMIT=1)
    key = make_key()
    assert read(**bearer(key)).status_code == 200
    assert [read(authorization="Bearer x").status_code for _ in range(2)] == [401, 429]
    assert read(**bearer(key)).status_code == 200
    revoke_key(key.key)
    assert read(**bearer(key)).status_code == 429


def test_past_the_limit_guesses_ask_the_database_nothing(
    settings, django_assert_num_queries
) -> None:
    limit(settings, FAILED_KEY_LIMIT=1)
    read(authorization="Bearer x")
    with django_assert_num_queries(0):
        for _ in range(3):
            guess = f"Bearer {generate_key().whole}"
            assert read("/api/v1/", authorization=guess).status_code == 429


def test_scripts_may_read_what_is_left(settings) -> None:
    limit(settings, CORS_ORIGINS=["https://www.example.org"], ANONYMOUS_LIMIT=1)
    for status in (200, 429):
        response = read(origin="https://www.example.org")
        assert response.status_code == status
        exposed = response["Access-Control-Expose-Headers"]
        for name in ("ETag", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
                     "Retry-After"):  # fmt: skip
            assert name in exposed


def test_a_spoofed_address_does_not_help(settings) -> None:
    limit(settings, ANONYMOUS_LIMIT=2, NUM_PROXIES=1)
    answers = [
        read(**{"x-forwarded-for": f"198.51.100.{number}, 203.0.113.5"}).status_code
        for number in range(3)
    ]
    assert answers == [200, 200, 429]


def test_where_redis_is_down_each_process_counts_for_itself(settings) -> None:
    limit(settings, ANONYMOUS_LIMIT=2)
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            # Nobody listens there.
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    stored = make_document()
    key = bearer(make_key())
    path = f"{ARTICLES}{stored.slug}/"
    assert [read(path).status_code for _ in range(3)] == [200, 200, 429]
    assert read(path, **key).status_code == 200
