"""What goes wrong on our side."""

from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client

PATHS = ("/api/v1/articles/", "/api/v1/articles/migraine/")


def fail_with(error: Exception) -> Any:
    def fetch(*args: object) -> None:
        raise error

    return fetch


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PATHS, "/health/ready"])
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_no_database_is_503_with_when_to_try_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str, error: type[Exception]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("api.reading.query._fetch", fail_with(error("secret")))
        response = client.get(path)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response["Content-Type"] == "application/problem+json"
    assert b"secret" not in response.content
    assert client.get(path).status_code in (200, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_a_bug_is_500_without_a_trace(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    failing = fail_with(DatabaseError("secret"))
    monkeypatch.setattr("api.reading.query._fetch", failing)
    response = client.get(f"{path}?locale=es")
    assert response.status_code == 500
    assert response.json()["type"] == "urn:clinic-articles:problem:internal-error"
    assert b"secret" not in response.content
    assert b"Traceback" not in response.content
    logged = next(record for record in caplog.records if record.name == "api")
    assert logged.exc_info
    # The query string may tell what somebody reads.
    assert "locale" not in logged.getMessage()
