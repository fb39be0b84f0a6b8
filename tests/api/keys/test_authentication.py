"""Whose key is accepted, and that any other one is refused everywhere, never read as nobody's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from api.keys.lookup import KeyMemory, memory
from api.keys.operations import TooManyKeysError, create_key, revoke_key, rotate_key
from api.keys.text import _checksum, generate_key
from api.models import ApiClient, ApiKey
from tests.api.factories import make_document, withdraw
from tests.api.keys.factories import bearer, make_key

pytestmark = pytest.mark.django_db
ARTICLES = "/api/v1/articles/"
EVERYWHERE = [
    ARTICLES,
    "/api/v1/articles/nothing/",
    "/api/v1/articles/?nothing=1",
    "/api/v1/articles/a/sections/b/",
    "/api/v1/sections/",
    "/api/v1/topics/",
    "/api/v1/topics/a/",
    "/api/v1/clinics/",
    "/api/v1/clinics/a/",
    "/api/v1/citations/1/",
    "/api/v1/find/?path=/a/",
    "/api/v1/manifest/",
    "/api/v1/",
    "/api/v1/schema/",
    "/api/v1/docs/",
    "/api/v1/docs/assets/start.js",
    "/api/v1/nothing/",
    "/api/",
    "/api/v2/",
]


def read(path: str, header: str, method: str = "get"):
    return getattr(Client(), method)(path, headers={"authorization": header})


def assert_refused(response) -> None:
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"].startswith("Bearer ")
    assert 'error="invalid_token"' in response["WWW-Authenticate"]
    assert response["Cache-Control"] == "private, no-store"


def changed(text: str) -> str:
    """A key with a right checksum and the same prefix, and another secret."""
    start = f"{text[:11]}_{generate_key().whole.split('_')[2]}"
    return f"{start}_{_checksum(start)}"


def test_a_right_key_reads_and_its_answer_is_kept_by_no_cache() -> None:
    stored = make_document()
    response = Client().get(f"{ARTICLES}{stored.slug}/", headers=bearer(make_key()))
    assert response.status_code == 200
    assert response.content == stored.body
    assert response["Cache-Control"] == "private, no-store"
    assert response["Vary"] == "Accept-Encoding, Authorization"


def test_answers_to_anybody_vary_by_key_too() -> None:
    stored = make_document()
    response = Client().get(f"{ARTICLES}{stored.slug}/")
    assert response["Vary"] == "Accept-Encoding, Authorization"
    assert response["Cache-Control"].startswith("public")


def test_a_304_and_a_410_to_a_key_are_private_too() -> None:
    stored, taken_back = make_document(), make_document()
    withdraw(taken_back)
    key = bearer(make_key())
    same = {**key, "if-none-match": f'"{stored.etag}"'}
    unchanged = Client().get(f"{ARTICLES}{stored.slug}/", headers=same)
    gone = Client().get(f"{ARTICLES}{taken_back.slug}/", headers=key)
    assert (unchanged.status_code, gone.status_code) == (304, 410)
    assert unchanged["Cache-Control"] == gone["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", EVERYWHERE)
def test_an_unknown_key_is_refused_everywhere(path: str) -> None:
    assert_refused(read(path, f"Bearer {generate_key().whole}"))


@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "delete"])
def test_whatever_the_method(method: str) -> None:
    assert_refused(read(ARTICLES, f"Bearer {generate_key().whole}", method))


@pytest.mark.parametrize(
    "header",
    ["", " ", "Bearer", "Bearer ", "Bearer x", "Basic dXNlcjpwYXNz", "Token {key}", "{key}",
     "Bearer {key} x", "Bearer {key},Bearer {key}", "Bearer ca_{key}", 'Bearer "{key}"',
     "Bearer \xff\xfe", "Bearer " + "a" * 5_000],
)  # fmt: skip
def test_anything_but_one_right_key_is_refused(header: str) -> None:
    key = make_key().text.whole
    assert_refused(read(ARTICLES, header.replace("{key}", key)))


def test_the_scheme_s_case_does_not_matter() -> None:
    assert read(ARTICLES, f"bearer {make_key().text.whole}").status_code == 200


def test_the_right_prefix_with_another_secret_is_refused() -> None:
    key = make_key()
    assert read(ARTICLES, f"Bearer {key.text.whole}").status_code == 200
    assert_refused(read(ARTICLES, f"Bearer {changed(key.text.whole)}"))


@pytest.mark.parametrize("path", EVERYWHERE)
def test_a_revoked_key_is_refused_everywhere(path: str) -> None:
    key = make_key()
    assert read(ARTICLES, f"Bearer {key.text.whole}").status_code == 200
    revoke_key(key.key)
    response = read(path, f"Bearer {key.text.whole}")
    assert_refused(response)
    assert "revoked" in response.json()["detail"]


def test_an_expired_key_is_refused_at_its_moment_though_remembered() -> None:
    key = make_key(expires_in=timedelta(hours=1))
    assert read(ARTICLES, f"Bearer {key.text.whole}").status_code == 200
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    memory.clear()
    response = read(ARTICLES, f"Bearer {key.text.whole}")
    assert_refused(response)
    assert "expired" in response.json()["detail"]


def test_why_it_is_refused_is_told_to_its_holder_only() -> None:
    key = make_key()
    revoke_key(key.key)
    assert "revoked" not in read(ARTICLES, f"Bearer {changed(key.text.whole)}").json()["detail"]


def test_a_deleted_client_s_key_is_refused() -> None:
    key = make_key()
    key.key.client.delete()
    assert_refused(read(ARTICLES, f"Bearer {key.text.whole}"))


@pytest.mark.parametrize("name", ["key", "api_key", "access_token", "authorization", "token"])
def test_a_key_in_the_query_string_is_no_key(name: str, settings) -> None:
    settings.CLINIC_CONTENT = {"API": {"ANONYMOUS_READS": False}}
    key = make_key().text.whole
    assert Client().get(f"{ARTICLES}?{name}={key}").status_code == 401
    settings.CLINIC_CONTENT = {"API": {}}
    assert Client().get(f"{ARTICLES}?{name}={key}").status_code == 400


@pytest.mark.parametrize("path", EVERYWHERE[:12])
def test_a_key_without_the_scope_may_not_read(path: str) -> None:
    response = Client().get(path, headers=bearer(make_key(scopes=["webhooks"])))
    assert response.status_code == 403
    assert 'error="insufficient_scope"' in response["WWW-Authenticate"]
    assert "read" in response.json()["detail"]


def test_without_the_scope_what_is_no_content_stays_open() -> None:
    key = bearer(make_key(scopes=["preview"]))
    for path in ("/api/v1/", "/api/v1/schema/", "/api/v1/docs/"):
        assert Client().get(path, headers=key).status_code == 200


@pytest.mark.parametrize("path", EVERYWHERE[:12])
def test_where_anonymous_reads_are_off_content_needs_a_key(path: str, settings) -> None:
    settings.CLINIC_CONTENT = {"API": {"ANONYMOUS_READS": False}}
    response = Client().get(path)
    assert response.status_code == 401
    # RFC 6750: no error code where there was no attempt.
    assert response["WWW-Authenticate"] == 'Bearer realm="Clinic Articles"'
    assert Client().get(path, headers=bearer(make_key())).status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "path", ["/api/v1/", "/api/v1/schema/", "/api/v1/docs/", "/health/live", "/health/ready"]
)
def test_what_is_no_content_needs_none(path: str, settings) -> None:
    settings.CLINIC_CONTENT = {"API": {"ANONYMOUS_READS": False}}
    assert Client().get(path).status_code == 200


def test_a_preflight_needs_none(settings) -> None:
    settings.CLINIC_CONTENT = {
        "API": {"ANONYMOUS_READS": False, "CORS_ORIGINS": ["https://www.example.org"]}
    }
    response = Client().options(
        ARTICLES,
        headers={"origin": "https://www.example.org", "access-control-request-method": "GET"},
    )
    assert response.status_code == 204
    assert "Authorization" in response["Access-Control-Allow-Headers"]


def test_health_does_not_look_at_keys() -> None:
    assert read("/health/live", "Bearer nonsense").status_code == 200


def test_garbage_asks_the_database_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        for header in ("Bearer x", "Basic x", "Bearer ca_12345678_" + "a" * 32 + "_000000"):
            assert_refused(read("/api/v1/", header))


def test_a_key_costs_one_query_in_three_seconds(django_assert_num_queries) -> None:
    header = f"Bearer {make_key().text.whole}"
    with django_assert_num_queries(1):
        for _ in range(5):
            assert read("/api/v1/", header).status_code == 200


def test_a_row_is_remembered_for_three_seconds_and_no_longer(django_assert_num_queries) -> None:
    now = [100.0]
    remembered = KeyMemory(clock=lambda: now[0])
    prefix = make_key().text.prefix
    remembered.get(prefix)
    now[0] += 2.9
    with django_assert_num_queries(0):
        assert remembered.get(prefix) is not None
    now[0] += 0.2
    with django_assert_num_queries(1):
        remembered.get(prefix)


def test_unknown_keys_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.keys.lookup.MOST_REMEMBERED", 20)
    remembered = KeyMemory()
    for _ in range(50):
        remembered.get(generate_key().prefix)
    assert len(remembered) == 20


def test_two_active_keys_and_no_third() -> None:
    first = make_key()
    client: ApiClient = first.key.client
    second = create_key(client, expires_at=None)
    with pytest.raises(TooManyKeysError):
        create_key(client, expires_at=None)
    assert {read(ARTICLES, f"Bearer {key.text.whole}").status_code for key in (first, second)} == {
        200
    }
    revoke_key(first.key)
    create_key(client, expires_at=None)


def test_rotation_lets_the_old_key_work_for_the_overlap() -> None:
    old = make_key()
    new = rotate_key(old.key, overlap=timedelta(hours=1), expires_at=None)
    assert read(ARTICLES, f"Bearer {old.text.whole}").status_code == 200
    assert read(ARTICLES, f"Bearer {new.text.whole}").status_code == 200
    old.key.refresh_from_db()
    left = old.key.expires_at - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


def test_rotation_never_prolongs_the_old_key() -> None:
    old = make_key(expires_in=timedelta(minutes=5))
    before = old.key.expires_at
    rotate_key(old.key, overlap=timedelta(days=7), expires_at=None)
    old.key.refresh_from_db()
    assert old.key.expires_at == before


def test_a_revoked_key_stays_revoked_since_the_first_time() -> None:
    key = make_key()
    revoke_key(key.key)
    since = key.key.revoked_at
    revoke_key(key.key)
    assert key.key.revoked_at == since
