"""Counting requests a minute, without asking anybody while a request waits.

Each process counts for itself and, about once a second, adds what it counted to a shared total in
Django's cache, by an atomic increment that also says what the others counted. So a limit holds
over all workers but for what they admit before they hear of each other: each at most a fiftieth of
the limit that it has not told yet, and what arrives within a second.

The minute is the clock's: all processes start anew together. Without a shared cache, or while it
cannot be reached, each process keeps to the limit by itself.
"""

import time
from collections.abc import Callable
from hashlib import blake2b
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache

from api.background import Ticker

WINDOW = 60
# Of those who ask from very many addresses the oldest are forgotten: about 5 MB.
MOST_TALLIES = 20_000
# Told to the others only once it is this part of the limit: most readers never get there.
UNTOLD_PART = 50


class Allowance(NamedTuple):
    """What a limit leaves after a request."""

    limit: int
    remaining: int
    reset: int
    """Seconds until the next minute begins."""
    exceeded: bool


class Tally:
    """What one holder of a limit has used of this minute."""

    __slots__ = ("shared", "untold")

    def __init__(self) -> None:
        self.shared = 0
        """The total of all processes when this one last told."""
        self.untold = 0
        """What this one has counted since."""


class Counter:
    """Tallies of the current minute, by a name for whom is counted."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._window = 0
        self._tallies: dict[str, Tally] = {}
        self._due: set[str] = set()
        self._lock = Lock()
        self._ticker = Ticker("api-limits", self.reconcile)

    def take(self, name: str, limit: int) -> Allowance:
        """Count one request for `name`, unless the limit is used up: then it is `exceeded`."""
        now = self._clock()
        window = int(now) // WINDOW
        with self._lock:
            if window != self._window:
                self._start(window)
            tally = self._tallies.get(name)
            if tally is None:
                tally = self._add(name)
            left = limit - tally.shared - tally.untold - 1
            if left >= 0:
                tally.untold += 1
                if tally.untold * UNTOLD_PART >= limit:
                    self._due.add(name)
                    self._ticker.start()
        return Allowance(limit, max(left, 0), WINDOW - int(now) % WINDOW, left < 0)

    def look(self, name: str, limit: int) -> Allowance:
        """Return what is left, without counting."""
        now = self._clock()
        tally = self._tallies.get(name) if int(now) // WINDOW == self._window else None
        left = limit - (tally.shared + tally.untold if tally else 0)
        return Allowance(limit, max(left, 0), WINDOW - int(now) % WINDOW, left <= 0)

    def reconcile(self) -> None:
        """Tell the shared cache what was counted, and learn what others counted."""
        if not _is_shared():
            return
        with self._lock:
            window = self._window
            due = [(name, self._tallies[name]) for name in self._due if name in self._tallies]
        for name, tally in due:
            told = tally.untold
            total = _add_up(_cache_key(name, window), told)
            with self._lock:
                tally.shared = total
                tally.untold -= told
                self._due.discard(name)

    def clear(self) -> None:
        with self._lock:
            self._start(0)

    def __len__(self) -> int:
        return len(self._tallies)

    def _start(self, window: int) -> None:
        self._window, self._tallies, self._due = window, {}, set()

    def _add(self, name: str) -> Tally:
        if len(self._tallies) >= MOST_TALLIES:
            del self._tallies[next(iter(self._tallies))]
        tally = self._tallies[name] = Tally()
        return tally


def _is_shared() -> bool:
    return not isinstance(caches["default"], LocMemCache | DummyCache)


def _cache_key(name: str, window: int) -> str:
    """No address stands in the cache as it is."""
    secret = settings.SECRET_KEY.encode()[:64]
    return f"api-limit-{window}-{blake2b(name.encode(), key=secret, digest_size=12).hexdigest()}"


def _add_up(key: str, amount: int) -> int:
    try:
        return cache.incr(key, amount)
    except ValueError:
        # Nobody has counted yet. Whoever is first sets it; the others add.
        if cache.add(key, amount, timeout=2 * WINDOW):
            return amount
        return cache.incr(key, amount)


counter = Counter()
