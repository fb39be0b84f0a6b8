"""`/withdrawals/{id}/` and its acknowledgements."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from api.models import Acknowledgement, ApiClient
from api.v1.bodies import MOST_BYTES
from articles.models import Withdrawal
from articles.models.records import RecordIsFinal
from tests.api.changes.test_log import withdraw
from tests.api.keys.factories import bearer, make_key
from tests.api.v1 import test_bad_input
from tests.articles.factories import ArticlePageFactory, ClinicFactory, SuperuserFactory

pytestmark = pytest.mark.django_db

Post = Callable[..., Any]


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    """As everywhere; what was answered to a key is nobody else's as well."""
    has_key = "HTTP_AUTHORIZATION" in response.wsgi_request.META
    cached = "private, no-store" if has_key else "no-store"
    assert response["Cache-Control"] == cached
    response["Cache-Control"] = "no-store"
    return test_bad_input.assert_problem(response, status)


@pytest.fixture
def withdrawal() -> Withdrawal:
    return withdraw(ArticlePageFactory(slug="one"))


@pytest.fixture
def acknowledge(client: Client) -> Post:
    def post(withdrawal: Any, body: Any = b"{}", *, key: Any = None, **extra: Any) -> Any:
        uuid = getattr(withdrawal, "uuid", withdrawal)
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {**(bearer(key) if key else {}), **extra.pop("headers", {})}
        extra = {"content_type": "application/json", **extra}
        path = f"/api/v1/withdrawals/{uuid}/acknowledgements/"
        return client.post(path, data, headers=headers, **extra)

    return post


def test_the_410_and_the_feed_name_the_withdrawal(client: Client, withdrawal: Withdrawal) -> None:
    gone = client.get(f"/api/v1/articles/{withdrawal.translation_key}/")
    assert gone.status_code == 410
    assert gone.json()["withdrawal_id"] == str(withdrawal.uuid)


def test_a_withdrawal_is_read_by_its_id(client: Client, withdrawal: Withdrawal) -> None:
    path = f"/api/v1/withdrawals/{withdrawal.uuid}/"
    answer = client.get(path)
    assert answer.json() == {
        "withdrawal_id": str(withdrawal.uuid),
        "severity": "critical",
        "reason": "Wrong dose.",
        "withdrawn_at": answer.json()["withdrawn_at"],
        "replaced_by": None,
        "article_id": str(withdrawal.translation_key),
        "locale": "en",
        "clinic": None,
        "reinstated_at": None,
    }
    assert answer["Surrogate-Key"] == f"article-{withdrawal.translation_key}"
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    withdrawal.reinstated_at = timezone.now()
    withdrawal.save(update_fields=["reinstated_at"])
    assert client.get(path).json()["reinstated_at"] is not None


def test_a_replacement_is_named_only_while_it_is_public(client: Client) -> None:
    other = ArticlePageFactory(slug="other")
    withdrawal = withdraw(ArticlePageFactory(), replaced_by=other)
    path = f"/api/v1/withdrawals/{withdrawal.uuid}/"
    assert client.get(path).json()["replaced_by"]["slug"] == "other"
    other.unpublish()
    assert client.get(path).json()["replaced_by"] is None


UNKNOWN = "5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01"


@pytest.mark.parametrize("ref", ["x", "1", UNKNOWN, UNKNOWN[:-1] + "g", "%00"])
def test_an_unknown_withdrawal_is_not_found(client: Client, acknowledge: Post, ref: str) -> None:
    assert_problem(client.get(f"/api/v1/withdrawals/{ref}/"), 404)
    problem = acknowledge(ref, key=make_key())
    assert problem.status_code == 404


def test_the_first_acknowledgement_counts(acknowledge: Post, withdrawal: Withdrawal) -> None:
    key = make_key(name="Madrid website", clinic=ClinicFactory(slug="madrid"))
    first = acknowledge(withdrawal, {"note": "  Caches purged. "}, key=key)
    assert first.status_code == 201
    assert first["Cache-Control"] == "private, no-store"
    assert first.json() == {
        "withdrawal_id": str(withdrawal.uuid),
        "client": "Madrid website",
        "note": "Caches purged.",
        "acknowledged_at": first.json()["acknowledged_at"],
    }
    again = acknowledge(withdrawal, {"note": "Another."}, key=key)
    assert (again.status_code, again.json()) == (200, first.json())
    made = Acknowledgement.objects.get()
    assert (made.withdrawal, made.clinic_slug) == (withdrawal, "madrid")
    assert made.key_prefix == key.text.prefix


