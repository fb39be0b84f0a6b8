"""Compressed answers say the same, have ETags of their own and are never more public."""

import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from api.v1 import compression
from tests.api.factories import make_document, withdraw

pytestmark = pytest.mark.django_db

DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
}


@pytest.fixture
def url() -> str:
    return f"/api/v1/articles/{make_document().slug}/"


def get(client: Client, url: str, coding: str, **headers: str):
    return client.get(url, headers={"accept-encoding": coding, **headers})


@pytest.mark.parametrize("coding", DECODERS)
@pytest.mark.parametrize("query", ["", "?rich_text=plain", "?include=json_ld", "?fields=sections"])
def test_every_coding_holds_the_same(client: Client, url: str, coding: str, query: str) -> None:
    plain, coded = client.get(url + query), get(client, url + query, coding)
    assert coded["Content-Encoding"] == coding
    assert DECODERS[coding](coded.content) == plain.content
    assert len(coded.content) < len(plain.content) / 2
    assert coded["Content-Length"] == str(len(coded.content))
    assert "Accept-Encoding" in coded["Vary"]
    # The second one is remembered.
    assert get(client, url + query, coding).content == coded.content


def test_each_coding_has_an_etag_that_is_answered_with_304(client: Client, url: str) -> None:
    etags = {client.get(url)["ETag"]}
    for coding in DECODERS:
        coded = get(client, url, coding)
        etags.add(coded["ETag"])
        known = get(client, url, coding, **{"if-none-match": coded["ETag"]})
        assert (known.status_code, known["ETag"], known.content) == (304, coded["ETag"], b"")
        assert "Content-Encoding" not in known.headers
    assert len(etags) == 4


def test_a_head_has_the_headers_of_the_get(client: Client, url: str) -> None:
    head = client.head(url, headers={"accept-encoding": "gzip"})
    assert head.headers == get(client, url, "gzip").headers
    assert head.content == b""


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=1.0", "gzip"),
        ("*", "zstd"),
        ("*;q=0.1, zstd;q=0", "br"),
        ("gzip;q=0", None),
        ("gzip;q=2, br;q=nonsense", None),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0.5, *;q=0.1", None),
        ("identity, gzip", "gzip"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("deflate", None),
        ("", None),
        ("gzip," * 200, None),
    ],
)
def test_the_client_chooses(client: Client, url: str, header: str, coding: str | None) -> None:
    assert get(client, url, header).headers.get("Content-Encoding") == coding


def test_what_is_short_or_a_problem_stays_as_it_is(client: Client, url: str) -> None:
    assert "Content-Encoding" not in get(client, f"{url}?nothing=1", "gzip").headers
    empty = get(client, "/api/v1/articles/?locale=es", "gzip")
    assert "Content-Encoding" not in empty.headers


def test_a_withdrawn_article_is_gone_in_every_coding(client: Client) -> None:
    stored = make_document()
    url = f"/api/v1/articles/{stored.slug}/"
    for coding in DECODERS:
        assert get(client, url, coding).status_code == 200
    withdraw(stored)
    for coding in DECODERS:
        assert get(client, url, coding).status_code == 410


def test_lists_and_the_schema_are_compressed(client: Client, url: str) -> None:
    for path in ("/api/v1/articles/", "/api/v1/schema/", "/api/v1/docs/assets/start.js"):
        response = get(client, path, "gzip")
        plain = client.get(path)
        if len(plain.content) >= compression.SMALLEST:
            assert gzip.decompress(response.content) == plain.content, path


@given(header=st.text(max_size=40) | st.text("gzipbrstd;,=q.01* ", max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_header_is_understood_or_ignored(header: str) -> None:
    coding = compression._negotiate(header)
    assert coding is None or coding in compression.CODINGS


def test_memory_is_bounded() -> None:
    memory = compression._Memory(10_000)
    coding = compression.Coding("none", bytes)
    for number in range(100):
        memory.get(f'"{number}"', coding, bytes(1000))
    assert memory._size <= 10_000
    assert list(memory._bodies)[-1] == ('"99"', "none")
    memory.get('"large"', coding, bytes(5000))
    assert ('"large"', "none") not in memory._bodies
