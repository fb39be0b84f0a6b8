"""The one command for what has to be done about reviews every day."""

import io
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.review import daily
from articles.review.outcome import Outcome
from tests.articles.factories import ArticlePageFactory, UserFactory

pytestmark = pytest.mark.django_db


def run(*args: str) -> list[str]:
    out = io.StringIO()
    call_command("run_daily_review", *args, stdout=out)
    return out.getvalue().splitlines()


def test_it_does_every_step_and_says_what_it_did() -> None:
    ArticlePageFactory(next_review_date=timezone.localdate(), owner=UserFactory())
    lines = run()
    assert [line.split(":")[0] for line in lines] == list(daily.STEPS)
    assert lines[0] == "reminders: 1 reminders sent"
    assert len(mail.outbox) == 1


def test_one_step_alone() -> None:
    assert run("--only", "records") == ["records: 0 records of publications closed"]


def test_a_step_that_fails_keeps_no_other_and_is_reported(monkeypatch: Any, caplog: Any) -> None:
    def fail() -> Outcome:
        raise RuntimeError("no")

    steps = {**daily.STEPS, "reminders": daily.Step("reminders sent", fail)}
    monkeypatch.setattr(daily, "STEPS", steps)
    out = io.StringIO()
    with pytest.raises(CommandError, match="reminders"):
        call_command("run_daily_review", stdout=out)
    assert "overdue: 0" in out.getvalue()
    assert "records: 0" in out.getvalue()
    assert "step reminders failed" in caplog.text


def test_failures_inside_a_step_are_counted_and_reported(monkeypatch: Any) -> None:
    steps = {"overdue": daily.Step("overdue articles taken down", lambda: Outcome(2, 1))}
    monkeypatch.setattr(daily, "STEPS", steps)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("run_daily_review", stdout=out)
    assert out.getvalue() == "overdue: 2 overdue articles taken down, 1 failed\n"
