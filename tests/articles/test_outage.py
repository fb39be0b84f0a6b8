"""What people are told while something is away."""

import errno
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from articles.outage import on_error


def answer_to(error: Exception) -> HttpResponse:
    try:
        raise error
    except Exception:
        return on_error(RequestFactory().get("/admin/"))


@pytest.mark.parametrize(
    "error",
    [OperationalError("the connection is closed"), InterfaceError("connection already closed")],
)
def test_a_database_that_is_away(error: Exception) -> None:
    answer = answer_to(error)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Cache-Control"] == "no-store"
    assert "The database cannot be reached" in answer.content.decode()
    assert str(error) not in answer.content.decode()


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OperationalError("database or disk is full"),
        OperationalError('could not extend file "base/1/2": No space left on device'),
    ],
)
def test_a_disk_that_is_full(error: Exception) -> None:
    answer = answer_to(error)
    assert answer.status_code == 503
    assert "no room left" in answer.content.decode()


@pytest.mark.parametrize("error", [KeyError("a bug"), OSError(errno.EACCES, "not ours")])
def test_a_bug_stays_one(error: Any) -> None:
    assert answer_to(error).status_code == 500
