"""The limit holds over several processes, each with its own thread that tells the others."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

LIMIT, TIMES, PROCESSES = 250, 300, 2


def test_two_processes_together_keep_to_one_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    if "redis" not in settings.CACHES["default"]["BACKEND"]:
        pytest.skip("only on Redis")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.api.limits.shared_settings")
    name = f"somebody {uuid4()}"
    command = [sys.executable, "-m", "tests.api.limits.spender", name, str(LIMIT), str(TIMES)]
    processes = [
        subprocess.Popen(command, cwd=Path(settings.BASE_DIR), stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    passed = sum(int(each.communicate(timeout=60)[0]) for each in processes)
    # A hundred a second each: what both admit in one second, and a fiftieth for each.
    assert LIMIT <= passed <= LIMIT + PROCESSES * (110 + LIMIT // 50) < PROCESSES * TIMES
