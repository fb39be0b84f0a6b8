"""The CMS is ended and started again behind its proxy, while readers read and an editor edits."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.test import Client

from api.documents import store
from api.models import Change
from articles.models import ArticlePage
from tests.articles.factories import ArticlePageFactory, SuperuserFactory
from tests.benchmarks import proxies
from tests.benchmarks.processes import free_port
from tests.cms.proxies.conftest import require
from tests.faults.rounds import ROUNDS
from tests.faults.services import RedisServer, redis_server
from tests.faults.visitors import SECRET, Answer, Visitor, served
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
    pytest.mark.soak,
]
RESTARTS = ROUNDS * 10 or 2
READERS = 3


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as found:
        yield found


def is_whole(answer: Answer) -> bool:
    """Whether it is what the address holds, or a word on when to ask again."""
    if answer.status == 503:
        return answer.says_when_to_try_again
    return answer.status == 200 and bool(json.loads(answer.text))


def read_until(ends: Event, visitor: Visitor, slug: str) -> Counter[int]:
    """Raises where an answer breaks off."""
    found: Counter[int] = Counter()
    places = (f"/api/v1/articles/{slug}/", "/api/v1/articles/?limit=2", "/api/v1/changes/")
    while not ends.is_set():
        for place in places:
            # Each asks for something else: what the proxy keeps is not of interest.
            answer = visitor.get(place)
            assert is_whole(answer), (place, answer)
            found[answer.status] += 1
            time.sleep(0.01)
    return found


class Editor:
    """Unpublishes one article after the other, as fast as answers come."""

    def __init__(self, visitor: Visitor, pages: list[ArticlePage]) -> None:
        self._visitor, self._pages = visitor, pages
        self.done: list[int] = []
        self.refused: list[int] = []

    def work_until(self, ends: Event) -> None:
        for page in self._pages:
            if ends.is_set():
                return
            place = f"/admin/pages/{page.pk}/unpublish/"
            answer = self._visitor.edit(place, {})
            if answer.status == 302 and answer.headers["location"] != "/admin/login/":
                self.done.append(page.pk)
            else:
                assert answer.says_when_to_try_again, answer
                self.refused.append(page.pk)
                time.sleep(0.1)


def test_readers_and_editors_get_whole_answers_or_are_asked_to_come_again(
    tmp_path: Path, settings: Any, redis: RedisServer
) -> None:
    require("nginx")
    settings.SECRET_KEY = SECRET
    stays = ArticlePageFactory(title="Stays")
    pages = [ArticlePageFactory() for _number in range(60)]
    client = Client()
    client.force_login(SuperuserFactory())
    session = client.cookies["sessionid"].value
    port, door, ends = free_port(), free_port(), Event()
    with (
        shared_database(tmp_path) as environment,
        proxies.nginx(
            tmp_path / "nginx", port=door, plain_port=free_port(), backend=port, files=tmp_path
        ),
        ThreadPoolExecutor(READERS + 1) as people,
    ):
        server: dict[str, Any] = {
            "database_url": environment["DATABASE_URL"],
            "redis_url": redis.url,
            "port": port,
        }
        editor = Editor(Visitor(door, session=session, is_tls=True), pages)
        try:
            with served(tmp_path, **server):
                readers = [
                    people.submit(read_until, ends, Visitor(door, is_tls=True), stays.slug)
                    for _number in range(READERS)
                ]
                editing = people.submit(editor.work_until, ends)
                time.sleep(2)
            for _number in range(RESTARTS):
                with served(tmp_path, **server):
                    time.sleep(2)
        finally:
            ends.set()
        read = sum((each.result() for each in readers), Counter())
        editing.result()
        _assert_all_or_nothing(editor)
    assert read[200] > 10 * RESTARTS
    # Else nothing was away.
    assert read[503]
    assert editor.done


def _assert_all_or_nothing(editor: Editor) -> None:
    is_live = dict(ArticlePage.objects.values_list("pk", "live"))
    ended = set(Change.objects.filter(type="article.unpublished").values_list("page_id", flat=True))
    for pk in editor.done:
        assert not is_live[pk]
        assert pk in ended
    for pk in editor.refused:
        assert is_live[pk], "it was refused, and done"
        assert pk not in ended
    assert store.differences(is_live) == set()
