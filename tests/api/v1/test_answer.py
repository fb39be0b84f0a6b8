"""The response of a content read says what Django's would."""

import pytest
from django.http import HttpResponse
from django.http.response import BadHeaderError

from api.v1.answer import Answer

HEADERS = {
    "Content-Type": "application/json",
    "ETag": '"a"',
    "Cache-Tag": "artículo-1",
    "X-Other": "日本",
    "Vary": "",
}


def test_has_the_headers_that_django_would_have() -> None:
    ours, django = Answer(b"{}", status=200, headers=HEADERS), HttpResponse(b"{}", headers=HEADERS)
    for response in (ours, django):
        response["X-Tab"] = "a\tb"
        response.headers["X-Number"] = 5  # type: ignore[assignment]
        response.headers.setdefault("etag", '"b"')
        response.headers.setdefault("Age", "1")
        del response.headers["x-tab"]
    assert list(ours.headers.items()) == list(django.headers.items())
    assert ours.serialize() == django.serialize()
    assert "ETAG" in ours.headers
    assert "Expires" not in ours.headers
    assert b"Content-Type" not in ours.headers


@pytest.mark.parametrize(("name", "value"), [("X", "a\nb"), ("X", "a\rb"), ("X\n", "a")])
def test_no_header_has_a_line_break(name: str, value: str) -> None:
    with pytest.raises(BadHeaderError):
        Answer(b"", status=304, headers={name: value})
