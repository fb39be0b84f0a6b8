"""This test's database, where other processes find it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def shared_database(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of processes that are to use this test's database.

    On SQLite, whose test database is one process's own, this process moves to a copy in `folder`
    meanwhile. The test must be one with transactions.
    """
    if connection.vendor == "sqlite":
        with _moved_to_file(folder / "db.sqlite3") as url:
            yield _environment(folder, url)
        return
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    yield _environment(folder, f"{server}/{connection.settings_dict['NAME']}")


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "CMS_VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }


@contextmanager
def _moved_to_file(path: Path) -> Iterator[str]:
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(path) as copy:
        in_memory.backup(copy)
    copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield f"sqlite:///{path}"
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name
