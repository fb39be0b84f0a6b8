"""Rich text as Portable Text: blocks of spans, with marks and mark definitions.

https://www.portabletext.org/specification/. What this text can hold and Portable Text cannot is
said in words it has: an item's text after a list inside it becomes an item of its own, and a
list inside an item without text takes that item's place.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from api.documents.clinic_values.marks import ITEM, TEXT, key_of, mark, without_marks
from api.documents.rich_text.links import Target
from api.documents.rich_text.text import LinkedText, List, Paragraph, Run

PortableText = list[dict[str, Any]]
"""Blocks as JSON has them; `api.documents.schema.portable_text` says what they are."""

LIST_ITEMS = {"ul": "bullet", "ol": "number"}
# In HTML these are spaces; in a span, a line feed is a line break.
_NEW_LINES = re.compile(r"[\t\n\f\r]+")
_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")


def write_portable_text(text: LinkedText) -> PortableText:
    writer = _Writer(text.targets)
    for block in text.blocks:
        if isinstance(block, Paragraph):
            writer.write(block, block.key)
        else:
            writer.write_list(block, 1)
    return writer.blocks


class _Writer:
    """Writes into `blocks`."""

    def __init__(self, targets: Mapping[int, Target]) -> None:
        self.blocks: PortableText = []
        self._targets = targets
        self._keys: set[str] = set()

    def write_list(self, block: List, level: int) -> None:
        for item in block.items:
            has_text = False
            for inner in item.blocks:
                if isinstance(inner, Paragraph):
                    # The editor's key is the item's first text's; what follows a list has none.
                    written = self.write(inner, None if has_text else item.key)
                    written["listItem"], written["level"] = LIST_ITEMS[block.kind], level
                    has_text = True
                else:
                    self.write_list(inner, level + has_text)

    def write(self, paragraph: Paragraph, key: str | None) -> dict[str, Any]:
        children, mark_defs = _spans(paragraph.runs, self._targets)
        block = {
            "_type": "block",
            "_key": self._unique_key(key, children),
            "style": "normal",
            "markDefs": mark_defs,
            "children": children,
        }
        self.blocks.append(block)
        return block

    def _unique_key(self, key: str | None, children: Sequence[Mapping[str, Any]]) -> str:
        """The editor's key, which stays with the block; without one, a sum of its text.

        That stays the same wherever the block goes, as long as its text does.
        """
        if not key or not _KEY.fullmatch(key):
            text = without_marks("".join([child["text"] for child in children]))
            key = f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"
        unique, number = key, 1
        while unique in self._keys:
            number += 1
            unique = f"{key}-{number}"
        self._keys.add(unique)
        return unique


def _spans(runs: Sequence[Run], targets: Mapping[int, Target]) -> tuple[PortableText, PortableText]:
    """The spans of a block and the definitions of its links."""
    spans: PortableText = []
    mark_defs: PortableText = []
    last_marks: tuple[str, ...] = ()
    last_link: int | None = None
    for words, marks, link in runs:
        said = "\n" if words is None else _NEW_LINES.sub(" ", words)
        if spans and (words is None or (marks == last_marks and link == last_link)):
            spans[-1]["text"] += said
            continue
        if link is not None and link != last_link:
            mark_defs.append(_mark_def(f"m{len(mark_defs)}", targets[link]))
        target = targets[link] if link is not None else Target()
        last_marks, last_link = marks, link
        names = list(marks)
        if link is not None:
            key = mark_defs[-1]["_key"]
            names.append(mark(ITEM, key_of(target.article_id), key) if target.article_id else key)
        text = mark(TEXT, target.clinic_value, said) if target.clinic_value else said
        spans.append({"_type": "span", "_key": f"s{len(spans)}", "text": text, "marks": names})
    return spans, mark_defs


def _mark_def(key: str, target: Target) -> dict[str, Any]:
    """A link's definition: `link` where it has an address, else `reference`; `clinicValue` of
    words that stand for a clinic's value."""
    if target.clinic_value:
        return {
            "_type": "clinicValue",
            "_key": key,
            "name": target.clinic_value,
            # As `api.documents.clinic_values.slots` finds them.
            "href": None,
            "rel": None,
        }
    # This, too, as they find it.
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
