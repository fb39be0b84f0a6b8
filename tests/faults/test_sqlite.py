"""SQLite under many writers, and on a disk that is full."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from api.documents import store
from api.models import Change
from articles.models import ArticlePage
from tests.articles.factories import ArticlePageFactory, SuperuserFactory
from tests.faults.disks import fill_up, small_disk
from tests.faults.rounds import ROUNDS
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite"),
    pytest.mark.soak,
]
WRITERS = 8
EACH = 25 * ROUNDS or 4


def test_eight_processes_publish_at_once_and_none_meets_a_lock(tmp_path: Path) -> None:
    pages = [ArticlePageFactory() for _each in range(WRITERS)]
    with shared_database(tmp_path) as environment:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.faults.writer", str(EACH), *(str(p.pk) for p in pages)],
            cwd=settings.BASE_DIR,
            env={**environment, "DJANGO_SETTINGS_MODULE": "tests.faults.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        connection.close()
        for page in pages:
            assert ArticlePage.objects.get(pk=page.pk).title == f"Title {EACH - 1}"
        assert store.differences([page.pk for page in pages]) == set()
        numbers = list(Change.objects.order_by("sequence").values_list("sequence", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= WRITERS * EACH


def test_a_full_disk_refuses_edits_in_words_and_reading_goes_on(
    tmp_path: Path, settings: Any
) -> None:
    page = ArticlePageFactory(title="Before")
    page.save_revision().publish()
    client = Client(raise_request_exception=False)
    client.force_login(SuperuserFactory())
    article = f"/api/v1/articles/{page.translation_key}/"
    with small_disk(tmp_path / "disk", 48) as disk, shared_database(disk):
        connection.close()
        assert client.get(article).json()["title"] == "Before"
        filler = fill_up(disk)
        unpublish = f"/admin/pages/{page.pk}/unpublish/"
        refused = client.post(unpublish)
        assert (refused.status_code, refused["Retry-After"]) == (503, "5")
        assert "no room left" in refused.content.decode()
        connection.close()
        assert client.get(article).json()["title"] == "Before"
        assert client.get("/health/ready").status_code == 200
        assert ArticlePage.objects.get(pk=page.pk).live
        assert store.differences([page.pk]) == set()
        filler.unlink()
        assert client.post(unpublish).status_code == 302
        assert client.get(article).status_code == 404


def photograph() -> SimpleUploadedFile:
    content = get_test_image_file(size=(400, 400)).file.getvalue()
    return SimpleUploadedFile("big.png", content, content_type="image/png")


def form(image: SimpleUploadedFile) -> dict[str, Any]:
    return {"title": "Big", "file": image, "collection": "1"}


def test_an_upload_that_finds_no_room_leaves_nothing(tmp_path: Path, settings: Any) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(SuperuserFactory())
    with small_disk(tmp_path / "disk", 1) as disk:
        settings.MEDIA_ROOT = disk / "media"
        filler = fill_up(disk)
        refused = client.post("/admin/images/add/", form(photograph()))
        said = refused.content.decode()
        assert refused.status_code == 503, said[-20_000:]
        assert "no room left" in said
        assert not get_image_model().objects.exists()
        filler.unlink()
        saved = client.post("/admin/images/add/", form(photograph()))
        assert saved.status_code == 302
        assert [each.title for each in get_image_model().objects.all()] == ["Big"]
