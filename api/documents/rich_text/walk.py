"""The one reader of stored rich text.

lxml feeds its parse events straight into `_Walk`; no tree is built, so neither depth nor size
can exhaust the stack. `_Walk` reduces them to the events of `Visitor`, which are regular
whatever the input: paragraphs stand at the top or not at all, lists nest through items, items
hold text and lists, nothing is empty, a run of text has each mark at most once and at most one
link.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from api.documents.rich_text.links import (
    Resolve,
    Target,
    checked,
    external_target,
    stored_link,
)

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


@dataclass(eq=False, slots=True)
class LinkMark:
    """One `<a>` of the source. Compared by identity: two links side by side stay two."""

    target: Target


class Visitor(Protocol):
    """A format. `key` is the editor's own key of a block, stable over edits, if it has one."""

    def start_paragraph(self, key: str | None) -> None: ...
    def end_paragraph(self) -> None: ...
    def start_list(self, kind: str) -> None: ...
    def end_list(self, kind: str) -> None: ...
    def start_item(self, key: str | None) -> None: ...
    def end_item(self) -> None: ...
    def text(self, text: str, marks: tuple[str, ...], link: LinkMark | None) -> None: ...
    def line_break(self) -> None: ...


def walk(html: str, visitor: Visitor, *, resolve: Resolve) -> None:
    """Tell `visitor` what `html`, as Wagtail stores it, says. Never raises for any text."""
    if not html.strip(WHITESPACE):
        return
    # A thread's parser is away while it is in use, and not put back when anything was raised.
    reader = _idle.__dict__.pop("reader", None) or _Reader()
    reader.read(html, visitor, resolve)
    _idle.reader = reader


_idle = threading.local()


class _Reader:
    """A parser with its target, to be used many times: lxml takes longer to look at a new
    target's methods than to parse a paragraph."""

    def __init__(self) -> None:
        self.target = _Walk.__new__(_Walk)
        # The stubs ask for every method of a target; lxml calls only those that are there.
        self.parser = etree.HTMLParser(  # type: ignore[call-overload]
            target=self.target, encoding="utf-8", huge_tree=True
        )

    def read(self, html: str, visitor: Visitor, resolve: Resolve) -> None:
        self.target.__init__(visitor, resolve)  # type: ignore[misc]
        # Within a body, a byte order mark or white space at the start is text like any other.
        self.parser.feed(b"<body>" + html.encode("utf-8", "replace"))
        self.parser.close()


@dataclass(slots=True)
class _Item:
    key: str | None = None
    started: bool = False


@dataclass(slots=True)
class _List:
    kind: str
    item: _Item | None = None
    started: bool = False


@dataclass(slots=True)
class _Walk:
    """lxml's parser target. Blocks are started when their first text arrives, so that empty
    ones never are."""

    visitor: Visitor
    resolve: Resolve
    removed: int = 0
    lists: list[_List] = field(default_factory=list)
    ignored_lists: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    run_marks: tuple[str, ...] = ()
    links: list[LinkMark | None] = field(default_factory=list)
    key: str | None = None
    in_text: bool = False
    gap: bool = False
    pending: list[str | None] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.removed or tag in REMOVED:
            self.removed += 1
        elif tag in MARKS:
            mark = MARKS[tag]
            self.marks[mark] = self.marks.get(mark, 0) + 1
            self.run_marks = tuple(self.marks)
        elif tag == "a":
            self.links.append(self._link(attributes))
        elif tag == "br":
            self._line_break()
        elif tag in LISTS:
            self._start_list(tag)
        elif tag == "li" and self.lists:
            self._end_item()
            self.lists[-1].item = _Item(_block_key(attributes))
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
        elif tag == "li" and self.lists:
            self._end_item()
        elif tag in BLOCKS or tag == "li":
            self._boundary()

    def data(self, data: str) -> None:
        if self.removed:
            return
        if not self.in_text:
            if not data.strip(WHITESPACE):
                self.pending.append(data)
                return
            self._start_text()
        self._say(data)

    def close(self) -> None:
        self._boundary()

    def _link(self, attributes: Mapping[str, str]) -> LinkMark | None:
        if "linktype" in attributes:
            link = stored_link(attributes)
            target = checked(self.resolve(link)) if link else None
        else:
            target = external_target(attributes.get("href", ""))
        return LinkMark(target) if target else None

    def _say(self, text: str) -> None:
        self.visitor.text(text, self.run_marks, self.links[-1] if self.links else None)

    def _line_break(self) -> None:
        if self.in_text:
            self.visitor.line_break()
        else:
            self.pending.append(None)

    def _start_text(self) -> None:
        """Open what the text stands in, as far as it is not open, and say what was held back."""
        for level in self.lists:
            if not level.started:
                self.visitor.start_list(level.kind)
                level.started = True
            if level.item is None:
                level.item = _Item()
            if not level.item.started:
                self.visitor.start_item(level.item.key)
                level.item.started = True
        if not self.lists:
            self.visitor.start_paragraph(self.key)
        elif self.gap:
            self.visitor.line_break()
        self.in_text, self.gap = True, False
        pending, self.pending = self.pending, []
        for held in pending:
            if held is None:
                self.visitor.line_break()
            else:
                self._say(held)

    def _boundary(self, key: str | None = None) -> None:
        """A paragraph ends here. Within an item, which holds text only, a new line begins."""
        self.key = key
        if self.in_text and not self.lists:
            self.visitor.end_paragraph()
        elif self.in_text:
            self.gap = True
        self.in_text = False
        self.pending.clear()

    def _start_list(self, kind: str) -> None:
        self._boundary()
        self.gap = False
        if len(self.lists) < MAX_LIST_DEPTH:
            self.lists.append(_List(kind))
        else:
            self.ignored_lists += 1

    def _end_list(self) -> None:
        if self.ignored_lists:
            self.ignored_lists -= 1
            return
        self._end_item()
        level = self.lists.pop()
        if level.started:
            self.visitor.end_list(level.kind)

    def _end_item(self) -> None:
        self._boundary()
        self.gap = False
        level = self.lists[-1]
        if level.item and level.item.started:
            self.visitor.end_item()
        level.item = None


def _block_key(attributes: Mapping[str, str]) -> str | None:
    # lxml's mapping is slow to say what is not there.
    return attributes["data-block-key"] if "data-block-key" in attributes else None  # noqa: SIM401
