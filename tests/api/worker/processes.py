"""Real workers, one process each."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

PATIENCE = 90.0
"""Seconds for what takes one on a machine that has nothing else to do."""


class WorkerProcesses:
    """Starts workers, and ends those that are left at the end of the test."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = {
            **environment,
            "DJANGO_SETTINGS_MODULE": "tests.api.worker.settings",
            "PYTHONUNBUFFERED": "1",
        }
        self._folder = folder
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> "subprocess.Popen[bytes]":
        log = self._folder / f"worker-{len(self.started)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.api.worker.running"],
                cwd=settings.BASE_DIR,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        eventually(lambda: b"at work" in log.read_bytes() or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        return process

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def end(self, process: "subprocess.Popen[bytes]") -> int:
        """Wait for a process that was told to stop; return its code."""
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGUSR1)
            time.sleep(2)
            raise AssertionError(self.logs()) from None

    def logs(self) -> str:
        return "\n".join(each.read_text() for each in sorted(self._folder.glob("worker-*.log")))


@contextmanager
def workers(environment: dict[str, str], folder: Path) -> Iterator[WorkerProcesses]:
    found = WorkerProcesses(environment, folder)
    try:
        yield found
    finally:
        for process in found.started:
            process.kill()
            process.wait()


def eventually(condition: Callable[[], bool], *, seconds: float = PATIENCE) -> float:
    """Wait until it holds; return how long that took. Fails the test after `seconds`."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "it did not happen"
        time.sleep(0.05)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    return time.monotonic() - started
