"""Whoever does something is killed at each of its steps: all of it is there then, or nothing is."""

import random
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from articles.models import ArticlePage, NoticeRequest, Topic, Withdrawal
from articles.safety_notices.request import request_notice
from articles.withdrawing.withdraw import withdraw
from tests.articles.factories import (
    ArticlePageFactory,
    DraftArticleFactory,
    ImageFactory,
    SuperuserFactory,
    TopicFactory,
)
from tests.faults.rounds import ROUNDS, sample
from tests.faults.theatre import Onlooker, Stage, stage
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.soak,
]


@dataclass(frozen=True)
class Case:
    """Something that is about to happen to an article."""

    act: str
    arguments: dict[str, Any]
    page_id: int
    is_done: Callable[[], bool]


class Cases:
    """Prepares each act on an article of its own."""

    def __init__(self) -> None:
        self.user = SuperuserFactory()
        client = Client()
        client.force_login(self.user)
        self.session = client.cookies["sessionid"].value

    def make(self, name: str) -> Case:
        case: Case = getattr(self, f"_{name}")()
        return case

    def _article(self, factory: Any = ArticlePageFactory, **fields: Any) -> ArticlePage:
        page = factory(
            title=f"Article {uuid.uuid4().hex}",
            hero_image=ImageFactory() if fields.pop("image", False) else None,
            hero_decorative=True,
            topics=fields.pop("topics", {}),
            **fields,
        )
        if factory is ArticlePageFactory:
            page.save_revision().publish()
        return ArticlePage.objects.get(pk=page.pk)

    def _publish(self) -> Case:
        page, title = self._article(DraftArticleFactory, image=True), f"Title {uuid.uuid4().hex}"
        return self._publication(page, title)

    def _update(self) -> Case:
        page, title = self._article(), f"Title {uuid.uuid4().hex}"
        page.create_alias(parent=page.get_parent(), update_slug=f"{page.slug}-alias")
        return self._publication(page, title)

    def _publication(self, page: ArticlePage, title: str) -> Case:
        arguments = {"page": page.pk, "title": title, "session": self.session}
        found = Page.objects.filter(pk=page.pk, live=True, title=title)
        return Case("publish", arguments, page.pk, found.exists)

    def _unpublish(self) -> Case:
        page = self._article()
        page.create_alias(parent=page.get_parent(), update_slug=f"{page.slug}-alias")
        arguments = {"page": page.pk, "session": self.session}
        return Case("unpublish", arguments, page.pk, _is_not_live(page))

    def _delete(self) -> Case:
        page = self._article(image=True)
        arguments = {"page": page.pk, "session": self.session}
        return Case("delete", arguments, page.pk, _is_not_live(page))

    def _withdraw(self) -> Case:
        page = self._article(image=True)
        return Case(
            "withdraw", {"page": page.pk, "user": self.user.pk}, page.pk, _is_not_live(page)
        )

    def _reinstate(self) -> Case:
        page = self._article()
        record = withdraw([page], severity="critical", reason="Wrong dose.", user=self.user)[0]
        ended = Withdrawal.objects.filter(pk=record.pk, reinstated_at__isnull=False)
        arguments = {"withdrawal": record.pk, "user": self.user.pk}
        return Case("reinstate", arguments, page.pk, ended.exists)

    def _expire(self) -> Case:
        page = self._article()
        # Long enough for a busy machine to publish it before.
        page.expire_at = timezone.now() + timedelta(seconds=3)
        page.save_revision().publish()
        assert ArticlePage.objects.get(pk=page.pk).live
        time.sleep(max(0, (page.expire_at - timezone.now()).total_seconds()) + 0.1)
        return Case("run_schedule", {}, page.pk, _is_not_live(page))

    def _go_live(self) -> Case:
        page = self._article(DraftArticleFactory, image=True)
        page.save_revision(approved_go_live_at=timezone.now())
        found = Page.objects.filter(pk=page.pk, live=True)
        return Case("run_schedule", {}, page.pk, found.exists)

    def _notice(self) -> Case:
        page = self._article()
        asked = request_notice(page, text="Not with triptans.", severity="critical", user=self.user)
        signed = NoticeRequest.objects.filter(pk=asked.pk, decision="signed")
        arguments = {"request": asked.pk, "user": self.user.pk}
        return Case("sign_notice", arguments, page.pk, signed.exists)

    def _snippet(self) -> Case:
        topic, name = TopicFactory(), f"Topic {uuid.uuid4().hex}"
        page = self._article(topics={"about": topic})
        found = Topic.objects.filter(pk=topic.pk, name=name)
        return Case("edit_topic", {"topic": topic.pk, "name": name}, page.pk, found.exists)


def _is_not_live(page: ArticlePage) -> Callable[[], bool]:
    found = Page.objects.filter(pk=page.pk, live=True)
    return lambda: not found.exists()


ACTS = (
    "publish",
    "update",
    "unpublish",
    "delete",
    "withdraw",
    "reinstate",
    "expire",
    "go_live",
    "notice",
    "snippet",
)


@pytest.fixture
def scene(tmp_path: Path, settings: Any) -> Iterator[Stage]:
    settings.MEDIA_ROOT = tmp_path / "media"
    articles = {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ()}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": articles}
    with shared_database(tmp_path) as environment, stage(environment, tmp_path) as found:
        yield found


@pytest.mark.parametrize("name", ACTS)
def test_all_of_it_is_there_or_nothing(name: str, scene: Stage, capsys: Any) -> None:
    cases, onlooker = Cases(), Onlooker()
    case = cases.make(name)
    whole = scene.perform(case.act, case.arguments)
    assert not whole.error, whole.error
    assert case.is_done()
    onlooker.look(case.page_id)
    for number in sample(whole.steps, chance=random.Random(name)):
        where = f"killed before step {number}: {whole.steps[number]}"
        case = cases.make(name)
        onlooker.look(case.page_id)
        result = scene.perform(case.act, case.arguments, die_before=number)
        assert result.killed, (where, result.error)
        try:
            onlooker.look(case.page_id)
            if not case.is_done():
                again = scene.perform(case.act, case.arguments)
                assert not again.error, again.error
                assert case.is_done()
                onlooker.look(case.page_id)
        except AssertionError as error:
            raise AssertionError(f"{where}\n" + "\n".join(whole.steps)) from error
    onlooker.look_at_everything()
    if ROUNDS:
        with capsys.disabled():
            print(f"\n{name}: killed before each of {len(whole.steps)} steps")
