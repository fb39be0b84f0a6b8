"""A key is seen once, by whom it is made for, and nowhere else."""

import json
import logging
import sys
from datetime import timedelta

import pytest
from django.core import serializers
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter
from wagtail.models import ModelLogEntry

from api.keys.lookup import find_row, memory
from api.keys.operations import create_key, revoke_key, rotate_key
from api.models import ApiClient, ApiKey
from api.v1.access import admit
from cms.json_logs import JsonLogFormatter
from tests.api.keys.factories import bearer, make_key

pytestmark = pytest.mark.django_db


def secret_of(key) -> str:
    return key.text.whole.split("_")[2]


def test_the_database_has_a_digest_only() -> None:
    key = make_key()
    rows = serializers.serialize("json", [*ApiKey.objects.all(), *ApiClient.objects.all()])
    assert secret_of(key) not in rows
    assert key.text.prefix in rows
    assert key.key.digest in rows
    assert len(key.key.digest) == 64


def test_repr_and_str_tell_the_public_part_only() -> None:
    key = make_key()
    row = memory.get(key.text.prefix)
    shown = f"{key!r} {key.text!r} {key.key!r} {key.key} {row!r} {key.key.client!r}"
    assert key.text.prefix in shown
    assert secret_of(key) not in shown


def test_the_history_names_the_public_part_only() -> None:
    key = make_key()
    new = rotate_key(key.key, overlap=timedelta(hours=1), expires_at=None)
    revoke_key(new.key)
    entries = ModelLogEntry.objects.filter(action__startswith="api.key.")
    told = [(entry.action, entry.message) for entry in entries]
    assert sorted(action for action, _message in told) == [
        "api.key.create", "api.key.create", "api.key.revoke", "api.key.rotate",
    ]  # fmt: skip
    everything = json.dumps([[entry.message, entry.data, entry.label] for entry in entries])
    assert f"ca_{key.text.prefix}" in everything
    for each in (key, new):
        assert secret_of(each) not in everything
        assert each.key.digest not in everything


@pytest.mark.parametrize("fails_in", ["api.keys.lookup._get_row", "api.reading.query._fetch"])
def test_logs_of_a_failing_request(
    fails_in: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("broken")

    key = make_key()
    monkeypatch.setattr(fails_in, fail)
    with caplog.at_level(logging.DEBUG):
        response = Client().get("/api/v1/articles/", headers=bearer(key))
    assert response.status_code == 500
    assert secret_of(key) not in response.content.decode()
    assert any(record.exc_info for record in caplog.records)
    lines = [JsonLogFormatter().format(record) for record in caplog.records]
    assert secret_of(key) not in caplog.text + "".join(lines)


def test_logs_of_a_refused_key(caplog: pytest.LogCaptureFixture) -> None:
    key = make_key()
    revoke_key(key.key)
    with caplog.at_level(logging.DEBUG):
        response = Client().get("/api/v1/articles/", headers=bearer(key))
    assert response.status_code == 401
    lines = [JsonLogFormatter().format(record) for record in caplog.records]
    assert lines
    assert secret_of(key) not in "".join(lines) + caplog.text + response.content.decode()


def report_of(call, request) -> str:
    """Django's error page for what `call` raises, as it is mailed to the site's admins."""
    try:
        call()
    except RuntimeError:
        return ExceptionReporter(request, *sys.exc_info()).get_traceback_html()
    raise AssertionError("nothing was raised")


def test_error_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("broken")

    key = make_key()
    request = RequestFactory().get("/api/v1/articles/", headers=bearer(key))
    monkeypatch.setattr("api.keys.lookup._get_row", fail)
    reports = [
        report_of(lambda: admit(request, content=True), request),
        report_of(lambda: find_row(key.text), None),
    ]
    monkeypatch.setattr("api.keys.operations._log", fail)
    reports.append(report_of(lambda: create_key(key.key.client, expires_at=None), None))
    for report in reports:
        assert "broken" in report
        assert secret_of(key) not in report
    # What the new key would have been is in no report either.
    assert "********" in reports[2]
