"""The stage, and whoever looks at what is left when somebody died on it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone

from api.documents import store
from api.models import Change, DeliveryDocument, WebhookDelivery
from api.models.documents import DocumentState
from articles.models import ArticlePage, Publication
from tests.api.webhooks.endpoints import fill, make_endpoint

Copy = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Performance:
    steps: list[str]
    error: str
    killed: bool


class Stage:
    """Has children of another process act: `stage.perform("publish", {...}, die_before=7)`."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process = process
        self._log = log

    def perform(
        self, name: str, arguments: dict[str, Any], *, die_before: int | None = None
    ) -> Performance:
        connection.close()
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{json.dumps([name, arguments, die_before])}\n")
        stdin.flush()
        line = stdout.readline()
        assert line, self._log.read_text()[-3000:]
        cache.clear()
        return Performance(**json.loads(line))


@contextmanager
def stage(environment: dict[str, str], folder: Path) -> Iterator[Stage]:
    log = folder / "stage.log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.stage"],
            cwd=settings.BASE_DIR,
            env={**environment, "DJANGO_SETTINGS_MODULE": "tests.faults.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            yield Stage(process, log)
        finally:
            process.kill()


class Onlooker:
    """Knows the site by four ways and has followed two of them from the start."""

    def __init__(self) -> None:
        make_endpoint()
        self._client = Client()
        self._place = "/api/v1/changes/?limit=100"
        self._followed: Copy = {}
        self._told_to = 0
        self.look()

    def look(self, page_id: int | None = None) -> None:
        """Fail unless the store, the feed, the manifest and the outbox say the same.

        With an article: unless its page, its documents and its records do as well.
        """
        manifest = self._manifest()
        assert self._follow() == manifest, "the feed says something else than the manifest"
        self._hear(manifest)
        numbers = list(Change.objects.values_list("sequence", flat=True).order_by("sequence"))
        assert numbers == list(range(1, len(numbers) + 1))
        if page_id is not None:
            self._look_at(page_id, manifest)

    def look_at_everything(self) -> None:
        """What `rebuild_documents --check` asks of the whole store."""
        assert store.differences(ArticlePage.objects.values_list("pk", flat=True)) == set()

    def _look_at(self, page_id: int, manifest: Copy) -> None:
        page = ArticlePage.objects.filter(pk=page_id).first()
        # What has expired is withheld at its minute, and taken down by the schedule.
        is_due = page is not None and page.live and _has_expired(page)
        assert is_due or not store.differences([page_id]), "the document is not what it should be"
        row = DeliveryDocument.objects.filter(pk=page_id).first()
        is_live = page is not None and page.live
        is_public = row is not None and row.state == DocumentState.PUBLIC
        assert is_public == is_live, "the page and its document differ"
        open_one = Publication.objects.filter(page_id=page_id, live_until=None)
        titles = [page.title] if page and is_live else []
        assert [each.title for each in open_one] == titles, "the record of what was live differs"
        if page is not None:
            self._read(page, manifest)

    def _read(self, page: ArticlePage, manifest: Copy) -> None:
        """As a front end does."""
        is_shown = page.live and not _has_expired(page)
        article_id, language = str(page.translation_key), page.locale.language_code
        assert ((article_id, language) in manifest) == is_shown
        response = self._client.get(f"/api/v1/articles/{article_id}/")
        assert (response.status_code == 200) == is_shown
        found = self._client.get("/api/v1/articles/", {"search": page.title}).json()
        assert (article_id in {item["id"] for item in found["items"]}) == is_shown
        if is_shown:
            assert response.json()["title"] == page.title
            for name in _files_in(response.json()):
                assert default_storage.exists(name), f"the file {name} is missing"
        aliases = ArticlePage.objects.filter(alias_of=page).values_list("live", "title")
        assert set(aliases) <= {(page.live, page.title)}, "an alias shows something else"

    def _manifest(self) -> Copy:
        found: Copy = {}
        place: str | None = "/api/v1/manifest/?limit=100"
        while place:
            page = self._client.get(place).json()
            for item in page["items"]:
                found[item["id"], item["locale"]] = item["etag"]
            place = page["links"]["next"]
        return found

    def _follow(self) -> Copy:
        while True:
            page = self._client.get(self._place).json()
            for item in page["items"]:
                _apply(self._followed, item)
            self._place = page["links"]["next"]
            if not page["meta"]["has_more"]:
                return self._followed

    def _hear(self, manifest: Copy) -> None:
        """Do as a receiver of webhooks does that takes what it is told for true."""
        fill()
        for delivery in WebhookDelivery.objects.filter(pk__gt=self._told_to).order_by("pk"):
            self._told_to = delivery.pk
            item = json.loads(delivery.payload)["data"]
            if item["id"] is not None:
                said: Copy = {}
                _apply(said, item)
                later = WebhookDelivery.objects.filter(subject=delivery.subject, pk__gt=delivery.pk)
                if not later.exists():
                    key = (item["id"], item["locale"])
                    assert said.get(key) == manifest.get(key), "the outbox says something else"


def _has_expired(page: ArticlePage) -> bool:
    return page.expire_at is not None and page.expire_at <= timezone.now()


def _files_in(value: Any) -> Iterator[str]:
    """The names of all files that a document names."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _files_in(each)
    elif isinstance(value, str) and settings.MEDIA_URL in value:
        yield value.partition(settings.MEDIA_URL)[2]


def _apply(copy: Copy, item: dict[str, Any]) -> None:
    if item["id"] is not None:
        copy.pop((item["id"], item["locale"]), None)
        if item["etag"] is not None:
            copy[item["id"], item["locale"]] = item["etag"]
