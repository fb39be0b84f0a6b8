"""Compressed answers: brotli, Zstandard or gzip, whichever the client takes.

An answer is compressed once in a process and then remembered by its ETag, which stands for the
exact bytes. Whether anybody may have the answer was decided before, anew for each request.
"""

import re
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import brotli
import zstandard
from django.http import HttpRequest, HttpResponse

SMALLEST = 600
"""Bytes below which nothing is gained: the headers alone are as long."""
LONGEST_HEADER = 500
MOST_REMEMBERED = 16 * 1024 * 1024

_COMPRESSIBLE = re.compile(
    r"(application/(json|javascript|yaml|[a-z.]+\+json)|image/svg\+xml|text/)", re.IGNORECASE
)


class Coding(NamedTuple):
    """A content coding. Its name ends the ETags of what is in it."""

    name: str
    compress: Callable[[bytes], bytes]


def _gzip(body: bytes) -> bytes:
    # 16: with gzip's header, which has no time in it, so that the same bytes come out each time.
    compressor = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return compressor.compress(body) + compressor.flush()


# An article of 18 kB becomes 4.5 kB in 80 us (zstd), 4.4 kB in 330 us (br), 4.5 kB in 350 us
# (gzip). Of those that a client likes equally it gets the first.
CODINGS = (
    Coding("zstd", lambda body: zstandard.ZstdCompressor(level=3).compress(body)),
    Coding("br", lambda body: brotli.compress(body, quality=4)),
    Coding("gzip", _gzip),
)
_NAMES = frozenset(coding.name for coding in CODINGS)


def coding_for(request: HttpRequest) -> Coding | None:
    """Return the coding that the client likes best, of several the first of `CODINGS`.

    `None` where it likes nothing better than what is not compressed.
    """
    header = request.META.get("HTTP_ACCEPT_ENCODING")
    if not header or len(header) > LONGEST_HEADER:
        return None
    return _negotiate(header)


@lru_cache(maxsize=256)
def _negotiate(header: str) -> Coding | None:
    weights = {}
    for part in header.lower().split(","):
        name, _semicolon, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    anything = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: weights.get(coding.name, anything))
    weight = weights.get(best.name, anything)
    # Without a weight of its own, `identity` is what a client gets that takes nothing else.
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else None


def _weight(parameter: str) -> float:
    name, _equals, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    return float(value) if re.fullmatch(r"\s*(0(\.\d{0,3})?|1(\.0{0,3})?)\s*", value) else 0.0


def without_coding(tag: str) -> str:
    """Return the tag of the uncompressed answer for the tag of a compressed one."""
    stem, _hyphen, coding = tag.rpartition("-")
    return stem if coding in _NAMES else tag


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """Compress an answer that is worth it, and give it an ETag of its own."""
    headers = response.headers
    if response.status_code != 200 or "ETag" not in headers:
        return
    coding = coding_for(request)
    body = response.content
    if coding is None or len(body) < SMALLEST or not _COMPRESSIBLE.match(headers["Content-Type"]):
        return
    etag = headers["ETag"]
    response.content = _remembered.get(etag, coding, body)
    headers["Content-Encoding"] = coding.name
    headers["ETag"] = f'{etag[:-1]}-{coding.name}"'


class _Memory:
    """Compressed bodies by ETag and coding: as many bytes as fit of those wanted last."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._bodies: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, etag: str, coding: Coding, body: bytes) -> bytes:
        key = (etag, coding.name)
        with self._lock:
            found = self._bodies.get(key)
            if found is not None:
                self._bodies.move_to_end(key)
                return found
        # A copy: what a compressor returns was as large as the body, and cut down where it was it
        # leaves holes that are never filled.
        compressed = memoryview(coding.compress(body)).tobytes()
        self._keep(key, compressed)
        return compressed

    def _keep(self, key: tuple[str, str], compressed: bytes) -> None:
        if len(compressed) > self._most // 8:
            return
        with self._lock:
            if key not in self._bodies:
                self._bodies[key] = compressed
                self._size += len(compressed)
            while self._size > self._most:
                _key, dropped = self._bodies.popitem(last=False)
                self._size -= len(dropped)


_remembered = _Memory(MOST_REMEMBERED)
