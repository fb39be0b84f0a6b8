"""How many articles a list has, exactly, without counting at every read.

A total holds for one generation of the store and one condition, until the next article goes
live or expires by itself. Each process remembers the totals it has counted.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from api.reading.lists import GENERATION, Condition
from api.reading.public import TABLE, Moment, timestamp
from api.reading.query import fetch

MOST_REMEMBERED = 1024
DOCUMENTS = f"{TABLE} d"


class _Total(NamedTuple):
    generation: int
    number: int
    valid_until: str | None


_remembered: dict[tuple[str, tuple[str, ...]], _Total] = {}


def get_total(
    conditions: Sequence[Condition],
    *,
    key: tuple[str, ...],
    generation: int | None,
    at: Moment,
    source: str = DOCUMENTS,
) -> int:
    """Return how many rows of `source` meet `conditions`, which `key` stands for.

    `source` is what to count in, in SQL, with the documents as `d`. `generation` is the store's
    at the moment `at`; None makes it be read.
    """
    if generation is None:
        generation = get_generation()
    # Placements and reviews begin and end with the day.
    place = (connection.alias, (source, at.today, at.due_soon, *key))
    total = _remembered.get(place)
    if total is None or total.generation != generation or _has_lapsed(total, at):
        total = _count(conditions, at, source)
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[place] = total
    return total.number


def get_generation() -> int:
    """Return the store's generation; 0 where nothing was ever stored."""
    rows = fetch("SELECT generation FROM api_storestate WHERE id = 1")
    return rows[0][0] if rows else 0


def _has_lapsed(total: _Total, at: Moment) -> bool:
    return total.valid_until is not None and total.valid_until <= at.now


def _count(conditions: Sequence[Condition], at: Moment, source: str) -> _Total:
    """Count, and find when the count changes next, in one statement and so at one instant."""
    where = " AND ".join(condition.sql for condition in conditions)
    params = [param for condition in conditions for param in condition.params]
    boundaries = ", ".join(
        f"(SELECT MIN(b.{column}) FROM {TABLE} b WHERE b.state = 'public' AND b.{column} > %s)"  # noqa: S608
        for column in ("live_from", "expires_at")
    )
    sql = (
        f"SELECT {GENERATION}, {boundaries},"  # noqa: S608
        f" (SELECT COUNT(*) FROM {source} WHERE {where})"
    )
    [(generation, *found, number)] = fetch(sql, [at.now, at.now, *params])
    times = [each if isinstance(each, str) else timestamp(each) for each in found if each]
    return _Total(generation or 0, number, min(times, default=None))
