"""Reminders that two machines send at the same time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.articles.factories import ArticlePageFactory, UserFactory
from tests.articles.review.test_reminders import TODAY

PEOPLE = 12


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_processes_send_each_reminder_once(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL: the test database of SQLite is one process's own")
    for _ in range(PEOPLE):
        ArticlePageFactory(next_review_date=TODAY, owner=UserFactory(group="Editors"))
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "CMS_VAR_DIR": str(tmp_path),
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.articles.review.reminding"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(f"{TODAY}\n")
            process.stdin.flush()
        answers = [process.communicate(timeout=120)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
    sent = [address for answer in answers for address in json.loads(answer)]
    assert len(sent) == len(set(sent)) == PEOPLE
