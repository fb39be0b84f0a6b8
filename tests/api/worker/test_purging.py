"""Caches in front are told what changed until they have acknowledged it. Over real HTTP."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.models import Duty, WaitingPurge
from api.purging.purge import PurgeFailed
from api.reading.changes import get_bounds
from api.signals import media_gone
from api.worker import purging
from api.worker.duties import plans
from api.worker.purging import purge_again, purge_changes
from tests.api.changes.test_log import withdraw
from tests.api.purging.receiver import Receiver, receiving
from tests.api.purging.test_purge import varnish
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db
TOKEN = "a-worker"


@pytest.fixture
def near(settings: Any) -> Iterator[Receiver]:
    with receiving() as receiver:
        settings.WAGTAILFRONTENDCACHE = {"near": varnish(receiver)}
        yield receiver


def begin() -> None:
    Duty.objects.create(pk="purge", lease=TOKEN, position=get_bounds().last)


def asked(receiver: Receiver) -> str:
    return " ".join(str(each.headers) for each in receiver.received)


def test_a_site_without_caches_has_no_such_duty(settings: Any) -> None:
    assert "purge" not in {plan.name for plan in plans()}


def test_a_change_is_purged_once(near: Receiver) -> None:
    assert "purge" in {plan.name for plan in plans()}
    page = ArticlePageFactory()
    begin()
    purge_changes("purge", TOKEN)
    assert near.received == []
    withdraw(page, severity="critical")
    purge_changes("purge", TOKEN)
    assert f"article-{page.translation_key}" in asked(near)
    number = len(near.received)
    purge_changes("purge", TOKEN)
    assert len(near.received) == number


def test_what_is_not_acknowledged_is_due_again(near: Receiver) -> None:
    begin()
    page = ArticlePageFactory()
    near.status = 503
    for _each in range(3):
        with pytest.raises(PurgeFailed):
            purge_changes("purge", TOKEN)
    near.status = 200
    near.received.clear()
    purge_changes("purge", TOKEN)
    assert f"article-{page.translation_key}" in asked(near)
    assert Duty.objects.get().position == get_bounds().last


def test_files_that_are_gone_are_purged_by_their_addresses(near: Receiver) -> None:
    begin()
    media_gone.send(sender=None, urls=["https://cms.example.org/media/images/a.webp"])
    near.status = 503
    with pytest.raises(PurgeFailed):
        purge_changes("purge", TOKEN)
    assert WaitingPurge.objects.count() == 1
    near.status = 200
    near.received.clear()
    purge_changes("purge", TOKEN)
    assert [each.path for each in near.received] == ["/media/images/a.webp"]
    assert not WaitingPurge.objects.exists()


def test_without_caches_no_addresses_are_kept() -> None:
    media_gone.send(sender=None, urls=["https://cms.example.org/media/images/a.webp"])
    assert not WaitingPurge.objects.exists()


def test_what_was_taken_back_is_purged_once_more_some_seconds_later(
    near: Receiver, monkeypatch: Any
) -> None:
    page, other = ArticlePageFactory(), ArticlePageFactory()
    Duty.objects.create(pk="purge_again", lease=TOKEN, position=get_bounds().last)
    other.title = "Another title"
    other.save_revision().publish()
    withdraw(page, severity="critical")
    purge_again("purge_again", TOKEN)
    assert near.received == []
    monkeypatch.setattr(purging, "AGAIN_AFTER", timedelta(0))
    near.status = 503
    with pytest.raises(PurgeFailed):
        purge_again("purge_again", TOKEN)
    near.status = 200
    near.received.clear()
    purge_again("purge_again", TOKEN)
    assert f"article-{page.translation_key}" in asked(near)
    assert f"article-{other.translation_key}" not in asked(near)
    number = len(near.received)
    purge_again("purge_again", TOKEN)
    assert len(near.received) == number
