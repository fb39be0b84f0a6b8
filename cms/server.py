"""The production server: granian, speaking WSGI. `python -m cms.server` runs it.

Environment: HOST, PORT, WORKERS, BLOCKING_THREADS, ACCESS_LOG, RUN_WORKER.
docs/decisions/server.md says why this server and these numbers.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from cms.companion import worker_beside
from cms.json_logs import ACCESS_FORMAT
from cms.settings.variables import EnvironmentProblem

PATIENCE = 20
"""Seconds that requests get which have begun."""


@dataclass(frozen=True, kw_only=True)
class ServerOptions:
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    blocking_threads: int = 4
    access_log: bool = False
    run_worker: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "ServerOptions":
        """Options from the environment; raises `EnvironmentProblem` for a wrong number."""
        return cls(
            host=environ.get("HOST") or cls.host,
            port=_number(environ, "PORT", default=cls.port, highest=65535),
            workers=_number(environ, "WORKERS", default=cls.workers, highest=128),
            blocking_threads=_number(
                environ, "BLOCKING_THREADS", default=cls.blocking_threads, highest=256
            ),
            access_log=_flag(environ, "ACCESS_LOG"),
            run_worker=_flag(environ, "RUN_WORKER"),
        )


def _number(environ: Mapping[str, str], name: str, *, default: int, highest: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= highest:
        raise EnvironmentProblem(f"{name}={text} cannot be used: give 1 to {highest}.")
    return int(text)


def _flag(environ: Mapping[str, str], name: str) -> bool:
    return environ.get(name, "") in ("1", "true", "yes")


def end_on_terminal_signals() -> None:
    """Turn what a terminal sends to every process of a command into one SIGTERM for this one.

    A worker that gets Ctrl-C from the terminal and, as it stops, SIGTERM from here may hang. It
    inherits the blocked signals and so hears of the end from here only. A closed terminal
    (SIGHUP) ends the server like Ctrl-C; without a terminal SIGHUP renews the workers.
    """
    signals = {signal.SIGINT}
    if sys.stdin is not None and sys.stdin.isatty():
        signals.add(signal.SIGHUP)
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)

    def wait() -> None:
        signal.sigwait(signals)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def end_workers_with_this_process() -> None:
    """Have the processes that answer end when this one is killed.

    Nobody else would end them: they go on answering, and keep the port from the next server.
    """
    main = os.getpid()

    def watch() -> None:
        threading.Thread(target=_end_without, args=[main], daemon=True).start()

    os.register_at_fork(after_in_child=watch)


def _end_without(main: int) -> None:
    while os.getppid() == main:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


def serve(options: ServerOptions) -> None:
    """Serve until SIGINT or SIGTERM; running requests are finished first, for 20 s at most."""
    end_on_terminal_signals()
    end_workers_with_this_process()
    with worker_beside() if options.run_worker else nullcontext():
        _server(options).serve()


def _server(options: ServerOptions) -> Any:
    return Granian(
        ":".join(settings.WSGI_APPLICATION.rsplit(".", 1)),
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        # Explicit: each thread keeps a database connection, and the default is in the hundreds.
        blocking_threads=options.blocking_threads,
        # A thread that goes idle gives its connection up; keep both as long as allowed.
        blocking_threads_idle_timeout=600,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_dictconfig=settings.LOGGING or None,
        log_access=options.access_log,
        log_access_format=ACCESS_FORMAT,
    )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    try:
        # The settings are read here first: a worker that cannot start would say it less well.
        settings.DEBUG  # noqa: B018
        options = ServerOptions.from_environment()
    except EnvironmentProblem as error:
        sys.exit(f"error: {error}")
    serve(options)


if __name__ == "__main__":
    main()
