"""A server and its worker that have much to do for long need no more memory than at first."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Event
from typing import Any

import pytest
from django.test import Client

from api.models import Duty, WebhookDelivery
from articles.models import ArticlePage
from tests.api.keys.factories import make_key
from tests.api.webhooks.endpoints import make_endpoint
from tests.api.webhooks.receivers import receiver
from tests.api.worker.processes import eventually
from tests.articles.factories import ArticlePageFactory, SuperuserFactory
from tests.faults.acts import publication
from tests.faults.rounds import ROUNDS
from tests.faults.services import RedisServer, redis_server
from tests.faults.visitors import SECRET, Site, served
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
    pytest.mark.soak,
]
LASTS = 600.0 * ROUNDS or 20.0
"""Seconds."""
PAGES = 20
READERS = 2
MOST_GROWTH = 25_000_000
"""Bytes by which all of them may grow from the second quarter of the time to the last one."""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as found:
        yield found


def read_until(ends: Event, site: Site, pages: list[ArticlePage], key: str, seed: int) -> int:
    """Ask for what is there and what is not, mostly at new addresses. Return how often."""
    chance, number, feed, etag = random.Random(seed), 0, "/api/v1/changes/", ""
    while not ends.is_set():
        page, any_number = chance.choice(pages), chance.randrange(10**9)
        encoding = chance.choice(["gzip", "br", "zstd", "identity"])
        for place in (
            f"/api/v1/articles/{page.translation_key}/",
            f"/api/v1/articles/{page.slug}/?fields=title,sections.heading",
            f"/api/v1/articles/?search=title+{any_number}",
            f"/api/v1/articles/?limit={1 + any_number % 50}",
            f"/api/v1/articles/none-{any_number}/",
            f"/api/v1/find/?path=/none-{any_number}/",
            "/api/v1/manifest/?limit=100",
        ):
            answer = site.get(place, Accept_Encoding=encoding)
            assert answer.status in (200, 404), (place, answer)
            number += 1
        wrong = site.get("/api/v1/articles/", Authorization=f"Bearer wrong-{any_number}")
        right = site.get("/api/v1/articles/", Authorization=f"Bearer {key}")
        assert (wrong.status, right.status) == (401, 200), (wrong, right)
        polled = site.get(feed, If_None_Match=etag)
        etag = polled.headers["etag"] if polled.status in (200, 304) else ""
        number += 3
    return number


def edit_until(ends: Event, site: Site, pages: list[ArticlePage]) -> Counter[str]:
    """Publish one after the other, and take every fifth back before. Return how often."""
    done: Counter[str] = Counter()
    number = 0
    while not ends.is_set():
        page = pages[number % len(pages)]
        number += 1
        if number % 5 == 0:
            assert site.edit(f"/admin/pages/{page.pk}/unpublish/", {}).status == 302
            done["unpublished"] += 1
        form = publication(page, f"Title {number}")
        answer = site.edit(f"/admin/pages/{page.pk}/edit/", form)
        assert answer.status == 302, answer.text[-3000:]
        done["published"] += 1
    return done


def test_memory_is_bounded(tmp_path: Path, settings: Any, redis: RedisServer, capsys: Any) -> None:
    settings.SECRET_KEY = SECRET
    pages = [ArticlePageFactory() for _number in range(PAGES)]
    key, client, ends = make_key().text.whole, Client(), Event()
    client.force_login(SuperuserFactory())
    with (
        receiver() as well,
        receiver() as ill,
        shared_database(tmp_path) as environment,
        served(
            tmp_path,
            database_url=environment["DATABASE_URL"],
            redis_url=redis.url,
            worker=True,
        ) as site,
        ThreadPoolExecutor(READERS + 1) as people,
    ):
        site.session = client.cookies["sessionid"].value
        make_endpoint(well.url)
        ill.answers = [(503, {"Retry-After": "1"}, b"x" * 100_000)] * 100_000
        make_endpoint(ill.url)
        Duty.objects.update(lease="")
        try:
            readers = [
                people.submit(read_until, ends, site, pages, key, seed) for seed in range(READERS)
            ]
            editing = people.submit(edit_until, ends, site, pages)
            sizes = watch(site)
        finally:
            ends.set()
        read, edited = sum(each.result() for each in readers), editing.result()
        # A process that dies is replaced, and begins with nothing.
        assert set(site.memory()) == set(sizes), site.log
        eventually(lambda: len(well.received) >= WebhookDelivery.objects.count() // 4)
    assert well.received
    assert ill.received
    quarters = [parts(each) for each in sizes.values()]
    grown = sum(last - second for _first, second, _third, last in quarters)
    said = "; ".join(", ".join(f"{size / 1e6:.0f}" for size in each) for each in quarters)
    if ROUNDS:
        with capsys.disabled():
            told = len(well.received) + len(ill.received)
            print(f"\n{LASTS:.0f} s, {read} reads, {dict(edited)}, {told} webhooks")
            print(f"MB of each process in each quarter: {said}")
    assert grown < MOST_GROWTH, said


def watch(site: Site) -> dict[int, list[int]]:
    """Return what each process had in memory from time to time."""
    sizes: dict[int, list[int]] = defaultdict(list)
    ends_at = time.monotonic() + LASTS
    while time.monotonic() < ends_at:
        for pid, size in site.memory().items():
            sizes[pid].append(size)
        time.sleep(LASTS / 100)
    return sizes


def parts(sizes: list[int]) -> list[float]:
    """What is usual in each quarter of the time."""
    length = len(sizes) // 4
    return [median(sizes[each * length : (each + 1) * length]) for each in range(4)]
