"""Running the readers' SQL with as little as possible around it.

Django's cursors translate placeholders, bind on the client and send the text anew at each call;
PostgreSQL then parses and plans it anew. For the handful of statements here that costs more than
the reads themselves, so they go to the driver, prepared. Whoever watches queries (tests, the
debug log, `execute_wrapper`) still sees them: then Django's cursor is used.
"""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections

try:
    from psycopg import Cursor as PreparedCursor
except ImportError:  # PostgreSQL is optional, and so is this version of its driver.
    PreparedCursor = None  # type: ignore[assignment,misc]

Row = tuple[Any, ...]


def fetch(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    """Return all rows of a SELECT with `%s` placeholders.

    A connection that broke since the last request, as when the database was restarted, is
    replaced once.
    """
    try:
        return _fetch(sql, params)
    except OperationalError:
        if not drop_broken_connection():
            raise
        return _fetch(sql, params)


def drop_broken_connection() -> bool:
    """Give up the connection if it broke; return whether another one can be tried instead."""
    if connection.in_atomic_block or connection.connection is None or connection.is_usable():
        return False
    connection.close()
    return True


def _fetch(sql: str, params: Sequence[Any]) -> list[Row]:
    # `connection` would find this thread's connection anew at every use.
    current = connections[DEFAULT_DB_ALIAS]
    if not (current.queries_logged or current.execute_wrappers):
        if current.vendor == "sqlite":
            if current.connection is None:
                current.ensure_connection()
            try:
                return current.connection.execute(_with_qmarks(sql), params).fetchall()  # type: ignore[no-any-return]
            except sqlite3.Error:
                with current.wrap_database_errors:
                    raise
        if _can_prepare(current):
            current.ensure_connection()
            # Django turns preparing off for the whole connection, even where it is asked for.
            if current.connection.prepare_threshold is None:
                current.connection.prepare_threshold = 5
            with current.wrap_database_errors, PreparedCursor(current.connection) as cursor:
                return cursor.execute(sql, params, prepare=True, binary=True).fetchall()
    with current.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()  # type: ignore[no-any-return]


def _can_prepare(current: Any) -> bool:
    """Whether prepared statements outlive a transaction: not behind a pooler that shares
    connections between transactions, which Django is told of by this setting."""
    return (
        PreparedCursor is not None
        and current.vendor == "postgresql"
        and not current.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    )


@lru_cache(maxsize=512)
def _with_qmarks(sql: str) -> str:
    return sql.replace("%s", "?")
