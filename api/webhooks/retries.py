"""When an endpoint is tried again. Pure: numbers in, times out."""

import random
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

RETRY_AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The schedule that Standard Webhooks recommends."""
JITTER = 0.2
"""Up to so much longer, so that what failed together does not come back together."""
LONGEST_WAIT = timedelta(hours=24)
"""The most that a receiver's own `Retry-After` is followed."""

FAILURES_UNTIL_PAUSE = 5
_SHORTEST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=10)


def next_attempt(
    attempts: int, now: datetime, *, wait: timedelta | None = None, jitter: float | None = None
) -> datetime | None:
    """Return when to try again after `attempts` that failed; None after the last one.

    ``wait``: what the receiver asked for, if it did. ``jitter``: from 0 to 1, else chance.
    """
    if attempts > len(RETRY_AFTER):
        return None
    share = random.random() if jitter is None else jitter  # noqa: S311
    own = RETRY_AFTER[attempts - 1] * (1 + JITTER * share)
    pause = max(own, min(wait or own, LONGEST_WAIT))
    return now + pause


def pause_until(failures: int, now: datetime) -> datetime | None:
    """Return until when an endpoint that failed so often in a row is left alone altogether."""
    surplus = failures - FAILURES_UNTIL_PAUSE
    if surplus < 0:
        return None
    doubled: timedelta = _SHORTEST_PAUSE * 2 ** min(surplus, 10)
    return now + min(doubled, _LONGEST_PAUSE)


def read_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Return how long a `Retry-After` header asks to wait; None without a usable one."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        return None
    return max(until - now, timedelta(0))
