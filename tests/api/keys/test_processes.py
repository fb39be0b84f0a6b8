"""What one process does with a key, as another one sees it."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.api.keys.factories import make_key

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ROOT = Path(settings.BASE_DIR)


def database_url(tmp_path: Path) -> str:
    """Where other processes find this test's database."""
    if connection.vendor == "sqlite":
        path = tmp_path / "db.sqlite3"
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{path}"
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"


def test_a_revoked_key_is_refused_within_five_seconds_and_its_use_is_known(tmp_path: Path) -> None:
    key = make_key()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(tmp_path),
        "CMS_VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.api.keys.reader"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        try:
            reader.stdin.write(f"{key.text.whole}\n")
            reader.stdin.flush()
            assert reader.stdout.readline() == "reading\n"
            subprocess.run(
                [sys.executable, "manage.py", "api_keys", "revoke", f"ca_{key.text.prefix}"],
                cwd=ROOT,
                env=environment,
                check=True,
                capture_output=True,
            )
            facts = json.loads(reader.stdout.readline())
        finally:
            reader.kill()
    assert facts["status"] == 401
    assert facts["last_read_at"] - facts["revoked_at"] < 5
    # Written by the reader's own thread while it read.
    assert facts["last_used_at"] is not None
