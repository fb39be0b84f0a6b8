"""The response of a content read: Django's, made sooner."""

from collections.abc import Mapping, ValuesView

from django.http import HttpResponse
from django.http.response import ResponseHeaders


class PlainHeaders(ResponseHeaders):
    """Django's headers, with little ado about a line of printable ASCII.

    Everything else goes the way that refuses line breaks and encodes what has to be encoded. A 304
    is little more than its headers: set, looked up and listed as Django does, they take a quarter
    of it.
    """

    def __setitem__(self, key: str, value: str | bytes | int) -> None:
        if isinstance(value, str):
            line = key + value
            if line.isascii() and line.isprintable():
                self._store[key.lower()] = (key, value)
                return
        super().__setitem__(key, value)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.lower() in self._store

    def items(self) -> ValuesView[tuple[str, str]]:  # type: ignore[override]
        return self._store.values()


class Answer(HttpResponse):
    """Finished bytes and their headers; nothing else stands in `headers` yet."""

    def __init__(self, body: bytes, *, status: int, headers: Mapping[str, str]) -> None:
        # A type of some sort spares it from making one up.
        super().__init__(body, status=status, content_type="-")
        self.headers = PlainHeaders(headers)
