"""A worker beside the server: started with it, started again when it dies, ended with it."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger("cms")

MANAGE = Path(__file__).resolve().parents[1] / "manage.py"
PAUSE = 2.0
"""Seconds until a worker that died is started again."""
PATIENCE = 30.0
"""Seconds a worker gets to finish what it has begun."""


@contextmanager
def worker_beside() -> Iterator[None]:
    """Have one `run_worker` while the block runs. Killed with this process, it ends by itself."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=[stop], name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join(PATIENCE + 5)


def _keep(stop: threading.Event) -> None:
    # Told, not asked for: who started a worker may be gone before that has begun to look.
    command = [sys.executable, str(MANAGE), "run_worker", f"--until-parent-ends={os.getpid()}"]
    while not stop.is_set():
        process = subprocess.Popen(command)  # noqa: S603
        while process.poll() is None and not stop.wait(0.2):
            pass
        if process.poll() is None:
            _end(process)
        elif not stop.is_set():
            logger.error("The worker ended with code %s and is started again", process.returncode)
            stop.wait(PAUSE)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