def test_each_client_acknowledges_for_itself(acknowledge: Post, withdrawal: Withdrawal) -> None:
    for _ in range(2):
        assert acknowledge(withdrawal, key=make_key()).status_code == 201
    assert Acknowledgement.objects.count() == 2


def test_what_has_come_back_can_still_be_acknowledged(
    acknowledge: Post, withdrawal: Withdrawal
) -> None:
    withdrawal.reinstated_at = timezone.now()
    withdrawal.save(update_fields=["reinstated_at"])
    assert acknowledge(withdrawal, key=make_key()).status_code == 201


def test_a_key_is_needed(acknowledge: Post, withdrawal: Withdrawal, settings: Any) -> None:
    problem = assert_problem(acknowledge(withdrawal), 401)
    assert "needs a key" in problem["detail"]
    assert acknowledge(withdrawal)["WWW-Authenticate"].startswith("Bearer")
    expired = make_key(expires_in=timedelta(hours=-1))
    assert acknowledge(withdrawal, key=expired).status_code == 401
    assert acknowledge(withdrawal, key=make_key(scopes=["webhooks"])).status_code == 403
    assert not Acknowledgement.objects.exists()


def test_a_signed_in_editor_is_nobody(client: Client, acknowledge: Post) -> None:
    """Cookies play no part: so nothing can be sent in an editor's name from elsewhere."""
    client.force_login(SuperuserFactory())
    assert acknowledge(withdraw(ArticlePageFactory())).status_code == 401


def test_a_bound_key_sees_what_concerns_it(client: Client, acknowledge: Post) -> None:
    north, south = ClinicFactory(slug="north"), ClinicFactory(slug="south")
    page = ArticlePageFactory()
    in_north = withdraw(page, clinic=north)
    everywhere = withdraw(page)
    of_north, of_south = make_key(clinic=north), make_key(clinic=south)
    spanish = make_key(locales=["es"])
    for key, taken, status in (
        (of_north, in_north, 201),
        (of_south, in_north, 404),
        (of_south, everywhere, 201),
        (spanish, everywhere, 404),
        (make_key(), in_north, 201),
    ):
        assert acknowledge(taken, key=key).status_code == status
        read = client.get(f"/api/v1/withdrawals/{taken.uuid}/", headers=bearer(key))
        assert read.status_code == (200 if status == 201 else 404)


WRONG: tuple[tuple[bytes, str], ...] = (
    (b" ", ""),
    (b"{", ""),
    (b"[]", ""),
    (b"null", ""),
    (b'"x"', ""),
    (b"\xff{}", ""),
    (b"\xef\xbb\xbf{}", ""),
    (b"[" * 9000, ""),
    (b"1" * 9000, ""),
    (b'{"note": 1}', "note"),
    (b'{"note": ["x"]}', "note"),
    (b'{"note": "a\\u0000b"}', "note"),
    (b'{"note": "\\ud800"}', "note"),
    (b'{"note": "' + b"x" * 501 + b'"}', "note"),
    (b'{"note": "a", "note": "b"}', "note"),
    (b'{"reason": "x"}', "reason"),
    (b'{"\\ud800": "x"}', "\ud800"),
)


@pytest.mark.parametrize(("body", "member"), WRONG)
def test_a_wrong_body_is_refused_with_its_cure(
    acknowledge: Post, withdrawal: Withdrawal, body: bytes, member: str
) -> None:
    problem = assert_problem(acknowledge(withdrawal, body, key=make_key()), 400)
    named = [error["parameter"] for error in problem["errors"]]
    assert named == ([member] if member else [])
    if member == "reason":
        assert problem["errors"][0]["allowed"] == ["note"]
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("note", [None, "", "x" * 500, "é 漢 😀", "<script>"])
def test_any_text_is_a_note(acknowledge: Post, withdrawal: Withdrawal, note: str | None) -> None:
    answer = acknowledge(withdrawal, {"note": note}, key=make_key())
    assert answer.status_code == 201
    assert answer.json()["note"] == (note or None)


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_only_json_is_taken(acknowledge: Post, withdrawal: Withdrawal, content_type: str) -> None:
    answer = acknowledge(withdrawal, b"{}", key=make_key(), content_type=content_type)
    problem = assert_problem(answer, 415)
    assert "Content-Type: application/json" in problem["detail"]


