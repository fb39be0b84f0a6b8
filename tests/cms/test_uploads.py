"""What editors upload is an image of the size that it says it has, or it is refused."""

import io
import struct
import time
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model

from tests.articles.factories import UserFactory

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"


def picture(kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, kind)
    return file.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes whose pixels take gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


def upload(name: str, content: bytes, kind: str) -> Any:
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(group="Editors"))
    file = SimpleUploadedFile(name, content, content_type=kind)
    data = {"title": "Leaflet", "file": file, "collection": "1"}
    return client.post("/admin/images/add/", data)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("drawing.svg", SVG, "image/svg+xml"),
        ("drawing.png", SVG, "image/png"),
        ("page.jpg", b"<!doctype html>" + SCRIPT, "image/jpeg"),
        ("page.html", picture(), "image/png"),
        ("cut.png", picture()[:40], "image/png"),
        ("bomb.png", bomb(30_000), "image/png"),
        ("greatest.png", bomb(2**31 - 1), "image/png"),
    ],
)
def test_what_is_no_harmless_image_is_refused_in_words(
    name: str, content: bytes, kind: str
) -> None:
    began = time.process_time()
    refused = upload(name, content, kind)
    assert time.process_time() - began < 5
    assert refused.status_code == 200
    assert "file" in refused.context["form"].errors
    assert not get_image_model().objects.exists()


def test_what_hangs_on_an_image_is_not_delivered() -> None:
    assert upload("both.gif", picture("GIF") + SCRIPT, "image/gif").status_code == 302
    image = get_image_model().objects.get()
    with image.get_rendition("width-20|format-png").file.open() as file:
        assert SCRIPT not in file.read()
