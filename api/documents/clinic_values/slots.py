"""Where in finished bytes a clinic's values go, and putting them there. Pure."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from api.documents.clinic_values.marks import DEFINITION, ITEM, START, TAG, key_of

CLINIC, INDEX, NOINDEX = "clinic", "index", "noindex"
"""Places that every article has: the clinic's own members, and what the page's head needs, of a
page that may be in search engines and of one that may not."""

Replacements = Mapping[str, bytes]
"""What goes into a place, by its key: its kind and the value's name. Others keep their words."""

# The other members of an object that has no lists or objects in it, and its end.
_FLAT = rb'(?:,"[a-z_]+":(?:null|"(?:[^"\\]|\\.)*"))*\}'
# Patterns of which each has a beginning that is searched for as fast as bytes can be.
_START = START.encode()
_MARK = re.compile(_START + rb"([a-z<][a-z0-9_]+)\xef\xb7\x91(.*?)\xef\xb7\x92", re.DOTALL)
_ITEM = re.compile(b'"' + _START + rb',([a-z0-9]+)\xef\xb7\x91([^"]*)\xef\xb7\x92"')
_DEFINITION = re.compile(
    rb'"_type":"clinicValue","_key":"[^"]*","name":"([a-z_]+)","href":(null,"rel":null)'
)
_LINKS = [
    re.compile(rb'\{"_type":"%b","_key":"[^"]*","article_id":"([0-9a-f-]{36})"' % kind + _FLAT)
    for kind in (b"link", b"reference")
]
_RELATED = b'"related":['
_RELATED_ITEM = re.compile(rb'\{"id":"([0-9a-f-]{36})"' + _FLAT)
# The same articles are asked for again and again: about 3 kB each. Read only.
_read = lru_cache(maxsize=256)(json.loads)


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
    for start, end, words, key in sorted(_places(written)):
        if start < at:
            # Inside of the one before.
            continue
        before = written[at:start]
        size += len(before)
        slots.append(Slot(size, len(words), key))
        size += len(words)
        parts += (before, words)
        at = end
    parts.append(written[at:])
    return Finished(b"".join(parts), slots)


def _places(written: bytes) -> Iterator[tuple[int, int, bytes, str]]:
    """Where places begin and end, marked ones with their marks; the words and the key of each."""
    if _START in written:
        for found in _MARK.finditer(written):
            yield *found.span(), found[2], found[1].decode()
        for found in _ITEM.finditer(written):
            yield *found.span(), b'"%b"' % found[2], ITEM + found[1].decode()
    for found in _DEFINITION.finditer(written):
        yield *found.span(2), found[2], DEFINITION + found[1].decode()
    for link in _LINKS:
        for found in link.finditer(written):
            yield *found.span(), found[0], ITEM + key_of(found[1].decode())


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
    at = body.index(_RELATED, end) + len(_RELATED)
    while found := _RELATED_ITEM.match(body, at):
        yield Slot(at, found.end() - at, ITEM + key_of(found[1].decode()))
        at = found.end() + 1


def linked(slots: Collection[Slot]) -> set[str]:
    """Return the ids of the articles that these places lead to, as `key_of` writes them."""
    return {slot.key[1:] for slot in slots if slot.key[0] in (TAG, ITEM)}


class Edit(NamedTuple):
    """Bytes from `start` to `end` that become `value`."""

    start: int
    end: int
    value: bytes


class Cut:
    """Edits of one article's bytes, ready to be made again and again."""

    __slots__ = ("_kept", "_parts")

    def __init__(self, size: int, edits: Sequence[Edit]) -> None:
        """``size``: of the bytes that they are edits of."""
        layout, at = "=", 0
        self._parts: list[bytes] = []
        for start, end, value in edits:
            layout += f"{start - at}s{end - start}x"
            self._parts += (b"", value)
            at = end
        self._parts.append(b"")
        self._kept = Struct(f"{layout}{size - at}s")

    def fill(self, body: bytes) -> bytes:
        """Return the bytes with the edits made."""
        parts = self._parts.copy()
        parts[::2] = self._kept.unpack(body)
        return b"".join(parts)


def lay_over(
    body: bytes,
    slots: str,
    replacements: Replacements,
    carried: Collection[str] = frozenset(),
) -> bytes:
    """Return finished bytes with a clinic's values in their places, and of what leads to articles
    only that which leads to one of ``carried``.

    ``slots``: as stored with these bytes, see `Finished.slots_text`.
    """
    parts: list[bytes] = []
    at = 0
    for start, end, value in edits_of(body, slots, replacements, carried):
        parts += (body[at:start], value)
        at = end
    parts.append(body[at:])
    return b"".join(parts)


def edits_of(
    body: bytes, slots: str, replacements: Replacements, carried: Collection[str]
) -> list[Edit]:
    """Return what `lay_over` does with these bytes, in their order."""
    edits: list[Edit] = []
    for start, length, key in _read(slots):
        value = replacements.get(key)
        if value is not None:
            edits.append(Edit(start, start + length, value))
        elif (kind := key[0]) in (TAG, ITEM) and key[1:] not in carried:
            edits.append(Edit(start, start + length, b""))
            if kind == ITEM:
                _close_gap(edits, body)
    return edits


def _close_gap(edits: list[Edit], body: bytes) -> None:
    """Take the comma after an item that was left out, or else the one before."""
    start, end, _nothing = edits.pop()
    while edits and edits[-1].end == start and not edits[-1].value:
        start = edits.pop().start
    if body[end : end + 1] == b",":
        end += 1
    elif body[start - 1 : start] == b"," and not (edits and edits[-1].end == start):
        start -= 1
    edits.append(Edit(start, end, b""))
