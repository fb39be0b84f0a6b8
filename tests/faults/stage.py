"""A process whose children act as editors do; a child dies, by `kill -9`, just before a given step.

Steps are all that others can see or that outlives the process: statements that write, commits
(before and after), files that are written or deleted (before and after). Dying before a statement
that only reads is dying before the next one that writes.

Each line of the input is a JSON list: the name of an act, its arguments as an object, and the
number of the step to die before, or null. Each gets a line of JSON back: the steps that were
taken, and the error if the act failed. Whoever was killed has no error.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import django

_READS = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA", "SET ", "SHOW", "EXPLAIN")
Act = Callable[..., None]


class Steps:
    """Counts steps; ends the process before the one it is to die before."""

    def __init__(self, fatal: int | None, report: int) -> None:
        self._fatal, self._report = fatal, report
        self._number = 0

    def take(self, what: str) -> None:
        if self._number == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self._number += 1
        os.write(self._report, f"{what.split(chr(10))[0][:100]}\n".encode())

    def around(self, what: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            self.take(f"before {what}")
            result = call(*args, **kwargs)
            self.take(f"after {what}")
            return result

        return counted

    def statement(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql).lstrip()
        if not text.upper().startswith(_READS):
            self.take(text)
        return execute(sql, params, many, context)

    def watch(self) -> None:
        from django.core.files.storage import FileSystemStorage
        from django.db import connection

        database: Any = connection
        database.execute_wrappers.append(self.statement)
        database._commit = self.around("commit", database._commit)
        storage: Any = FileSystemStorage
        storage._save = self.around("writing a file", storage._save)
        storage.delete = self.around("deleting a file", storage.delete)


def perform(name: str, arguments: dict[str, Any], fatal: int | None) -> dict[str, Any]:
    """Let a child do it, and return what it reported."""
    taken_from, taken_to = os.pipe()
    failed_from, failed_to = os.pipe()
    child = os.fork()
    if not child:
        try:
            _act(name, arguments, Steps(fatal, taken_to))
        except BaseException:
            os.write(failed_to, traceback.format_exc()[-30_000:].encode())
        finally:
            os._exit(0)
    os.close(taken_to)
    os.close(failed_to)
    with os.fdopen(taken_from) as taken, os.fdopen(failed_from) as failed:
        steps, error = taken.read().splitlines(), failed.read()
    _pid, status = os.waitpid(child, 0)
    return {"steps": steps, "error": error, "killed": os.WIFSIGNALED(status)}


def _act(name: str, arguments: dict[str, Any], steps: Steps) -> None:
    from tests.faults import acts

    act: Act = getattr(acts, name)
    steps.watch()
    act(**arguments)


def main() -> None:
    django.setup()
    from django.urls import get_resolver

    # What a server has done long before an editor comes, too; nothing here asks the database.
    from tests.faults import acts  # noqa: F401

    get_resolver()._populate()
    for line in sys.stdin:
        print(json.dumps(perform(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
