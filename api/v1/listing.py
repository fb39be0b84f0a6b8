"""One page of any list as finished bytes: its total, the links to its neighbours, its items."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from api.purging.tags import ARTICLES, clinic_tag, topic_tag
from api.v1.filters import Order
from api.v1.pagination import Cursor, fingerprint_of, read_cursor, write_cursor

Row = TypeVar("Row")

# What a cursor does not depend on: how much is shown of an item, and of how many.
_NOT_BOUND = ("limit", "cursor", "fields", "rich_text")
_NARROWER = {"topic": topic_tag, "clinic": clinic_tag}


def bound_to(query: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what makes a list the one it is, whatever the page: for its cursors and its total."""
    return tuple(f"{name}={value}" for name, value in query.items() if name not in _NOT_BOUND)


def list_tags(query: Mapping[str, Any]) -> str:
    """Return the tags by which caches drop a list of articles, or of parts of them."""
    narrower = [tag(query[name]) for name, tag in _NARROWER.items() if query.get(name)]
    return " ".join([ARTICLES, *narrower])


def given_cursor(query: Mapping[str, Any], order: Order) -> Cursor | None:
    """Return where the page starts; None at the beginning of the list."""
    if query["cursor"] is None:
        return None
    return read_cursor(query["cursor"], fingerprint=fingerprint_of(bound_to(query)), order=order)


def list_body(
    request: HttpRequest,
    query: Mapping[str, Any],
    rows: Sequence[Row],
    *,
    more: bool,
    total: int,
    cursor: Cursor | None,
    place_of: Callable[[Row], tuple[str, int]],
    json_of: Callable[[Row], bytes],
    total_is_exact: bool = True,
) -> bytes:
    """Return the page. Nothing in the items is parsed.

    ``more``: there are further items in the direction of reading. ``place_of`` returns a row's
    ordering key, as its cursor holds it, and its id.
    """
    fingerprint = fingerprint_of(bound_to(query))
    links = []
    for row, backwards in _edges(rows, more=more, cursor=cursor):
        link = None
        if row is not None:
            key, row_id = place_of(row)
            at = write_cursor(fingerprint, key=key, page_id=row_id, backwards=backwards)
            link = _link(request, at)
        links.append(json.dumps(link).encode())
    following, previous = links
    return (
        b'{"meta":{"total_count":%d,"total_is_exact":%b},'
        b'"links":{"next":%b,"previous":%b},"items":[%b]}'
    ) % (
        total,
        b"true" if total_is_exact else b"false",
        following,
        previous,
        b",".join(json_of(row) for row in rows),
    )


def _edges(
    rows: Sequence[Row], *, more: bool, cursor: Cursor | None
) -> tuple[tuple[Row | None, bool], tuple[Row | None, bool]]:
    """Return the items next to which the next and the previous page lie, if there are such."""
    if not rows:
        return (None, False), (None, True)
    backwards = cursor is not None and cursor.backwards
    has_next = more or backwards
    has_previous = more if backwards else cursor is not None
    return (rows[-1] if has_next else None, False), (rows[0] if has_previous else None, True)


def _link(request: HttpRequest, cursor: str) -> str:
    """Return the URL of this list at `cursor`, every other parameter as it was given."""
    parameters = {**request.GET.dict(), "cursor": cursor}
    return f"{request.scheme}://{request.get_host()}{request.path}?{urlencode(parameters)}"
