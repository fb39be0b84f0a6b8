"""Counters that stand for processes, and the cache that they share."""

import threading
from itertools import count

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache

from api.limits import counting
from api.limits.counting import WINDOW, Counter

START = 1_700_000_040.0
_names = count(1)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def name() -> str:
    return f"somebody {next(_names)}"


@pytest.fixture
def shared(settings, tmp_path) -> None:
    """Redis where the run has one. Else files: as shared, if less exact under contention."""
    if "redis" not in django_settings.CACHES["default"]["BACKEND"]:
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": str(tmp_path),
            }
        }


def spend(counter: Counter, name: str, limit: int, times: int) -> int:
    """Return how many of these requests pass."""
    return sum(not counter.take(name, limit).exceeded for _ in range(times))


def test_so_many_pass_and_no_more(clock: Clock, name: str) -> None:
    counter = Counter(clock)
    assert spend(counter, name, 10, 25) == 10
    allowance = counter.take(name, 10)
    assert allowance == (10, 0, WINDOW - int(clock.now) % WINDOW, True)


def test_what_is_left_counts_down(clock: Clock, name: str) -> None:
    counter = Counter(clock)
    assert [counter.take(name, 3).remaining for _ in range(3)] == [2, 1, 0]


def test_the_next_minute_starts_anew(clock: Clock, name: str) -> None:
    counter = Counter(clock)
    assert spend(counter, name, 5, 9) == 5
    clock.now += counter.take(name, 5).reset - 1
    assert counter.take(name, 5).exceeded
    clock.now += 1
    assert spend(counter, name, 5, 9) == 5


def test_holders_are_told_apart(clock: Clock) -> None:
    counter = Counter(clock)
    assert spend(counter, "one", 5, 9) == 5
    assert spend(counter, "other", 5, 9) == 5


def test_looking_costs_nothing(clock: Clock, name: str) -> None:
    counter = Counter(clock)
    for _ in range(20):
        assert not counter.look(name, 5).exceeded
    assert spend(counter, name, 5, 9) == 5
    assert counter.look(name, 5).exceeded
    assert len(counter) == 1


@pytest.mark.usefixtures("shared")
def test_processes_together_keep_to_the_limit_once_they_have_told_each_other(
    clock: Clock, name: str
) -> None:
    processes = [Counter(clock) for _ in range(4)]
    passed = 0
    for _second in range(20):
        passed += sum(spend(each, name, 200, 5) for each in processes)
        clock.now += 0.5
        for each in processes:
            each.reconcile()
    # At most what all admit in one second, and a fiftieth for each process.
    assert 200 <= passed <= 200 + 4 * 5 + 4 * (200 // 50)


@pytest.mark.usefixtures("shared")
def test_a_process_learns_what_others_used(clock: Clock, name: str) -> None:
    one, other = Counter(clock), Counter(clock)
    assert spend(one, name, 10, 7) == 7
    one.reconcile()
    assert spend(other, name, 10, 1) == 1
    other.reconcile()
    assert spend(other, name, 10, 9) == 2


@pytest.mark.usefixtures("shared")
def test_most_readers_are_never_told_of(clock: Clock, name: str) -> None:
    counter = Counter(clock)
    spend(counter, name, 600, 11)
    counter.reconcile()
    assert cache.get(counting._cache_key(name, int(clock.now) // WINDOW)) is None
    spend(counter, name, 600, 1)
    counter.reconcile()
    assert cache.get(counting._cache_key(name, int(clock.now) // WINDOW)) == 12


def test_no_address_stands_in_the_cache() -> None:
    assert "192.0.2.1" not in counting._cache_key("address 192.0.2.1", 1)


def test_what_could_not_be_told_is_told_later(
    clock: Clock, name: str, settings, shared: None
) -> None:
    counter, caches = Counter(clock), settings.CACHES
    spend(counter, name, 10, 4)
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            # Nobody listens there.
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    with pytest.raises(Exception, match=r"Connection|connect"):
        counter.reconcile()
    assert spend(counter, name, 10, 2) == 2
    settings.CACHES = caches
    counter.reconcile()
    other = Counter(clock)
    assert spend(other, name, 10, 1) == 1
    other.reconcile()
    assert spend(other, name, 10, 9) == 3


def test_very_many_addresses_take_bounded_memory(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.limits.counting.MOST_TALLIES", 100)
    counter = Counter(clock)
    for number in range(1_000):
        counter.take(f"address {number}", 10)
    assert len(counter) == 100
    counter.reconcile()


def test_the_last_minute_s_holders_are_forgotten(clock: Clock) -> None:
    counter = Counter(clock)
    for number in range(50):
        counter.take(f"address {number}", 10)
    clock.now += WINDOW
    counter.take("address 0", 10)
    assert len(counter) == 1


def test_threads_do_not_lose_count(clock: Clock, name: str) -> None:
    counter, passed = Counter(clock), []
    threads = [
        threading.Thread(target=lambda: passed.append(spend(counter, name, 5_000, 2_000)))
        for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(passed) == 5_000
