"""Whatever editors and time do: an answer that is wrong afterwards has a tag that is named."""

import datetime
from typing import Any

import pytest
from django.test import Client

from api.models import Change
from api.purging.tags import tags_of
from articles.models import ArticlePage, Withdrawal
from tests.api.purging.library import Library, answers
from tests.articles.factories import ArticlePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ACTS = 25


class Clock:
    """What time it is for the code under test."""

    def __init__(self) -> None:
        self.ahead = datetime.timedelta()

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC) + self.ahead

    def go_on(self, time: datetime.timedelta) -> None:
        self.ahead += time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()

    class Shifted(datetime.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime.datetime:
            return clock.now()

    monkeypatch.setattr("api.reading.public.datetime", Shifted)
    monkeypatch.setattr("django.utils.timezone.now", clock.now)
    return clock


@pytest.mark.parametrize("seed", range(4))
def test_what_a_change_makes_wrong_is_named(
    seed: int, clock: Clock, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    library = Library(seed, clock)
    wrong = 0
    before: dict[str, Any] = {}
    for _ in range(ACTS):
        read = max(Change.objects.values_list("sequence", flat=True), default=0)
        addresses = library.addresses()
        before |= answers(client, [each for each in addresses if each not in before])
        with django_capture_on_commit_callbacks(execute=True):
            act = library.act()
        purged = tags_of(Change.objects.filter(sequence__gt=read))
        after = answers(client, addresses)
        for address, (status, body, tags) in before.items():
            if after.get(address, (0, b""))[:2] != (status, body):
                wrong += 1
                assert tags & purged, f"{act} changed {address}, kept by {sorted(tags)}"
        before = after
    assert wrong > ACTS


def test_who_takes_a_withdrawn_articles_slug_and_path_is_seen(client: Client) -> None:
    """The answers there name the former article only by what they were asked by."""
    taken_back = ArticlePageFactory(slug="one")
    url = taken_back.url
    Withdrawal.objects.create(
        page=taken_back,
        translation_key=taken_back.translation_key,
        locale="en",
        slug="one",
        title=taken_back.title,
        severity="urgent",
        reason="Wrong dose.",
    )
    taken_back = ArticlePage.objects.get(pk=taken_back.pk)
    taken_back.delete()
    addresses = ["/api/v1/articles/one/", f"/api/v1/find/?path={url}"]
    before = answers(client, addresses)
    assert [status for status, _body, _tags in before.values()] == [410, 410]
    read = Change.objects.count()
    ArticlePageFactory(slug="one")
    purged = tags_of(Change.objects.filter(sequence__gt=read))
    assert all(client.get(address).status_code == 200 for address in addresses)
    assert all(tags & purged for _status, _body, tags in before.values())
