"""Fifty articles are due at the same moment, two of them bad, and two workers look at the clock."""

import json
import random
import signal
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from api.models import Change, Duty
from articles.models import ScheduleFailure
from articles.scheduling import run_schedule
from articles.withdrawing.withdraw import withdraw
from tests.api.changes.test_log import publish
from tests.api.webhooks.endpoints import make_endpoint
from tests.api.webhooks.receivers import Receiver, receiver
from tests.api.worker.processes import WorkerProcesses, eventually
from tests.api.worker.test_processes import is_delivered
from tests.articles.factories import (
    ArticlePageFactory,
    DraftArticleFactory,
    SuperuserFactory,
    UserFactory,
)
from tests.faults.rounds import ROUNDS

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
    pytest.mark.soak,
]
EACH = 25
"""So many to publish, and so many that expire."""
WITHIN = 60.0
"""Seconds, on a machine that has much else to do; 3.7 were measured on a busy one."""


class Due:
    """Drafts to publish, two of which cannot be, and live articles that expire."""

    def __init__(self) -> None:
        began = time.monotonic()
        self.user = UserFactory(email="editor@example.org")
        self.drafts = [DraftArticleFactory(owner=self.user) for _each in range(EACH)]
        self.live = [ArticlePageFactory(owner=self.user) for _each in range(EACH)]
        self.refused, self.broken, *self.good = self.drafts
        self._took = timedelta(seconds=time.monotonic() - began)

    def schedule(self) -> datetime:
        """Let all be due at the moment that is returned, which has not come."""
        at = timezone.now() + 2 * self._took + timedelta(seconds=4)
        for page in self.live:
            page.expire_at = at
            page.save()
        for page in self.drafts:
            page.go_live_at = at
            page.save_revision(user=self.user, approved_go_live_at=at)
        # What is wrong with them comes after they were scheduled.
        _spoil(self.refused, summary="")
        _spoil(self.broken, expire_at="some day")
        assert timezone.now() < at, "making them due took twice as long as making them"
        return at

    def are_facts(self) -> bool:
        live = Page.objects.filter(live=True)
        expired = not live.filter(pk__in=_ids(self.live)).exists()
        return expired and live.filter(pk__in=_ids(self.good)).count() == len(self.good)


def _spoil(page: Any, **content: Any) -> None:
    revision = page.get_latest_revision()
    revision.content = {**revision.content, **content}
    revision.save()


def _ids(pages: list[Any]) -> list[int]:
    return [page.pk for page in pages]


def manifest() -> dict[str, str]:
    items = Client().get("/api/v1/manifest/?limit=100").json()["items"]
    return {item["id"]: item["etag"] for item in items}


def shown() -> set[str]:
    return set(manifest())


def keys_of(pages: list[Any]) -> set[str]:
    return {str(page.translation_key) for page in pages}


def subjects(folder: Path) -> list[str]:
    """Of all mails there."""
    mails = [message_from_bytes(each.read_bytes(), policy=default) for each in folder.glob("*")]
    # A long subject begins on a line of its own.
    return sorted(str(mail["Subject"]).strip() for mail in mails)


def test_all_become_facts_in_time_and_once_and_the_bad_ones_hold_nobody_up(
    crew: WorkerProcesses, tmp_path: Path, capsys: Any
) -> None:
    with receiver() as found:
        due = Due()
        make_endpoint(found.url, most_at_once=8)
        Duty.objects.update(lease="")
        pair = [crew.start(), crew.start()]
        eventually(lambda: Duty.objects.exclude(lease="").filter(pk="schedule").exists())
        at = due.schedule()
        assert shown() == keys_of(due.live)
        _sleep_until(at - timedelta(seconds=0.1))
        for each in pair:
            each.send_signal(signal.SIGSTOP)
        _sleep_until(at)
        # Exact on read, whoever sleeps: nothing is shown for a moment longer, or too early.
        assert shown() <= keys_of(due.good)
        for each in pair:
            each.send_signal(signal.SIGCONT)
        took = eventually(due.are_facts, seconds=WITHIN)
        eventually(lambda: ScheduleFailure.objects.count() == 2)
        eventually(is_delivered)
        eventually(lambda: len(subjects(tmp_path / "mail")) == 2)
    assert shown() == keys_of(due.good)
    assert not Page.objects.filter(pk__in=[due.refused.pk, due.broken.pk], live=True).exists()
    assert_once(due, found)
    bad = sorted((due.refused.title, due.broken.title))
    told = [f"Not published as scheduled: “{each}”" for each in bad]
    assert subjects(tmp_path / "mail") == told
    if ROUNDS:
        with capsys.disabled():
            print(f"\n{2 * EACH} schedules became facts within {took:.1f} s")


def assert_once(due: Due, found: Receiver) -> None:
    """Of each article one act in its history, one change in the feed, one id of webhooks."""
    for pages, act, kind in (
        (due.good, "wagtail.publish.scheduled", "article.published"),
        (due.live, "wagtail.unpublish.scheduled", "article.unpublished"),
    ):
        once = Counter(_ids(pages))
        acts = PageLogEntry.objects.filter(action=act, page__in=_ids(pages))
        assert Counter(acts.values_list("page_id", flat=True)) == once
        told = Change.objects.filter(type=kind, page_id__in=_ids(pages))
        assert Counter(told.values_list("page_id", flat=True)) == once
    told_of = {each.headers["webhook-id"]: json.loads(each.body) for each in found.received}
    ended = [each["data"]["id"] for each in told_of.values() if each["type"].endswith("ished")]
    assert Counter(ended) == Counter(keys_of(due.good) | keys_of(due.live))


def _sleep_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()))


def test_schedulers_and_workers_at_once_do_each_thing_once_and_lose_none(
    crew: WorkerProcesses,
) -> None:
    """Two workers, and cron beside them, which asks no lease, while editors act."""
    user, chance = SuperuserFactory(), random.Random(7)
    with receiver() as found:
        make_endpoint(found.url, most_at_once=8)
        Duty.objects.update(lease="")
        pages = [ArticlePageFactory() for _each in range(4)]
        for _each in range(2):
            crew.start()
        scheduled, ends_at = [], time.monotonic() + (10 if ROUNDS else 3)
        while time.monotonic() < ends_at:
            draft = DraftArticleFactory(owner=user)
            draft.save_revision(approved_go_live_at=timezone.now() + timedelta(seconds=0.3))
            scheduled.append(draft)
            publish(chance.choice(pages), title=f"Title {chance.random()}")
            run_schedule()
        withdraw([pages[0]], severity="critical", reason="Wrong dose.", user=user)
        live = Page.objects.filter(pk__in=_ids(scheduled), live=True)
        eventually(lambda: live.count() == len(scheduled))
        eventually(is_delivered)
        wanted = manifest()
        acts = PageLogEntry.objects.filter(action="wagtail.publish.scheduled")
        assert Counter(acts.values_list("page_id", flat=True)) == Counter(_ids(scheduled))
    assert not ScheduleFailure.objects.exists()
    told = {each.headers["webhook-id"]: json.loads(each.body)["data"] for each in found.received}
    numbers = Counter(item["sequence"] for item in told.values())
    assert set(numbers.values()) == {1}, "a change was told under two ids"
    assert held_after(told.values()) == wanted


def held_after(entries: Iterable[dict[str, Any]]) -> dict[str, str]:
    """What a front end holds that was told these, in whatever order they came."""
    articles = sorted((each for each in entries if each["id"]), key=itemgetter("sequence"))
    last = {each["id"]: each["etag"] for each in articles}
    return {article: etag for article, etag in last.items() if etag is not None}
