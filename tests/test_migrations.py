"""A new database gets the squashed migrations; all others go on, and end as the same."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import ConnectionHandler, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.chain import APPS, one_by_one
from tests.schema import left_by_migrations

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
HALFWAY = ("api", "0017_acknowledgements")

Key = tuple[str, str]


def replaced() -> dict[Key, list[Key]]:
    """By squashed migration, of whichever app, those that it stands for."""
    migrations = MigrationLoader(None).disk_migrations
    return {key: list(each.replaces) for key, each in migrations.items() if each.replaces}


def squashed() -> list[Key]:
    return [key for key in replaced() if key[0] in APPS]


def plan_of(database: Any) -> list[Key]:
    executor = MigrationExecutor(database)
    executor.loader.check_consistent_history(database)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(each.app_label, each.name) for each, _backwards in plan]


@contextmanager
def having_applied(applied: list[Key]) -> Iterator[None]:
    stood_for = replaced()
    rows = dict.fromkeys(old for key in applied for old in (key, *stood_for.get(key, [])))
    with patch.object(MigrationRecorder, "applied_migrations", lambda self: dict(rows)):
        yield


def test_a_new_database_gets_one_migration_of_each_app() -> None:
    with having_applied([]):
        ours = [key for key in plan_of(connection) if key[0] in APPS]
    assert len(squashed()) == 2
    assert set(squashed()) <= set(ours)
    # And what came after; nothing that the squashed ones stand for.
    assert not {old for each in replaced().values() for old in each} & set(ours)


def test_a_database_anywhere_in_the_chain_goes_on_from_there() -> None:
    with one_by_one(), having_applied([]):
        chain = plan_of(connection)
    steps = [number for number, key in enumerate(chain) if key[0] in APPS]
    assert len(steps) == 43
    stood_for, ours = replaced(), squashed()
    for number in steps:
        with having_applied(chain[: number + 1]):
            left = plan_of(connection)
        singly = {old for key in left for old in (stood_for[key] if key in ours else [key])}
        assert singly == set(chain[number + 1 :]), chain[number]


def test_a_database_with_all_of_one_app_may_wait_with_the_other() -> None:
    """Of `api` everything, of `articles` all that this asks for; then `migrate api` is called."""
    with one_by_one(), having_applied([]):
        chain = plan_of(connection)
    last = [("articles", "0016_placements_pass_on"), ("articles", "0017_clinic_photo")]
    whole = next(key for key in squashed() if key[0] == "api")
    with having_applied([*(key for key in chain if key not in last), whole]):
        assert plan_of(connection) == last


@pytest.fixture(scope="module")
def chained(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Any]:
    """A database that was halfway when the migrations were squashed, and then went on."""
    folder = tmp_path_factory.mktemp("chained")
    settings = {**connection.settings_dict, "NAME": str(folder / "db.sqlite3")}
    address = {}
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            settings["NAME"] = f"{connection.settings_dict['NAME']}_chained"
            make_database(settings["NAME"])
            address = {"DATABASE_URL": address_of(settings)}
        subprocess.run(
            [sys.executable, "-m", "tests.chain", *HALFWAY],
            cwd=ROOT,
            env={
                **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
                **address,
                "CMS_VAR_DIR": str(folder),
                "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            },
            check=True,
        )
        database = ConnectionHandler({"default": settings})["default"]
        yield database
        database.close()
        if connection.vendor == "postgresql":
            drop_database(settings["NAME"])


def address_of(settings: dict[str, Any]) -> str:
    user = ":".join(filter(None, (settings["USER"], settings["PASSWORD"])))
    return f"postgres://{user}@{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"


def make_database(name: str) -> None:
    drop_database(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')


def drop_database(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.mark.slow
class TestOldDatabase:
    def test_is_the_same_as_a_new_one(self, chained: Any) -> None:
        old, new = left_by_migrations(chained), left_by_migrations(connection)
        for subject, lines in new.items():
            assert old[subject] == lines, subject
            assert lines, subject

    def test_has_nothing_to_apply(self, chained: Any) -> None:
        assert plan_of(chained) == []

    def test_has_nothing_to_apply_when_it_knows_of_no_squashing(self, chained: Any) -> None:
        recorder = MigrationRecorder(chained)
        known = squashed()
        for key in known:
            recorder.record_unapplied(*key)
        try:
            assert not set(known) & set(recorder.applied_migrations())
            assert plan_of(chained) == []
        finally:
            for key in known:
                recorder.record_applied(*key)
