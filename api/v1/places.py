"""Cursors of the feed of changes: where in the snapshot or in the log a page begins."""

from typing import Any, NamedTuple
from uuid import UUID

from api.v1.errors import InvalidParameter
from api.v1.pagination import HIGHEST_ID, UNREADABLE, pack, unpack
from api.v1.parameters import parse_word

ARTICLES, TOPICS, CLINICS, WITHDRAWN, CHANGES = PHASES = (
    "articles", "topics", "clinics", "withdrawn", "changes",
)  # fmt: skip


class Place(NamedTuple):
    """Where a page of the feed begins."""

    phase: str
    sequence: int
    """The last number read; in the snapshot, the last one given when it began."""
    after: str = ""
    """In the snapshot, the page id, slug or withdrawal of the last item."""
    since: int | None = None
    """In the log, the number that the walk began after, where this page is not its first: what
    was left out of the pages before, because more was to come, is later than that."""


def write_place(place: Place, fingerprint: str) -> str:
    *always, since = place
    return pack([fingerprint, *always, *([] if since is None else [since])])


def read_place(text: str, fingerprint: str) -> Place:
    """Return the place that `text` names. Anything not written for this feed is refused."""
    try:
        made_for, phase, sequence, after, *more = unpack(text)
        if made_for != fingerprint:
            detail = "This cursor belongs to a feed with other filters."
            raise InvalidParameter("cursor", f"{detail} Start again without a cursor.")
        if phase not in PHASES or type(sequence) is not int or type(after) is not str:
            raise ValueError("not ours")
        if not 0 <= sequence <= HIGHEST_ID:
            raise ValueError("not a number of the log")
        since = _since(more, phase, sequence)
        if phase == ARTICLES and after and not 0 < int(after) <= HIGHEST_ID:
            raise ValueError("not a page")
        if phase in (TOPICS, CLINICS) and after:
            parse_word(after)
        if phase == WITHDRAWN and after:
            UUID(after)
    except UNREADABLE as error:
        detail = "This is not a cursor that this feed has given. Start again without a cursor."
        raise InvalidParameter("cursor", detail) from error
    return Place(phase, sequence, after, since)


def _since(more: list[Any], phase: str, sequence: int) -> int | None:
    if not more:
        return None
    [since] = more
    if phase != CHANGES or type(since) is not int or not 0 <= since < sequence:
        raise ValueError("not where a walk began")
    return int(since)
