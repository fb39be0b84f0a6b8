"""What was withdrawn is served by nobody again, and the feed passes nothing over, whoever dies."""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.test import Client

from api.models import Change, Duty, WebhookDelivery
from articles.models import ArticlePage
from articles.withdrawing.state import withdrawn_everywhere
from articles.withdrawing.withdraw import withdraw
from tests.api.webhooks.endpoints import make_endpoint
from tests.api.webhooks.receivers import receiver
from tests.api.worker.processes import WorkerProcesses, eventually, workers
from tests.api.worker.test_processes import is_delivered
from tests.articles.factories import ArticlePageFactory, SuperuserFactory
from tests.faults.rounds import ROUNDS
from tests.faults.services import RedisServer, redis_server
from tests.faults.theatre import Stage, stage
from tests.faults.visitors import Answer, Site, served_by
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
    pytest.mark.soak,
]
LASTS = 180.0 * ROUNDS or 15.0
"""Seconds."""
PAGES = 4
EVERY = 6.0
"""Seconds between two deaths of servers: one that dies as it starts is not replaced."""


class Ended:
    """Which articles are withdrawn for sure: from the commit until somebody begins to reinstate."""

    def __init__(self) -> None:
        self._at: dict[int, float] = {}

    def begin(self, page: ArticlePage) -> None:
        self._at[page.pk] = time.monotonic()

    def end(self, page: ArticlePage) -> None:
        self._at.pop(page.pk, None)

    def since(self, page: ArticlePage) -> float | None:
        return self._at.get(page.pk)


