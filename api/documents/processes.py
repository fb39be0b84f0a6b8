"""Working through batches in several processes at once, in the order of the batches."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper

Batch = TypeVar("Batch")
Result = TypeVar("Result")


def can_fork() -> bool:
    """Whether further processes would see what this one sees, and forking is safe here."""
    return sys.platform == "linux" and not any(map(_is_private, connections.all()))


def _is_private(connection: BaseDatabaseWrapper) -> bool:
    """Whether what is in the database is seen by this process only: in memory, or not committed."""
    in_memory = isinstance(connection, DatabaseWrapper) and connection.is_in_memory_db()
    return in_memory or connection.in_atomic_block


def map_batches(
    function: Callable[[Batch], Result], batches: Iterable[Batch], *, processes: int
) -> Iterator[Result]:
    """Yield `function(batch)` for each batch, in order. What it raises ends the work.

    With more than one process, which `can_fork` must allow, `function` and what it takes and
    returns are pickled. Batches that were begun are finished whatever happens.
    """
    if processes == 1:
        yield from map(function, batches)
        return
    # A connection that two processes use is broken for both.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processes, context, initializer=_begin)
    try:
        yield from pool.map(function, batches)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    # Ctrl-C reaches every process of the terminal; the parent says what follows from it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
