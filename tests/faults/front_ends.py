"""A front end in Node that keeps a copy as `docs/recipes` do, and dies when it is told to."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.javascript import _command

RECIPES = Path(settings.BASE_DIR) / "docs" / "recipes"


@dataclass(frozen=True)
class Run:
    """How a run of the client ended. `late`: what it knows not to hold as the feed names it."""

    killed: bool
    error: str | None = None
    late: tuple[str, ...] = ()


class FrontEnd:
    """One process for many runs; after one in which it died, another."""

    def __init__(self, log: Path) -> None:
        self._node = _command("node")
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def begin(
        self, api: str, folder: Path, headers: dict[str, str], *, die_before: int | None = None
    ) -> None:
        process = self._running()
        order = {
            "api": api,
            "folder": str(folder),
            "headers": headers,
            "dieBefore": die_before,
        }
        assert process.stdin is not None
        process.stdin.write(f"{json.dumps(order)}\n")
        process.stdin.flush()

    def kill(self) -> None:
        """End it wherever it is, also where it has just become ready."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def finish(self) -> Run:
        """Wait for the run that has begun."""
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if line and self._process.poll() is None:
            said: dict[str, Any] = json.loads(line)
            return Run(False, said["error"], tuple(said["late"]))
        assert self._process.wait() == -9, self._log.read_text()[-3000:]
        self.end()
        return Run(True)

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            # Closes its pipes, too.
            self._process.communicate()
            self._process = None

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            with self._log.open("a") as errors:
                self._process = subprocess.Popen(
                    [self._node, Path(__file__).with_name("follower.mjs"), RECIPES],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    text=True,
                )
        return self._process


@contextmanager
def front_end(folder: Path) -> Iterator[FrontEnd]:
    found = FrontEnd(folder / "front_end.log")
    try:
        yield found
    finally:
        found.end()
