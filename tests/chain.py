"""The migrations as they were before they were squashed, one by one.

`python -m tests.chain APP MIGRATION` migrates an empty database to there by them, and from there
to the end as `manage.py migrate` does.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import django
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

APPS = ("articles", "api")


@contextmanager
def one_by_one() -> Iterator[None]:
    """Let nothing know of the squashed migrations of our apps."""
    load = MigrationLoader.load_disk

    def load_disk(self: MigrationLoader) -> None:
        load(self)
        for key, migration in list(self.disk_migrations.items()):
            if key[0] in APPS and migration.replaces:
                del self.disk_migrations[key]

    with patch.object(MigrationLoader, "load_disk", load_disk):
        yield


if __name__ == "__main__":
    django.setup()
    with one_by_one():
        call_command("migrate", *sys.argv[1:], verbosity=0)
    call_command("migrate", verbosity=0)
