"""What finds the terms: indexes and triggers that Django's models cannot express.

Made by a migration; a later one that rebuilds `api_documentterms` on SQLite has to call `create`
again, for dropping a table drops its triggers. One that changes the index calls `recreate`.
"""

import logging
from typing import Any

from django.db import Error, transaction

logger = logging.getLogger("api")

NAME_MARK = "="
"""On SQLite before each term of a name; no term has it."""

# Terms of names stand in the index with a mark, as terms of their own: a column would have to be
# picked out of all the places where a text says the word.
_OLD, _NEW = (
    f"{row}.document_id, '{NAME_MARK}' || REPLACE({row}.names, ' ', ' {NAME_MARK}'), {row}.terms"
    for row in ("old", "new")
)
_DELETE = (
    "INSERT INTO api_documentterms_fts (api_documentterms_fts, rowid, names, terms)"  # noqa: S608
    f" VALUES ('delete', {_OLD});"
)
_INSERT = f"INSERT INTO api_documentterms_fts (rowid, names, terms) VALUES ({_NEW});"  # noqa: S608
_SQLITE = (
    # The terms are ready: only spaces part them. Positions are kept for phrases.
    "CREATE VIRTUAL TABLE IF NOT EXISTS api_documentterms_fts USING fts5(names, terms,"
    " content='', columnsize=0,"
    " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'\")",
    "CREATE TRIGGER IF NOT EXISTS api_documentterms_inserted AFTER INSERT ON api_documentterms"
    f" BEGIN {_INSERT} END",
    "CREATE TRIGGER IF NOT EXISTS api_documentterms_deleted AFTER DELETE ON api_documentterms"
    f" BEGIN {_DELETE} END",
    "CREATE TRIGGER IF NOT EXISTS api_documentterms_updated AFTER UPDATE ON api_documentterms"
    f" BEGIN {_DELETE} {_INSERT} END",
)
_SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS api_documentterms_inserted",
    "DROP TRIGGER IF EXISTS api_documentterms_deleted",
    "DROP TRIGGER IF EXISTS api_documentterms_updated",
    "DROP TABLE IF EXISTS api_documentterms_fts",
)
_POSTGRESQL = (
    # Vectors lie outside the rows, which a search goes through by the thousand.
    "ALTER TABLE api_documentterms SET (toast_tuple_target = 128)",
    "CREATE INDEX IF NOT EXISTS api_terms_names ON api_documentterms USING gin (names)",
    "CREATE INDEX IF NOT EXISTS api_terms_terms ON api_documentterms USING gin (terms)",
)
_POSTGRESQL_BACK = (
    "DROP INDEX IF EXISTS api_search_word_trigrams",
    "DROP INDEX IF EXISTS api_terms_terms",
    "DROP INDEX IF EXISTS api_terms_names",
)
_TRIGRAMS = (
    "CREATE INDEX IF NOT EXISTS api_search_word_trigrams ON api_searchword"
    " USING gin (word gin_trgm_ops)"
)


def create(connection: Any) -> None:
    """Make what is not there."""
    _execute(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)
    if connection.vendor == "postgresql" and not create_trigrams(connection):
        logger.warning(
            "The extension pg_trgm cannot be created here: searches will not find mistyped words. "
            "A superuser can create it; run `manage.py rebuild_documents` afterwards."
        )


def drop(connection: Any) -> None:
    """Undo `create`. The extension stays: others may use it."""
    _execute(connection, _POSTGRESQL_BACK if connection.vendor == "postgresql" else _SQLITE_BACK)


def create_trigrams(connection: Any) -> bool:
    """Make the index for mistyped words on PostgreSQL; return whether that was possible."""
    if not has_trigrams(connection):
        try:
            with transaction.atomic(using=connection.alias):
                _execute(connection, ("CREATE EXTENSION IF NOT EXISTS pg_trgm",))
        except Error:
            return False
    _execute(connection, (_TRIGRAMS,))
    return True


def has_trigrams(connection: Any) -> bool:
    """Whether this PostgreSQL database compares words by their trigrams."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def recreate(connection: Any) -> None:
    """Make the index of SQLite anew, of the terms that are there."""
    if connection.vendor == "sqlite":
        _execute(connection, _SQLITE_BACK)
        _execute(connection, _SQLITE)
        _execute(
            connection,
            (
                "INSERT INTO api_documentterms_fts (rowid, names, terms)"  # noqa: S608
                f" SELECT {_NEW} FROM api_documentterms new",
            ),
        )


def _execute(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
