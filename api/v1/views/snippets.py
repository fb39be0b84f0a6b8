"""What the lists of topics and of clinics share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from api.documents.columns import etag_of
from api.reading.lists import Condition
from api.reading.snippets import get_snippets
from api.v1.caching import conditional, known_etags, public_headers
from api.v1.filters import Order
from api.v1.listing import given_cursor, list_body
from api.v1.parameters import parse_word
from api.v1.views.base import JSON

BY_SLUG = Order("slug", False, str, parse_word)


def snippet_list(
    request: HttpRequest,
    query: Mapping[str, Any],
    table: str,
    conditions: Sequence[Condition],
    build: Callable[[Sequence[int]], Mapping[int, bytes]],
) -> bytes:
    """Return a page of profiles, by slug. `build` makes them by primary key."""
    cursor = given_cursor(query, BY_SLUG)
    page = get_snippets(
        table,
        conditions,
        limit=query["limit"],
        after=cursor.position.key if cursor else None,
        backwards=cursor.backwards if cursor else False,
    )
    built = build([pk for pk, _slug in page.rows])
    # One that was deleted since the page was read is left out.
    rows = [(pk, slug) for pk, slug in page.rows if pk in built]
    return list_body(
        request,
        query,
        rows,
        more=page.more,
        total=page.total,
        cursor=cursor,
        place_of=lambda row: (row[1], row[0]),
        json_of=lambda row: built[row[0]],
    )


def answer(request: HttpRequest, body: bytes, tags: str) -> HttpResponse:
    return conditional(
        body,
        etag=etag_of(body),
        known=known_etags(request),
        headers=public_headers(tags),
        media_type=JSON,
    )
