"""Review status as a condition: the same rule as `api.reading.public.LAPSE`."""

from api.reading.lists import Condition
from api.reading.public import Moment


def review_condition(status: str, at: Moment) -> Condition:
    """Documents whose review status is this one on the day of the read.

    By `review_order`, which has an index: the day of the next review, far ahead without one.
    """
    if status == "unreviewed":
        return Condition("d.last_reviewed_date IS NULL")
    sql, days = {
        "overdue": ("d.review_order < %s", (at.today,)),
        "due_soon": ("d.review_order >= %s AND d.review_order <= %s", (at.today, at.due_soon)),
        # Most articles are: SQLite would take the index if it could, and sort them all.
        "current": ("NOT d.review_order <= %s", (at.due_soon,)),
    }[status]
    return Condition(f"d.last_reviewed_date IS NOT NULL AND {sql}", days)
