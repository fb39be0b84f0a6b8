"""The door: have all caches in front drop what is wrong, and hear whether they did.

A purge may be repeated as often as one likes. Who calls keeps what has to be purged, and tries
again what has failed.
"""

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.core.signals import setting_changed
from wagtail.contrib.frontend_cache.utils import get_backends

from api.purging.backends import PurgeError

logger = logging.getLogger(__name__)

ANSWER_WITHIN = 10.0
"""Seconds that a cache has for one purge, in all."""


class PurgeFailed(Exception):  # noqa: N818 (an outcome to act on: it is tried again)
    """Caches that have not acknowledged. `failures` holds the reasons by the backends' names."""

    def __init__(self, failures: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in failures.items()))
        self.failures = dict(failures)


def backends() -> tuple[str, ...]:
    """Return the names of the caches that purge by tag, as `WAGTAILFRONTENDCACHE` orders them.

    The nearest to the CMS goes first, so that the next one does not fetch from it what is wrong.
    """
    return tuple(_backends())


def purge(tags: Collection[str], urls: Collection[str] = ()) -> None:
    """Have every cache drop the answers with any of these tags, and those at these addresses.

    Raises `PurgeFailed` where caches have not acknowledged; all the others have. Those are to be
    tried again (`purge_one`), and after them the ones that come after them in `backends()`, which
    may have fetched old answers meanwhile.
    """
    failures: dict[str, str] = {}
    for name in backends():
        try:
            purge_one(name, tags, urls)
        except PurgeFailed as failed:
            failures |= failed.failures
    if failures:
        raise PurgeFailed(failures)


def purge_one(name: str, tags: Collection[str], urls: Collection[str] = ()) -> None:
    """Do it for the cache of this name. One that is not configured any more keeps nothing."""
    backend = _backends().get(name)
    if backend is None:
        return
    own = [url for url in urls if backend.invalidates_hostname(urlsplit(url).hostname or "")]

    def ask() -> None:
        if tags:
            backend.purge_tags(tags)
        if own:
            backend.purge_batch(own)

    _within(ANSWER_WITHIN, ask, name)


def _within(seconds: float, call: Callable[[], None], name: str) -> None:
    """Run `call` and raise what it raises as `PurgeFailed`, or that it takes too long.

    A thread: timeouts of sockets start anew with every byte, and looking up a name has none.
    One that is given up ends by the backend's own timeouts.
    """
    outcome: list[Exception | None] = []

    def run() -> None:
        try:
            call()
        except Exception as error:
            outcome.append(error)
        else:
            outcome.append(None)

    thread = threading.Thread(target=run, name=f"purge {name}", daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise PurgeFailed({name: f"it has not answered within {seconds:g} s"})
    match outcome[0]:
        case None:
            return
        case PurgeError() as error:
            raise PurgeFailed({name: str(error)}) from error
        case error:
            logger.error("The cache %s cannot be purged", name, exc_info=error)
            raise PurgeFailed({name: f"{type(error).__name__}: {error}"}) from error


@cache
def _backends() -> dict[str, Any]:
    """Made once: a client of CloudFront takes a moment. Those that know no tags are left out."""
    return {
        name: backend for name, backend in get_backends().items() if hasattr(backend, "purge_tags")
    }


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == "WAGTAILFRONTENDCACHE":
        _backends.cache_clear()


# Sent by Django's own means to change settings in tests; nothing else changes them.
setting_changed.connect(_forget, dispatch_uid="api.purging")
