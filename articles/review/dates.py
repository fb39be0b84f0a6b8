"""When an article is to be reviewed again. Pure."""

import calendar
import datetime as dt
from collections.abc import Iterable


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return dt.date(day.year + year, month + 1, min(day.day, last))


def review_months(
    *, usual: int, emerging_months: int, emerging: bool, of_topics: Iterable[int | None]
) -> int:
    """Months from one review to the next: the shortest of what applies."""
    return min(
        [
            usual,
            *([emerging_months] if emerging else []),
            *(months for months in of_topics if months),
        ]
    )