class Follower:
    """Follows the feed of one server; whatever fails is asked for again."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._place = "/api/v1/changes/?limit=100"
        self.held: dict[str, str] = {}
        self._highest = 0

    def follow_until(self, ends: Event) -> None:
        while not ends.is_set():
            self.follow()
            time.sleep(0.05)

    def follow(self) -> None:
        answer = ask(self._site, self._place)
        if answer is None:
            return
        assert answer.status == 200, answer
        page = json.loads(answer.text)
        for item in page["items"]:
            self._take(item)
        self._place = page["links"]["next"]

    def _take(self, item: dict[str, Any]) -> None:
        number = item["sequence"]
        if number is not None:
            assert number > self._highest, "a smaller number came later"
            self._highest = number
        if item["id"] is None:
            return
        self.held.pop(item["id"], None)
        if item["etag"] is not None:
            self.held[item["id"]] = item["etag"]


def ask(site: Site, place: str) -> Answer | None:
    """Return the answer; None where a process died over it or asks to come again."""
    with suppress(OSError, HTTPException):
        answer = site.get(place)
        assert answer.status < 500 or answer.says_when_to_try_again, answer
        return None if answer.status == 503 else answer
    return None


def read_until(ends: Event, site: Site, pages: list[ArticlePage], ended: Ended) -> Counter[str]:
    found: Counter[str] = Counter()
    lists = ("/api/v1/manifest/?limit=100", "/api/v1/articles/", "/api/v1/articles/?search=title")
    while not ends.is_set():
        for page in pages:
            for place in (
                f"/api/v1/articles/{page.translation_key}/",
                f"/api/v1/articles/{page.slug}/",
                *lists,
            ):
                since = ended.since(page)
                answer = ask(site, place)
                if answer is None:
                    found["nothing"] += 1
                    time.sleep(0.05)
                elif since is not None and ended.since(page) == since:
                    is_shown = str(page.translation_key) in answer.text and answer.status == 200
                    assert not is_shown, (place, time.monotonic() - since)
                    assert place in lists or answer.status == 410, (place, answer)
                    found["gone"] += 1
                else:
                    found["other"] += 1
    return found


class Editors:
    """Publish, withdraw and reinstate at random, but one stays away; they are killed at times."""

    def __init__(self, scene: Stage, pages: list[ArticlePage], ended: Ended) -> None:
        self.scene, self.ended = scene, ended
        stays_away, *self.pages = pages
        self.user = SuperuserFactory()
        withdraw([stays_away], severity="critical", reason="Wrong dose.", user=self.user)
        ended.begin(stays_away)
        client = Client()
        client.force_login(self.user)
        self.session = client.cookies["sessionid"].value
        self.chance = random.Random(3)
        self.counted: Counter[str] = Counter()

    def act(self) -> None:
        page = ArticlePage.objects.get(pk=self.chance.choice(self.pages).pk)
        record = withdrawn_everywhere(page)
        own: dict[str, Any] = {"page": page.pk, "session": self.session}
        if record is not None:
            self.ended.end(page)
            self._perform("reinstate", {"withdrawal": record.pk, "user": self.user.pk})
        elif page.live and self.chance.random() < 0.4:
            self._perform("withdraw", {"page": page.pk, "user": self.user.pk})
        else:
            self._perform("publish", {**own, "title": f"Title {self.chance.random()}"})
        if withdrawn_everywhere(page) is not None and self.ended.since(page) is None:
            self.ended.begin(page)

    def _perform(self, name: str, arguments: dict[str, Any]) -> None:
        fatal = self.chance.randrange(40) if self.chance.random() < 0.4 else None
        done = self.scene.perform(name, arguments, die_before=fatal)
        assert not done.error, (name, done.error)
        self.counted[f"{name}{', killed' if done.killed else ''}"] += 1


def kill_in_turn(sites: list[Site], crew: WorkerProcesses, editors: Editors) -> Counter[str]:
    """Let editors act for so long, and kill one of the servers' and workers' processes at times."""
    died: Counter[str] = Counter()
    chance, pair = random.Random(4), [crew.start(), crew.start()]
    ends_at, next_death = time.monotonic() + LASTS, time.monotonic() + EVERY / 2
    while time.monotonic() < ends_at:
        editors.act()
        if time.monotonic() > next_death:
            next_death = time.monotonic() + EVERY
            chance.choice(sites).kill_a_process()
            number = chance.randrange(2)
            crew.kill(pair[number])
            pair[number] = crew.start()
            died["servers and workers"] += 1
    return died


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as found:
        yield found


def test_nothing_comes_back_and_nothing_is_passed_over(
    tmp_path: Path, settings: Any, redis: RedisServer, capsys: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    content = settings.CLINIC_CONTENT
    articles = {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ()}
    allowed = {**content["API"], "WEBHOOK_PRIVATE_NETWORKS": ["127.0.0.0/8"]}
    settings.CLINIC_CONTENT = {**content, "ARTICLES": articles, "API": allowed}
    pages = [ArticlePageFactory(hero_decorative=True) for _number in range(PAGES)]
    for page in pages:
        page.save_revision().publish()
    ended, ends = Ended(), Event()
    with (
        receiver() as told,
        shared_database(tmp_path) as environment,
        stage(environment, tmp_path) as scene,
        workers(environment, tmp_path) as crew,
        served_by(
            2, tmp_path, database_url=environment["DATABASE_URL"], redis_url=redis.url
        ) as sites,
        ThreadPoolExecutor(4) as people,
    ):
        make_endpoint(told.url)
        Duty.objects.update(lease="")
        editors, follower = Editors(scene, pages, ended), Follower(sites[0])
        try:
            reading = [people.submit(read_until, ends, site, pages, ended) for site in sites]
            following = people.submit(follower.follow_until, ends)
            died = kill_in_turn(sites, crew, editors)
        finally:
            ends.set()
        read = sum((each.result() for each in reading), Counter())
        following.result()
        WebhookDelivery.objects.filter(state="pending").update(leased_until=None)
        eventually(is_delivered)
        eventually(lambda: is_at_the_end(follower, sites[1]), seconds=30)
    numbers = list(Change.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    ids = {each.headers["webhook-id"]: json.loads(each.body)["data"] for each in told.received}
    said = Counter(each["sequence"] for each in ids.values())
    assert set(said.values()) == {1}, "a change was told under two ids"
    assert read["gone"] > 10, (read, editors.counted)
    assert died
    if ROUNDS:
        with capsys.disabled():
            print(f"\n{LASTS:.0f} s: {read}, {editors.counted}, {died}, {len(numbers)} changes")


def is_at_the_end(follower: Follower, other: Site) -> bool:
    """Whether who followed one server has what another one lists, up to the last change of each."""
    follower.follow()
    answer = ask(other, "/api/v1/manifest/?limit=100")
    if answer is None:
        return False
    manifest = {item["id"]: item["etag"] for item in json.loads(answer.text)["items"]}
    return follower.held == manifest
