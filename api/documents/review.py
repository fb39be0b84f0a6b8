"""The one value of a document that changes by itself: its review status.

Stored bytes say `current` (or `unreviewed`), whatever the day they were built on, so that
building stays a pure function of the content. The row's dates decide, when it is read,
whether that has lapsed; then one known token of the bytes is exchanged, and the ETag with it.
"""

from datetime import date
from enum import IntEnum

from api.documents.schema import ReviewStatus


class Lapse(IntEnum):
    """How far a review has lapsed, as the store's SQL computes it."""

    NONE = 0
    DUE_SOON = 1
    OVERDUE = 2


# `"review":{"status":` cannot occur inside a JSON string, whose quotes are escaped.
_STORED = b'"review":{"status":"current"'
_LAPSED = {
    Lapse.DUE_SOON: b'"review":{"status":"due_soon"',
    Lapse.OVERDUE: b'"review":{"status":"overdue"',
}
_ETAG_SUFFIXES = {Lapse.NONE: "", Lapse.DUE_SOON: "-due-soon", Lapse.OVERDUE: "-overdue"}


def stored_status(last_reviewed_date: date | None) -> ReviewStatus:
    """Return the status that a document's stored bytes carry."""
    return "unreviewed" if last_reviewed_date is None else "current"


def with_lapse(body: bytes, lapse: int) -> bytes:
    """Return the bytes of a document or card as true on the day of the read."""
    if not lapse:
        return body
    return body.replace(_STORED, _LAPSED[Lapse(lapse)], 1)


def etag_with_lapse(etag: str, lapse: int) -> str:
    """Return the ETag, without quotes, of the bytes that `with_lapse` returns."""
    return etag + _ETAG_SUFFIXES[Lapse(lapse)] if lapse else etag


def stored_etag(etag: str) -> str:
    """Return the stored part of an ETag that was served: `etag_with_lapse` backwards."""
    return etag.partition("-")[0]
