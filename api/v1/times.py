"""Times in query parameters: RFC 3339, or a date for the whole day in UTC."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from api.reading.public import timestamp

_DATE = r"\d{4}-\d{2}-\d{2}"
DATE = re.compile(_DATE, re.ASCII)
DATETIME = re.compile(
    rf"({_DATE})[Tt](\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d{{1,9}})?)([Zz]|[+-]\d{{2}}:\d{{2}})", re.ASCII
)
TIME_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
}
_EXPECTED = (
    "The value must be a date such as 2026-03-02, or a time with its offset such as "
    "2026-03-02T10:20:00Z or 2026-03-02T10:20:00%2B01:00."
)


def parse_from(text: str) -> str:
    """Return the earliest time that `text` allows, as the database compares it."""
    return _parse(text, time.min)


def parse_until(text: str) -> str:
    """Return the latest time that `text` allows, as the database compares it."""
    return _parse(text, time.max)


def _parse(text: str, at: time) -> str:
    """Return the time that `text` names; of a date the time `at`. ValueError for other texts."""
    try:
        if DATE.fullmatch(text):
            return timestamp(datetime.combine(date.fromisoformat(text), at, UTC))
        if parts := DATETIME.fullmatch(text):
            day, clock, offset = parts.groups()
            # Databases know microseconds, and Python reads no more digits.
            return timestamp(datetime.fromisoformat(f"{day}T{clock[:15]}{offset.upper()}"))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"There is no such time. {_EXPECTED}") from error
    raise ValueError(_EXPECTED)
