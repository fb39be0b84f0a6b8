"""Uploads as `make run` serves them."""

from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from cms.media.serving import serve_media


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("images/a.jpg", "original_images/a.jpg", "documents/a.pdf", "avatar_images/a.jpg"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_bytes(b"file")
    return tmp_path


def get(root: Path, path: str) -> Any:
    return serve_media(RequestFactory().get(f"/media/{path}"), path, document_root=root)


@pytest.mark.parametrize(
    "path", ["images/a.jpg", "avatar_images/a.jpg", "documents/../images/a.jpg"]
)
def test_what_is_made_for_readers_is_served(root: Path, path: str) -> None:
    assert get(root, path).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["original_images/a.jpg", "documents/a.pdf", "images/../original_images/a.jpg",
     "/original_images/a.jpg", "./documents/a.pdf", "ORIGINAL_IMAGES/a.jpg", "images/b.jpg"],
)  # fmt: skip
def test_originals_and_documents_are_not(root: Path, path: str) -> None:
    with pytest.raises(Http404):
        get(root, path)
