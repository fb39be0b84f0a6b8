"""Runs the scripts beside this file under Node, with the packages that `package-lock.json` pins.

Without Node these tests are skipped; in CI (`CI` in the environment) they fail.
"""

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Self

import pytest

HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "node_modules" / ".package-lock.json"
LOCK = HERE / "package-lock.json"


class Script:
    """A running script that answers each line of JSON with one. A context manager."""

    def __init__(self, name: str) -> None:
        node = _command("node")
        _install()
        self._process = subprocess.Popen(
            [node, name],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __call__(self, value: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        # ASCII only: some of Unicode's line separators end a line for Node.
        self._process.stdin.write(json.dumps(value) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the script has ended: see its error output"
        return json.loads(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=30)


def _install() -> None:
    """Install the packages where they are missing or older than the lock; once at a time."""
    with (HERE / "package.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if INSTALLED.exists() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
            return
        command = [_command("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        result = subprocess.run(
            command, cwd=HERE, capture_output=True, text=True, check=False, timeout=300
        )
        assert result.returncode == 0, result.stderr
        INSTALLED.touch()


def _command(name: str) -> str:
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{name} is needed (Node 20.19 or later)", pytrace=False)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path
