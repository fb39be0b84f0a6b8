"""PostgreSQL stopped and started, Redis hung and stopped: the running CMS says so and goes on."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from api.models import Duty
from articles.models import ArticlePage
from tests.api.webhooks.endpoints import make_endpoint
from tests.api.webhooks.receivers import receiver
from tests.api.worker.processes import eventually
from tests.articles.factories import ArticlePageFactory, SuperuserFactory
from tests.faults.drafts import Drafts
from tests.faults.services import PostgresServer, RedisServer, postgres_server, redis_server
from tests.faults.visitors import SECRET, Site, served, title_of

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="only on PostgreSQL"),
    pytest.mark.slow,
    pytest.mark.soak,
]
PLACES = ("/api/v1/articles/", "/api/v1/articles/{slug}/", "/api/v1/manifest/", "/api/v1/changes/")
ADMIN = "/admin/"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as found:
        yield found


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as found:
        yield found


def sign_in(settings: Any) -> tuple[Any, str]:
    """Return a user and their session."""
    settings.SECRET_KEY = SECRET
    user, client = SuperuserFactory(), Client()
    client.force_login(user)
    return user, client.cookies["sessionid"].value


def test_services_that_go_and_come_back(
    postgres: PostgresServer, redis: RedisServer, tmp_path: Path, settings: Any
) -> None:
    with receiver() as told:
        pages = [ArticlePageFactory(title=f"Article {name}") for name in ("one", "two", "three")]
        for page in pages:
            page.save_revision().publish()
        make_endpoint(told.url)
        Duty.objects.update(lease="")
        user, session = sign_in(settings)
        drafts = [Drafts(user, f"Secret {name}") for name in ("one", "two", "three")]
        server = os.environ["DATABASE_URL"].rpartition("/")[0]
        postgres.copy_from(f"{server}/{connection.settings_dict['NAME']}")
        with served(tmp_path, database_url=postgres.url, redis_url=redis.url, worker=True) as site:
            site.session = session
            assert site.get(ADMIN).status == 200
            _redis_hangs_and_stops(site, redis, pages, drafts)
            eventually(lambda: len(told.received) == 2)
            _postgres_stops(site, postgres, pages[2], drafts[2])
            eventually(lambda: len(told.received) == 3, seconds=40)
            assert site.is_running


def _redis_hangs_and_stops(
    site: Site, redis: RedisServer, pages: list[ArticlePage], drafts: list[Drafts]
) -> None:
    for page, draft, goes, comes in (
        (pages[0], drafts[0], redis.hang, redis.go_on),
        (pages[1], drafts[1], redis.stop, redis.start),
    ):
        draft.assert_open(site)
        assert redis.is_in_use
        goes()
        for place in PLACES:
            answer = site.get(place.format(slug=page.slug))
            assert answer.status == 200
            assert answer.seconds < 2
        # Taking something back must never wait for a cache.
        taken = site.edit(f"/admin/pages/{page.pk}/unpublish/", {})
        assert taken.status == 302, taken
        assert taken.seconds < 10
        assert site.get(f"/api/v1/articles/{page.slug}/").status == 404
        # Neither does what lets readers in to drafts.
        draft.close_the_first(site)
        draft.assert_the_first_are_closed(site)
        draft.assert_phrases_are_asked_for(site)
        comes()
        draft.assert_the_first_are_closed(site)
        assert site.get(ADMIN).status == 200


def _postgres_stops(site: Site, postgres: PostgresServer, page: ArticlePage, draft: Drafts) -> None:
    draft.assert_open(site)
    path = f"/api/v1/articles/{page.slug}/"
    for number in range(2):
        postgres.stop()
        editor = f"/admin/pages/{page.pk}/edit/"
        for place in (*PLACES, "/health/ready", ADMIN, editor, *draft.places):
            for _again in range(2):
                answer = site.get(place.format(slug=page.slug))
                assert answer.says_when_to_try_again, (place, answer)
                assert draft.title not in answer.text
        assert site.get("/health/live").status == 200
        postgres.start()
        answer = site.eventually(path, lambda found: found.status == 200, seconds=10)
        assert title_of(answer) == page.title
        site.eventually("/health/ready", lambda found: found.status == 200, seconds=10)
        site.eventually(ADMIN, lambda found: found.status == 200, seconds=10)
        draft.assert_open(site)
        if number:
            assert site.edit(f"/admin/pages/{page.pk}/unpublish/", {}).status == 302
            assert site.get(path).status == 404