def test_a_compressed_body_is_not_taken(acknowledge: Post, withdrawal: Withdrawal) -> None:
    answer = acknowledge(withdrawal, key=make_key(), headers={"content-encoding": "gzip"})
    assert_problem(answer, 415)


def test_the_media_type_may_have_a_charset(acknowledge: Post, withdrawal: Withdrawal) -> None:
    content_type = "Application/JSON; charset=utf-8"
    assert acknowledge(withdrawal, key=make_key(), content_type=content_type).status_code == 201


def test_a_long_body_is_not_read(acknowledge: Post, withdrawal: Withdrawal) -> None:
    body = b'{"note": "' + b" " * MOST_BYTES + b'"}'
    assert (
        "16384 bytes"
        in assert_problem(acknowledge(withdrawal, body, key=make_key()), 413)["detail"]
    )


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_other_methods_are_not_allowed(client: Client, withdrawal: Withdrawal, method: str) -> None:
    path = f"/api/v1/withdrawals/{withdrawal.uuid}/"
    answer = getattr(client, method)(f"{path}acknowledgements/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    if method in ("put", "patch", "delete"):
        answer = getattr(client, method)(path)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_nothing_else_takes_a_post(client: Client) -> None:
    problem = assert_problem(client.post("/api/v1/articles/", {}), 405)
    assert problem["detail"] == "POST is not allowed here. Use GET, HEAD or OPTIONS."


def test_a_listed_origin_may_post(client: Client, withdrawal: Withdrawal, settings: Any) -> None:
    settings.CLINIC_CONTENT = {"API": {"CORS_ORIGINS": ["https://www.example.org"]}}
    headers = {
        "origin": "https://www.example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, content-type",
    }
    path = f"/api/v1/withdrawals/{withdrawal.uuid}/acknowledgements/"
    answer = client.options(path, headers=headers)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    for name in ("Authorization", "Content-Type"):
        assert name in answer["Access-Control-Allow-Headers"]


def test_limits_hold(acknowledge: Post, withdrawal: Withdrawal) -> None:
    key = make_key(requests_per_minute=2)
    statuses = [acknowledge(withdrawal, key=key).status_code for _ in range(3)]
    assert statuses == [201, 200, 429]


def test_a_query_parameter_is_refused(client: Client, withdrawal: Withdrawal) -> None:
    path = f"/api/v1/withdrawals/{withdrawal.uuid}/acknowledgements/?note=x"
    answer = client.post(path, b"{}", content_type="application/json", headers=bearer(make_key()))
    assert_problem(answer, 400)


def test_without_the_database_it_is_tried_again_later(
    acknowledge: Post, withdrawal: Withdrawal
) -> None:
    key = make_key()
    acknowledge(withdrawal, b"[]", key=key)
    with mock.patch.object(ApiClient.objects, "get", side_effect=OperationalError("gone")):
        answer = acknowledge(withdrawal, key=key)
    assert_problem(answer, 503)
    assert answer["Retry-After"] == "5"
    assert acknowledge(withdrawal, key=key).status_code == 201


def test_an_acknowledgement_is_final(acknowledge: Post, withdrawal: Withdrawal) -> None:
    acknowledge(withdrawal, key=make_key())
    made = Acknowledgement.objects.get()
    made.note = "Another."
    with pytest.raises(RecordIsFinal):
        made.save()
    with pytest.raises(RecordIsFinal):
        made.delete()
    with (
        pytest.raises((IntegrityError, OperationalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE api_acknowledgement SET note = 'x'")
    assert Acknowledgement.objects.get().note == ""


def test_an_acknowledgement_outlives_its_client(acknowledge: Post, withdrawal: Withdrawal) -> None:
    acknowledge(withdrawal, key=make_key(name="Madrid website"))
    ApiClient.objects.all().delete()
    made = Acknowledgement.objects.get()
    assert (made.client, made.client_name) == (None, "Madrid website")
    assert (made.withdrawal, made.withdrawal_uuid) == (withdrawal, withdrawal.uuid)
