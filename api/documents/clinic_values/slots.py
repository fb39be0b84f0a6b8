"""Where in finished bytes a clinic's values go, and putting them there. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from api.documents.clinic_values.marks import DEFINITION, START

CLINIC, INDEX, NOINDEX = "clinic", "index", "noindex"
"""Places that every article has: the clinic's own members, and what the page's head needs, of a
page that may be in search engines and of one that may not."""

Replacements = Mapping[str, bytes]
"""What goes into a place, by its key: its kind and the value's name. Others keep their words."""

_START, _CLINIC_VALUE = START.encode(), b'"_type":"clinicValue"'
# Two patterns, each with a beginning that is searched for as fast as bytes can be.
_MARK = re.compile(rb"\xef\xb7\x90([a-z][a-z_]+)\xef\xb7\x91(.*?)\xef\xb7\x92", re.DOTALL)
_DEFINITION = re.compile(
    rb'"_type":"clinicValue","_key":"[^"]*","name":"([a-z_]+)","href":(null,"rel":null)'
)
# Without what `json.loads` looks for around it: half of its time, for so short a text.
_decode = json.JSONDecoder().raw_decode


class Slot(NamedTuple):
    """A place in bytes."""

    start: int
    length: int
    key: str


class Finished(NamedTuple):
    """Bytes as they are stored and served, and the places in them, in their order."""

    body: bytes
    slots: list[Slot]

    @property
    def slots_text(self) -> str:
        """The places as they are stored: what `lay_over` takes."""
        return json.dumps(self.slots, separators=(",", ":"))


def finish(written: bytes) -> Finished:
    """Take the marks off written JSON and note where they were."""
    parts: list[bytes] = []
    slots: list[Slot] = []
    at = size = 0
    for start, end, words, key in _places(written):
        before = written[at:start]
        size += len(before)
        slots.append(Slot(size, len(words), key))
        size += len(words)
        parts += (before, words)
        at = end
    parts.append(written[at:])
    return Finished(b"".join(parts), slots)


def _places(written: bytes) -> list[tuple[int, int, bytes, str]]:
    """Where marks begin and end, in their order, with the words and the key of each."""
    found = []
    if _START in written:
        found += [(*each.span(), each[2], each[1].decode()) for each in _MARK.finditer(written)]
    if _CLINIC_VALUE in written:
        found += [
            (*each.span(2), each[2], DEFINITION + each[1].decode())
            for each in _DEFINITION.finditer(written)
        ]
    return sorted(found)


def finish_article(written: bytes) -> Finished:
    """Finish a whole article, whatever its format of rich text."""
    body, slots = finish(written)
    # Names of members that nothing else in an article has; inside of strings quotes are escaped.
    return Finished(body, sorted([*slots, *_members(body)]))


def _members(body: bytes) -> Iterator[Slot]:
    start = body.index(b'"call_to_action":')
    yield Slot(start, body.index(b',"translations":', start) - start, CLINIC)
    start = body.index(b'"canonical_url":', body.index(b'"seo":{', start))
    end = body.index(b'},"search_keywords":', start)
    hidden = body.endswith(b'"noindex"', start, end)
    yield Slot(start, end - start, NOINDEX if hidden else INDEX)


def lay_over(body: bytes, slots: str, replacements: Replacements) -> bytes:
    """Return finished bytes with a clinic's values in their places.

    ``slots``: as stored with these bytes, see `Finished.slots_text`.
    """
    parts: list[bytes] = []
    at = 0
    for start, length, key in _decode(slots)[0]:
        value = replacements.get(key)
        if value is not None:
            parts += (body[at:start], value)
            at = start + length
    parts.append(body[at:])
    return b"".join(parts)
