"""Work that no request waits for: a daemon thread that does one thing about once a second."""

import logging
import os
import time
from collections.abc import Callable
from threading import Lock, Thread

from django.db import connections

logger = logging.getLogger("api")


class Ticker:
    """Calls `work` every `seconds` from the first `start()` of the process on.

    Servers fork their workers, and threads do not survive it: so a process starts its own when
    there is something to do. What fails is logged and tried again at the next tick.
    """

    enabled = True
    """Off in tests, which call the work themselves: another thread's writes would outlive them."""

    def __init__(self, name: str, work: Callable[[], None], *, seconds: float = 1.0) -> None:
        self.name = name
        self._work = work
        self._seconds = seconds
        self._thread: Thread | None = None
        self._lock = Lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._after_fork)

    def start(self) -> None:
        """Make sure that the thread is there. Cheap enough for every request."""
        if self._thread is not None or not self.enabled:
            return
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name=self.name, daemon=True)
                self._thread.start()

    def _after_fork(self) -> None:
        self._thread, self._lock = None, Lock()

    def _run(self) -> None:
        failing = False
        while True:
            time.sleep(self._seconds)
            try:
                self._work()
                failing = False
            except Exception as error:
                # Once per outage; the type only, for a message may hold an address or a password.
                if not failing:
                    logger.warning("%s: %s", self.name, type(error).__name__)
                failing = True
            finally:
                connections.close_all()
