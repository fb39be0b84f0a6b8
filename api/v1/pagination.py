"""Cursors: opaque names of a place in one ordered, filtered list.

A cursor holds the ordering key and page of the item it lies next to, so what is published or
withdrawn elsewhere in the list neither repeats nor hides an item of the walk.
"""

import binascii
import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, NamedTuple

from api.reading.lists import Position
from api.v1.errors import InvalidParameter
from api.v1.filters import Order

LONGEST_CURSOR = 2_000
HIGHEST_ID = 2**63 - 1


class Cursor(NamedTuple):
    """A place, and the direction to read from it."""

    position: Position
    backwards: bool


UNREADABLE = (ValueError, TypeError, binascii.Error, RecursionError, OverflowError)
"""What reading a cursor that nobody was given may raise."""


def pack(values: Sequence[Any]) -> str:
    """Return these values as a cursor's text."""
    payload = json.dumps(values, separators=(",", ":"))
    return urlsafe_b64encode(payload.encode()).rstrip(b"=").decode()


def unpack(text: str) -> Any:
    """Return what `pack` was given, or raise one of `UNREADABLE`."""
    if len(text) > LONGEST_CURSOR:
        raise ValueError("too long")
    padded = text.encode("ascii") + b"=" * (-len(text) % 4)
    return json.loads(urlsafe_b64decode(padded))


def fingerprint_of(query: tuple[str, ...]) -> str:
    """Return what ties a cursor to the list it was made for."""
    return hashlib.blake2b("\0".join(query).encode(), digest_size=6).hexdigest()


def write_cursor(fingerprint: str, *, key: str, page_id: int, backwards: bool) -> str:
    """Return a cursor. `key` is the ordering column's value as `Order.to_text` writes it."""
    return pack([fingerprint, int(backwards), key, page_id])


def read_cursor(text: str, *, fingerprint: str, order: Order) -> Cursor:
    """Return the place that `text` names. Anything not written for this list is refused."""
    try:
        made_for, backwards, key, page_id = unpack(text)
        if made_for != fingerprint:
            detail = "This cursor belongs to a list with other filters or another order."
            raise InvalidParameter("cursor", f"{detail} Start again without a cursor.")
        if backwards not in (0, 1) or type(page_id) is not int or type(key) is not str:
            raise ValueError("not ours")
        if not 0 < page_id <= HIGHEST_ID:
            raise ValueError("not a page")
        position = Position(order.to_key(key), page_id)
    except UNREADABLE as error:
        detail = "This is not a cursor that a list has given. Start again without a cursor."
        raise InvalidParameter("cursor", detail) from error
    return Cursor(position, bool(backwards))
