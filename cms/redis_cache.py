"""A cache in Redis that the site can do without: nothing in it is kept nowhere else.

While Redis is away or does not answer, reading finds nothing and writing writes nothing; after a
failure it is left alone for a moment, so that a server that hangs costs one wait and not one for
each use. What should have been deleted meanwhile is deleted before anything is read again.
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger("cms")

PATIENCE = 0.3
"""Seconds for one answer: ten thousand times what one takes beside the CMS."""
PAUSE = 2.0
"""Seconds for which Redis is left alone after it failed."""
MOST_STALE = 10_000


class _Client(RedisCacheClient):
    def __init__(self, servers: list[str], **options: Any) -> None:
        # One more try: a Redis that was started anew has ended all connections.
        retry = Retry(NoBackoff(), 1)
        patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        super().__init__(servers, **{**patience, "retry": retry, **options})
        self._away_until = 0.0
        self._stale: set[Any] = set()

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return bool(self._try(lambda: super(_Client, self).add(key, value, timeout), False))

    def get(self, key: Any, default: Any) -> Any:
        return self._try(lambda: super(_Client, self).get(key, default), default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._try(lambda: super(_Client, self).set(key, value, timeout), None, stale=[key])

    def touch(self, key: Any, timeout: Any) -> bool:
        return bool(self._try(lambda: super(_Client, self).touch(key, timeout), False))

    def delete(self, key: Any) -> bool:
        return bool(self._try(lambda: super(_Client, self).delete(key), False, stale=[key]))

    def get_many(self, keys: Any) -> Any:
        return self._try(lambda: super(_Client, self).get_many(keys), {})

    def has_key(self, key: Any) -> bool:
        return bool(self._try(lambda: super(_Client, self).has_key(key), False))

    def set_many(self, data: Any, timeout: Any) -> None:
        self._try(lambda: super(_Client, self).set_many(data, timeout), None, stale=data)

    def delete_many(self, keys: Any) -> None:
        self._try(lambda: super(_Client, self).delete_many(keys), None, stale=keys)

    def incr(self, key: Any, delta: Any) -> int:
        """Add, or raise `RedisError`: who counts has to know that it was not counted."""
        if self._is_away:
            raise RedisConnectionError("Redis is away")
        return int(super().incr(key, delta))

    @property
    def _is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def _try(self, act: Callable[[], Any], otherwise: Any, *, stale: Iterable[Any] = ()) -> Any:
        if not self._is_away:
            try:
                self._delete_stale()
                return act()
            except RedisError as error:
                # The type only: a message may hold an address or a password.
                logger.warning("Redis is away: %s", type(error).__name__)
                self._away_until = time.monotonic() + PAUSE
        if len(self._stale) < MOST_STALE:
            self._stale.update(stale)
        return otherwise

    def _delete_stale(self) -> None:
        if self._stale:
            stale = list(self._stale)
            super().delete_many(stale)
            self._stale.difference_update(stale)


class OptionalRedisCache(RedisCache):
    """`LOCATION` and `OPTIONS` as of Django's own."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
