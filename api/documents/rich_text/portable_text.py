"""Rich text as Portable Text: blocks of spans, with marks and mark definitions.

https://www.portabletext.org/specification/. What this text can hold and Portable Text cannot is
said in words it has: an item's text after a list inside it becomes an item of its own, and a
list inside an item without text takes that item's place.
"""

import re
import zlib
from typing import Any

from api.documents.rich_text.links import Target
from api.documents.rich_text.walk import LinkMark

PortableText = list[dict[str, Any]]
"""Blocks as JSON has them; `api.documents.schema.portable_text` says what they are."""

LIST_ITEMS = {"ul": "bullet", "ol": "number"}
# In HTML these are spaces; in a span, a line feed is a line break.
_NEW_LINES = re.compile(r"[\t\n\f\r]+")
_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")


class PortableTextWriter:
    """Writes the walk's events as Portable Text, into `blocks`."""

    def __init__(self) -> None:
        self.blocks: PortableText = []
        self._keys: set[str] = set()
        self._block: _Block | None = None
        self._lists: list[_Level] = []

    def start_paragraph(self, key: str | None) -> None:
        self._block = _Block(key)

    def end_paragraph(self) -> None:
        self._end_block()

    def start_list(self, kind: str) -> None:
        self._end_block()
        self._lists.append(_Level(LIST_ITEMS[kind]))

    def end_list(self, kind: str) -> None:
        self._lists.pop()

    def start_item(self, key: str | None) -> None:
        self._lists[-1].key = key
        self._lists[-1].has_text = False

    def end_item(self) -> None:
        self._end_block()

    def text(self, text: str, marks: tuple[str, ...], link: LinkMark | None) -> None:
        self._open().say(_NEW_LINES.sub(" ", text), marks, link)

    def line_break(self) -> None:
        self._open().break_line()

    def _open(self) -> "_Block":
        """The block that text goes into. Of an item, it begins with the item's first text."""
        if self._block is None:
            level = self._lists[-1]
            # The editor's key is the item's first block's; what follows a list has none.
            self._block = _Block(None if level.has_text else level.key)
            self._block.list_item = level.list_item
            self._block.level = sum(each.has_text for each in self._lists[:-1]) + 1
            level.has_text = True
        return self._block

    def _end_block(self) -> None:
        if self._block is not None:
            self.blocks.append(self._block.finished(self._keys))
        self._block = None


class _Level:
    """One open list: how its items are marked, and what is known of the open item."""

    __slots__ = ("has_text", "key", "list_item")

    def __init__(self, list_item: str) -> None:
        self.list_item = list_item
        self.key: str | None = None
        self.has_text = False


class _Block:
    """One paragraph or item while it is written."""

    __slots__ = ("_link", "_marks", "children", "key", "level", "list_item", "mark_defs")

    def __init__(self, key: str | None) -> None:
        self.key = key
        self.list_item: str | None = None
        self.level = 0
        self.children: list[dict[str, Any]] = []
        self.mark_defs: list[dict[str, Any]] = []
        self._marks: tuple[str, ...] = ()
        self._link: LinkMark | None = None

    def say(self, text: str, marks: tuple[str, ...], link: LinkMark | None) -> None:
        if self.children and marks == self._marks and link is self._link:
            self.children[-1]["text"] += text
            return
        if link is not None and link is not self._link:
            self.mark_defs.append(_mark_def(f"m{len(self.mark_defs)}", link.target))
        self._marks, self._link = marks, link
        self.children.append(
            {
                "_type": "span",
                "_key": f"s{len(self.children)}",
                "text": text,
                "marks": [*marks, self.mark_defs[-1]["_key"]] if link else list(marks),
            }
        )

    def break_line(self) -> None:
        if self.children:
            self.children[-1]["text"] += "\n"
        else:
            self.say("\n", (), None)

    def finished(self, keys: set[str]) -> dict[str, Any]:
        """The block, with a key that none of `keys` is; the key is added to them."""
        block: dict[str, Any] = {
            "_type": "block",
            "_key": self._unique_key(keys),
            "style": "normal",
            "markDefs": self.mark_defs,
            "children": self.children,
        }
        if self.list_item:
            block["listItem"] = self.list_item
            block["level"] = self.level
        return block

    def _unique_key(self, keys: set[str]) -> str:
        """The editor's key, which stays with the block; without one, a sum of its text.

        That stays the same wherever the block goes, as long as its text does.
        """
        key = self.key
        if not key or not _KEY.fullmatch(key):
            text = "".join(child["text"] for child in self.children)
            key = f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
        unique, number = key, 1
        while unique in keys:
            number += 1
            unique = f"{key}-{number}"
        keys.add(unique)
        return unique


def _mark_def(key: str, target: Target) -> dict[str, Any]:
    """A link's definition: `link` where it has an address, else `reference`."""
    definition = {
        "_type": "reference",
        "_key": key,
        "article_id": target.article_id or None,
        "section_id": target.section_id or None,
        "topic": target.topic or None,
    }
    if target.href:
        definition |= {"_type": "link", "href": target.href, "rel": target.rel or None}
    return definition
