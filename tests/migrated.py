"""Test databases on SQLite start as an earlier run's were after the same migrations.

Migrating an empty database takes most of the time of a run of a few tests. A run that finds nothing
kept, such as the first of a fresh clone, migrates from nothing; the others find nothing to migrate.
"""

import hashlib
import inspect
import os
import sqlite3
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader


@cache
def _kept(folder: Path) -> Path:
    """A file named by everything that decides what the migrations make."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    digest.update(f"{metadata.version('django')} {metadata.version('wagtail')}".encode())
    migrations = MigrationLoader(None).disk_migrations.values()
    folders = {Path(inspect.getfile(type(migration))).parent for migration in migrations}
    # With what migrations import from beside them.
    for file in sorted(file for folder in folders for file in folder.glob("*.py")):
        digest.update(str(file).encode())
        digest.update(file.read_bytes())
    return folder / f"{digest.hexdigest()[:32]}.sqlite3"


def start_from_kept(folder: Path) -> None:
    """Let the test database that is made next start from what is kept in `folder`, if anything."""
    creation: Any = connection.creation
    if connection.vendor != "sqlite" or not _kept(folder).exists():
        return
    make = creation._create_test_db

    def make_from_kept(*args: Any, **kwargs: Any) -> str:
        name: str = make(*args, **kwargs)
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        source = sqlite3.connect(_kept(folder))
        source.backup(connection.connection)
        source.close()
        return name

    creation._create_test_db = make_from_kept


def keep(folder: Path) -> None:
    """Keep the test database, which has just been migrated, for later runs."""
    if connection.vendor != "sqlite" or _kept(folder).exists():
        return
    for old in folder.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    # Two processes may do this at once; each puts a whole file in its place.
    unfinished = _kept(folder).with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    copy = sqlite3.connect(unfinished)
    connection.connection.backup(copy)
    copy.close()
    unfinished.replace(_kept(folder))
