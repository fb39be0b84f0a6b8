"""The one reader of stored rich text.

lxml feeds its parse events straight into `_Reading`; no tree of elements is built, so neither
depth nor size can exhaust the stack. `_Reading` reduces them to the blocks of `text.py`, which
are regular whatever the input.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from api.documents.rich_text.links import (
    Link,
    Target,
    clinic_value,
    external_target,
    stored_link,
)
from api.documents.rich_text.text import BREAK, Block, Item, List, Paragraph, Run, StoredText
from articles.clinic_values import LINKTYPE

MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
LISTS = frozenset({"ul", "ol"})
BLOCKS = frozenset(
    """
    address article aside blockquote caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr legend main nav p pre section summary table
    tbody td tfoot th thead tr
    """.split()  # noqa: SIM905
)
# Not text of the article: code, other documents, form controls, what a reader never sees.
REMOVED = frozenset(
    """
    applet audio button canvas embed frameset iframe math noembed noframes noscript object script
    select style svg template textarea title video
    """.split()  # noqa: SIM905
)
WHITESPACE = " \t\n\f\r"
# The editor stops at 5 levels. Deeper lists only come from code; they continue at this level.
MAX_LIST_DEPTH = 10


def read(html: str) -> StoredText:
    """Return what `html`, as Wagtail stores it, says. Never raises for any text."""
    if not html.strip(WHITESPACE):
        return StoredText((), ())
    # A thread's parser is away while it is in use, and not put back when anything was raised.
    parser = _idle.__dict__.pop("parser", None) or _Parser()
    text = parser.read(html)
    _idle.parser = parser
    return text


_idle = threading.local()


class _Parser:
    """A parser with its target, to be used many times: lxml takes longer to look at a new
    target's methods than to parse a paragraph."""

    def __init__(self) -> None:
        self.target = _Reading()
        # The stubs ask for every method of a target; lxml calls only those that are there.
        self.parser = etree.HTMLParser(  # type: ignore[call-overload]
            target=self.target, encoding="utf-8", huge_tree=True
        )

    def read(self, html: str) -> StoredText:
        self.target.__init__()  # type: ignore[misc]
        # Within a body, a byte order mark or white space at the start is text like any other.
        self.parser.feed(b"<body>" + html.encode("utf-8", "replace"))
        text: StoredText = self.parser.close()
        return text


@dataclass(slots=True)
class _Level:
    """An open list and its open item. Both are put in their place when their text arrives."""

    list: List
    item: Item | None = None


@dataclass(slots=True)
class _Reading:
    """lxml's parser target. Blocks are put in their place when their first text arrives, so that
    empty ones never are."""

    blocks: list[Block] = field(default_factory=list)
    stored_links: list[Link | Target | None] = field(default_factory=list)
    removed: int = 0
    levels: list[_Level] = field(default_factory=list)
    ignored_lists: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    run_marks: tuple[str, ...] = ()
    links: list[int] = field(default_factory=list)
    key: str | None = None
    runs: list[Run] | None = None
    """Of the open text; None between two."""
    gap: bool = False
    pending: list[str | None] = field(default_factory=list)
    """White space and line breaks (None) before a text."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.removed or tag in REMOVED:
            self.removed += 1
        elif tag in MARKS:
            mark = MARKS[tag]
            self.marks[mark] = self.marks.get(mark, 0) + 1
            self.run_marks = tuple(self.marks)
        elif tag == "a":
            self.links.append(len(self.stored_links))
            self.stored_links.append(_link(attributes))
        elif tag == "br":
            self._line_break()
        elif tag in LISTS:
            self._start_list(tag)
        elif tag == "li" and self.levels:
            self._end_item()
            self.levels[-1].item = Item(_block_key(attributes))
        elif tag in BLOCKS or tag == "li":
            self._boundary(_block_key(attributes))

    def end(self, tag: str) -> None:
        if self.removed:
            self.removed -= 1
        elif tag in MARKS:
            mark = MARKS[tag]
            self.marks[mark] -= 1
            if not self.marks[mark]:
                del self.marks[mark]
            self.run_marks = tuple(self.marks)
        elif tag == "a":
            self.links.pop()
        elif tag in LISTS:
            self._end_list()
        elif tag == "li" and self.levels:
            self._end_item()
        elif tag in BLOCKS or tag == "li":
            self._boundary()

    def data(self, data: str) -> None:
        if self.removed:
            return
        if self.runs is not None:
            self.runs.append(self._run(data))
        elif data.strip(WHITESPACE):
            self._start_text().append(self._run(data))
        else:
            self.pending.append(data)

    def close(self) -> StoredText:
        return StoredText(self.blocks, self.stored_links)

    def _run(self, words: str) -> Run:
        return words, self.run_marks, self.links[-1] if self.links else None

    def _line_break(self) -> None:
        if self.runs is None:
            self.pending.append(None)
        else:
            self.runs.append(BREAK)

    def _start_text(self) -> list[Run]:
        """Open what the text stands in, as far as it is not open, and say what was held back."""
        runs = self._open_item() if self.levels else self._open_paragraph()
        if self.gap:
            runs.append(BREAK)
        runs += [BREAK if held is None else self._run(held) for held in self.pending]
        self.runs, self.gap = runs, False
        self.pending.clear()
        return runs

    def _open_paragraph(self) -> list[Run]:
        paragraph = Paragraph(self.key)
        self.blocks.append(paragraph)
        return paragraph.runs

    def _open_item(self) -> list[Run]:
        blocks = self.blocks
        for level in self.levels:
            if not level.list.items:
                blocks.append(level.list)
            if level.item is None:
                level.item = Item(None)
            if not level.item.blocks:
                level.list.items.append(level.item)
            blocks = level.item.blocks
        last = blocks[-1] if blocks else None
        if not isinstance(last, Paragraph):
            last = Paragraph(None)
            blocks.append(last)
        return last.runs

    def _boundary(self, key: str | None = None) -> None:
        """A paragraph ends here. Within an item, which holds text only, a new line begins."""
        self.key = key
        if self.runs is not None and self.levels:
            self.gap = True
        self.runs = None
        self.pending.clear()

    def _start_list(self, kind: str) -> None:
        self._boundary()
        self.gap = False
        if len(self.levels) < MAX_LIST_DEPTH:
            self.levels.append(_Level(List(kind)))
        else:
            self.ignored_lists += 1

    def _end_list(self) -> None:
        if self.ignored_lists:
            self.ignored_lists -= 1
            return
        self._end_item()
        self.levels.pop()

    def _end_item(self) -> None:
        self._boundary()
        self.gap = False
        self.levels[-1].item = None


def _link(attributes: Mapping[str, str]) -> Link | Target | None:
    if "linktype" in attributes:
        if attributes["linktype"] == LINKTYPE:
            return clinic_value(attributes.get("value", ""))
        return stored_link(attributes)
    return external_target(attributes.get("href", ""))


def _block_key(attributes: Mapping[str, str]) -> str | None:
    # lxml's mapping is slow to say what is not there.
    return attributes["data-block-key"] if "data-block-key" in attributes else None  # noqa: SIM401
