"""A worker is killed at each of its steps: all is told and purged, and nothing under another id."""

import json
import random
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from api.models import Change, DeliveryState, Duty, WaitingPurge, WebhookAttempt, WebhookDelivery
from api.reading.changes import get_bounds
from articles.models import ArticlePage
from articles.withdrawing.withdraw import withdraw
from tests.api.changes.test_log import publish
from tests.api.purging.receiver import receiving
from tests.api.purging.test_purge import varnish
from tests.api.webhooks.endpoints import TOKEN, make_endpoint
from tests.api.webhooks.receivers import Receiver, receiver
from tests.articles.factories import ArticlePageFactory, ImageFactory, SuperuserFactory
from tests.faults.rounds import ROUNDS, sample
from tests.faults.theatre import Stage, stage
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.soak,
]


@pytest.fixture
def scene(tmp_path: Path, settings: Any) -> Iterator[Stage]:
    settings.MEDIA_ROOT = tmp_path / "media"
    articles = {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ()}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": articles}
    with shared_database(tmp_path) as environment, stage(environment, tmp_path) as found:
        yield found


def act_on(pages: list[ArticlePage], user: Any) -> ArticlePage:
    """Publish these articles anew; publish one with an image and withdraw it. Return that one."""
    for page in pages:
        publish(page, title=f"Title {uuid.uuid4().hex}")
    ended: ArticlePage = ArticlePageFactory(hero_image=ImageFactory(), hero_decorative=True)
    ended.save_revision().publish()
    ended = ArticlePage.objects.get(pk=ended.pk)
    withdraw([ended], severity="critical", reason="Wrong dose.", user=user)
    return ended


def test_all_is_told_under_one_id(scene: Stage, capsys: Any) -> None:
    pages, user = [ArticlePageFactory() for _each in range(2)], SuperuserFactory()
    with receiver() as found:
        make_endpoint(found.url, most_at_once=4)
        act_on(pages, user)
        whole = scene.perform("send_webhooks", {})
        assert not whole.error, whole.error
        assert_told(found)
        for number in sample(whole.steps, chance=random.Random(1)):
            where = f"killed before step {number}: {whole.steps[number]}"
            act_on(pages, user)
            killed = scene.perform("send_webhooks", {}, die_before=number)
            assert killed.killed, (where, killed.error)
            again = scene.perform("send_webhooks", {})
            assert not again.error, (where, again.error)
            try:
                assert_told(found)
            except AssertionError as error:
                raise AssertionError(f"{where}\n" + "\n".join(whole.steps)) from error
    if ROUNDS:
        with capsys.disabled():
            print(f"\nsending: killed before each of {len(whole.steps)} steps")


def assert_told(found: Receiver) -> None:
    """Of each thing its last change has arrived; each change has one id and one text."""
    assert set(WebhookDelivery.objects.values_list("state", "lease")) == {
        (DeliveryState.DELIVERED, "")
    }
    assert Duty.objects.get(pk="webhooks").position == get_bounds().last
    texts = {each.headers["webhook-id"]: each.body for each in found.received}
    assert all(texts[each.headers["webhook-id"]] == each.body for each in found.received)
    numbers = [json.loads(text)["data"]["sequence"] for text in texts.values()]
    assert len(set(numbers)) == len(numbers), "a change was told under two ids"
    began = Change.objects.get(sequence=min(numbers))
    last = {
        each.subject: each.sequence
        for each in Change.objects.filter(sequence__gte=began.sequence).order_by("sequence")
    }
    assert set(last.values()) <= set(numbers), "a change was not told"
    assert set(texts) == set(WebhookDelivery.objects.values_list("webhook_id", flat=True))
    logged = WebhookAttempt.objects.values_list("delivery__webhook_id", flat=True)
    assert set(logged) == set(texts)


def test_all_is_purged(scene: Stage, capsys: Any, settings: Any) -> None:
    pages, user = [ArticlePageFactory()], SuperuserFactory()
    Duty.objects.create(pk="purge", lease=TOKEN, position=get_bounds().last, due_at=timezone.now())
    with receiving() as near:
        cache = varnish(near)
        settings.WAGTAILFRONTENDCACHE = {"near": cache}
        act_on(pages, user)
        whole = scene.perform("purge", {"cache": cache})
        assert not whole.error, whole.error
        for number in sample(whole.steps, chance=random.Random(1)):
            where = f"killed before step {number}: {whole.steps[number]}"
            ended = act_on(pages, user)
            files = list(WaitingPurge.objects.values_list("url", flat=True))
            assert files
            near.received.clear()
            killed = scene.perform("purge", {"cache": cache}, die_before=number)
            assert killed.killed, (where, killed.error)
            again = scene.perform("purge", {"cache": cache})
            assert not again.error, (where, again.error)
            asked = " ".join(f"{each.path} {each.headers}" for each in near.received)
            assert f"article-{ended.translation_key}" in asked, where
            assert all(url.partition("/media/")[2] in asked for url in files), where
            connection.close()
            assert not WaitingPurge.objects.exists(), where
            assert Duty.objects.get(pk="purge").position == get_bounds().last
    if ROUNDS:
        with capsys.disabled():
            print(f"\npurging: killed before each of {len(whole.steps)} steps")
