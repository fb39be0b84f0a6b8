"""A Redis that hangs, stops and comes back. Over a real one of the test's own."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from cms.redis_cache import PAUSE, OptionalRedisCache
from tests.faults.services import RedisServer, redis_server


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as found:
        yield found


@pytest.fixture
def cache(redis: RedisServer) -> OptionalRedisCache:
    return OptionalRedisCache(redis.url, {})


def test_it_is_a_cache(cache: OptionalRedisCache) -> None:
    cache.set("name", "value")
    assert cache.get("name") == "value"
    assert cache.add("number", 1)
    assert not cache.add("number", 2)
    assert cache.incr("number", 4) == 5
    cache.set_many({"one": 1, "two": 2})
    assert cache.get_many(["one", "two", "three"]) == {"one": 1, "two": 2}
    cache.delete_many(["one", "two"])
    assert not cache.has_key("one")
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")


def use(cache: OptionalRedisCache) -> None:
    cache.set("name", "new")
    assert cache.get("name", "nothing") == "nothing"
    assert cache.get_many(["name"]) == {}
    assert not cache.has_key("name")
    assert not cache.add("name", 1)
    assert not cache.touch("name")
    assert not cache.delete("name")
    with pytest.raises(RedisError):
        cache.incr("name")


def test_one_that_hangs_costs_one_wait(cache: OptionalRedisCache, redis: RedisServer) -> None:
    cache.set("name", "old")
    redis.hang()
    began = time.monotonic()
    for _each in range(20):
        use(cache)
    assert time.monotonic() - began < 4 * PAUSE
    redis.go_on()
    time.sleep(PAUSE)
    # It was to be replaced, and then deleted: what it was before is found by nobody.
    assert cache.get("name") is None
    cache.set("name", "newer")
    assert cache.get("name") == "newer"


def test_one_that_was_started_anew_is_used_again(
    cache: OptionalRedisCache, redis: RedisServer
) -> None:
    cache.set("name", "old")
    redis.stop()
    use(cache)
    redis.start()
    time.sleep(PAUSE)
    cache.set("name", "new")
    assert cache.get("name") == "new"
