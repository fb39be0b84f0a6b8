"""Where in finished bytes a clinic's values go, and putting them there. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from api.documents.clinic_values.marks import DEFINITION

CLINIC, INDEX, NOINDEX = "clinic", "index", "noindex"
"""Places that every article has: the clinic's own members, and what the page's head needs, of a
page that may be in search engines and of one that may not."""

Replacements = Mapping[str, bytes]
"""What goes into a place, by its key: its kind and the value's name. Others keep their words."""

_MARK = re.compile(
    rb"\xef\xb7\x90([a-z][a-z_]+)\xef\xb7\x91(.*?)\xef\xb7\x92"
    rb'|("_type":"clinicValue","_key":"[^"]*","name":"([a-z_]+)","href":)null,"rel":null',
    re.DOTALL,
)
# Without what `json.loads` looks for around it: half of its time, for so short a text.
_decode = json.JSONDecoder().raw_decode
_NO_ADDRESS = b'null,"rel":null'


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

    def put(part: bytes) -> None:
        nonlocal size
        parts.append(part)
        size += len(part)

    for found in _MARK.finditer(written):
        put(written[at : found.start()])
        if found[1]:
            words, key = found[2], found[1].decode()
        else:
            put(found[3])
            words, key = _NO_ADDRESS, DEFINITION + found[4].decode()
        slots.append(Slot(size, len(words), key))
        put(words)
        at = found.end()
    put(written[at:])
    return Finished(b"".join(parts), slots)


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
