"""What is public now, as SQL. One place decides it for every reader."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from api.conf import get_setting

TABLE = "api_deliverydocument"
VARIANTS = "api_documentvariant"

# Named parameters are not used: both drivers take %s, and positional ones cost least.
WINDOW = (
    "(d.live_from IS NULL OR d.live_from <= %s) AND (d.expires_at IS NULL OR d.expires_at > %s)"
)
PUBLIC = f"d.state = 'public' AND {WINDOW}"

# See api.documents.review: how far the review has lapsed on the day of the read.
LAPSE = (
    "CASE WHEN d.last_reviewed_date IS NULL OR d.next_review_date IS NULL THEN 0"
    " WHEN d.next_review_date < %s THEN 2 WHEN d.next_review_date <= %s THEN 1 ELSE 0 END"
)


class Moment(NamedTuple):
    """One instant, as parameters of the SQL above."""

    now: str
    today: str
    due_soon: str
    """The last day of the span in which a next review counts as due soon."""


def moment() -> Moment:
    """Return this instant. Days turn at midnight UTC.

    SQLite compares datetimes as text, without an offset. With one, as here, an instant sorts
    right behind its equal, so `<=` and `>` hold as they do on PostgreSQL.
    """
    now = datetime.now(UTC)
    return Moment(now.isoformat(" "), *_days(now.date(), get_setting("REVIEW_DUE_SOON_DAYS")))


@lru_cache(maxsize=8)
def _days(today: date, due_soon_days: int) -> tuple[str, str]:
    return today.isoformat(), (today + timedelta(days=due_soon_days)).isoformat()


def naive_utc(value: datetime) -> str:
    """Return a datetime as text in UTC, without an offset: SQLite's driver gives naive ones."""
    return str(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)


def timestamp(value: datetime) -> str:
    """Return a datetime exactly as the database in use stores it. A naive one is UTC."""
    text = naive_utc(value)
    return text if connection.vendor == "sqlite" else f"{text}+00"


def in_utc(value: str | datetime) -> datetime:
    """Return a datetime as drivers give it, with an offset. A naive one is UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
