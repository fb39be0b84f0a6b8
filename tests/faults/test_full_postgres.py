"""PostgreSQL on a disk that is full: editors are refused in words, and reading goes on."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from articles.models import ArticlePage
from tests.articles.factories import ArticlePageFactory, SuperuserFactory
from tests.faults.disks import fill_up, small_disk
from tests.faults.services import PostgresServer, RedisServer, postgres_server, redis_server
from tests.faults.visitors import SECRET, Answer, Site, served

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="only on PostgreSQL"),
    pytest.mark.slow,
    pytest.mark.soak,
]
PAGES = 40
"""More than find room in what the tables have left of their last blocks."""
DISK, MEGABYTES = "disk", 150


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as found:
        yield found


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as found, small_disk(found.folder / DISK, MEGABYTES) as disk:
        found.keep_tables_in(disk)
        yield found
        found.stop()


def test_editors_are_refused_in_words_and_readers_read(
    postgres: PostgresServer, redis: RedisServer, tmp_path: Path, settings: Any
) -> None:
    settings.SECRET_KEY = SECRET
    pages = [ArticlePageFactory() for _number in range(PAGES)]
    client = Client()
    client.force_login(SuperuserFactory())
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    postgres.copy_from(f"{server}/{connection.settings_dict['NAME']}")
    with served(tmp_path, database_url=postgres.url, redis_url=redis.url) as site:
        site.session = client.cookies["sessionid"].value
        assert read(site, pages[0]).status == 200
        filler = fill_up(postgres.folder / DISK)
        answers = {page.pk: unpublish(site, page) for page in pages}
        refused = [page for page in pages if answers[page.pk].status != 302]
        assert refused, "there was room for all"
        for page in refused:
            assert answers[page.pk].says_when_to_try_again, answers[page.pk]
            assert "no room left" in answers[page.pk].text
        assert_read(site, pages, live=refused)
        assert site.get("/health/ready").status == 200
        filler.unlink()
        for page in refused:
            assert unpublish(site, page).status == 302
        assert_read(site, pages, live=[])


def unpublish(site: Site, page: ArticlePage) -> Answer:
    return site.edit(f"/admin/pages/{page.pk}/unpublish/", {})


def read(site: Site, page: ArticlePage) -> Answer:
    return site.get(f"/api/v1/articles/{page.translation_key}/")


def assert_read(site: Site, pages: list[ArticlePage], *, live: list[ArticlePage]) -> None:
    manifest = site.get("/api/v1/manifest/?limit=100").text
    for page in pages:
        assert read(site, page).status == (200 if page in live else 404)
        assert (str(page.translation_key) in manifest) == (page in live)
