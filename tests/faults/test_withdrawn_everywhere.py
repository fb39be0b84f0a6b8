"""A withdrawal is seen within a second by every server process, whatever each has in its memory."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from articles.models import ArticlePage
from articles.withdrawing.withdraw import withdraw
from tests.api.keys.factories import make_key
from tests.articles.factories import ArticlePageFactory, SuperuserFactory
from tests.faults.services import RedisServer, redis_server
from tests.faults.visitors import SECRET, Answer, Site, served_by
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
    pytest.mark.soak,
]
PROCESSES = 3
WITHIN = 1.0
BEFORE_AND_AFTER = 1.5
"""Seconds of reading, each."""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as found:
        yield found


@dataclass(frozen=True)
class Place:
    """Where the article is shown, and how one sees that it is not any more."""

    path: str
    is_gone: Callable[[Answer], bool]
    headers: dict[str, str]


@dataclass(frozen=True)
class Read:
    place: Place
    began: float
    answer: Answer

    @property
    def is_gone(self) -> bool:
        return self.place.is_gone(self.answer)


def places(page: ArticlePage, key: str, etag: str) -> list[Place]:
    by_id = f"/api/v1/articles/{page.translation_key}/"

    def is_410(answer: Answer) -> bool:
        return answer.status == 410

    def is_not_listed(answer: Answer) -> bool:
        return answer.status == 200 and str(page.translation_key) not in answer.text

    return [
        Place(by_id, is_410, {}),
        Place(f"/api/v1/articles/{page.slug}/", is_410, {}),
        Place(by_id, is_410, {"Authorization": f"Bearer {key}"}),
        Place(by_id, is_410, {"If_None_Match": etag}),
        Place("/api/v1/articles/", is_not_listed, {}),
        Place("/api/v1/articles/?search=unmistakable", is_not_listed, {}),
        Place("/api/v1/manifest/", is_not_listed, {}),
    ]


def read_until(ends: Event, site: Site, asked: list[Place]) -> list[Read]:
    found = []
    while not ends.is_set():
        for place in asked:
            began = time.monotonic()
            found.append(Read(place, began, site.get(place.path, **place.headers)))
    return found


def test_every_process_says_so_within_a_second(
    tmp_path: Path, settings: Any, redis: RedisServer
) -> None:
    settings.SECRET_KEY = SECRET
    page = ArticlePageFactory(title="Unmistakable advice")
    page.save_revision().publish()
    ArticlePageFactory(title="Another one")
    key, user = make_key().text.whole, SuperuserFactory()
    ends = Event()
    with (
        shared_database(tmp_path) as environment,
        served_by(
            PROCESSES, tmp_path, database_url=environment["DATABASE_URL"], redis_url=redis.url
        ) as sites,
        ThreadPoolExecutor(PROCESSES) as readers,
    ):
        etag = sites[0].get(f"/api/v1/articles/{page.slug}/").headers["etag"]
        asked = places(page, key, etag)
        try:
            running = [readers.submit(read_until, ends, site, asked) for site in sites]
            time.sleep(BEFORE_AND_AFTER)
            withdraw([page], severity="critical", reason="Wrong dose.", user=user)
            committed = time.monotonic()
            time.sleep(WITHIN + BEFORE_AND_AFTER)
        finally:
            ends.set()
        for reader in running:
            _assert_gone(reader.result(), asked, committed)


def _assert_gone(reads: list[Read], asked: list[Place], committed: float) -> None:
    for place in asked:
        mine = [each for each in reads if each.place is place]
        before = [each for each in mine if each.began + each.answer.seconds < committed - 0.5]
        assert before, "the machine is too busy to read before"
        assert not any(each.is_gone for each in before), place.path
        after = [each for each in mine if each.began > committed + WITHIN]
        assert after, "the machine is too busy to read after"
        for each in after:
            assert each.is_gone, (place, each.began - committed, each.answer)
            if each.answer.status == 410:
                assert json.loads(each.answer.text)["severity"] == "critical"
                assert "sections" not in each.answer.text
