"""When an endpoint is tried again."""

import datetime
from datetime import timedelta

import pytest

from api.webhooks.retries import next_attempt, pause_until, read_retry_after

NOW = datetime.datetime(2026, 11, 27, 12, 0, tzinfo=datetime.UTC)


def test_the_schedule_of_standard_webhooks_and_then_no_more() -> None:
    waits = []
    for attempts in range(1, 11):
        at = next_attempt(attempts, NOW, jitter=0)
        waits.append(at - NOW if at else None)
    hours = [timedelta(hours=each) for each in (2, 5, 10, 14, 20, 24)]
    first = [timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)]
    assert waits == [*first, *hours, None]


def test_chance_only_makes_it_later() -> None:
    assert next_attempt(2, NOW, jitter=1) == NOW + timedelta(minutes=6)
    assert NOW + timedelta(minutes=5) <= (next_attempt(2, NOW) or NOW) <= NOW + timedelta(minutes=6)


def test_what_the_receiver_asks_for_is_followed_within_reason() -> None:
    assert next_attempt(1, NOW, wait=timedelta(minutes=1), jitter=0) == NOW + timedelta(minutes=1)
    assert next_attempt(3, NOW, wait=timedelta(minutes=1), jitter=0) == NOW + timedelta(minutes=30)
    assert next_attempt(1, NOW, wait=timedelta(days=9), jitter=0) == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Fri, 27 Nov 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Fri, 27 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("9" * 400, timedelta(days=1)),
        *((wrong, None) for wrong in (None, "", "soon", "-5", "²", "1e9", "Fri, 99 Nov 2026")),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value: str | None, wait: timedelta | None) -> None:
    assert read_retry_after(value, NOW) == wait


def test_who_fails_again_and_again_is_left_alone_for_longer_and_longer() -> None:
    assert pause_until(4, NOW) is None
    pauses = [(pause_until(failures, NOW) or NOW) - NOW for failures in (5, 6, 7, 10, 10_000)]
    assert pauses == [timedelta(seconds=each) for each in (30, 60, 120, 600, 600)]
