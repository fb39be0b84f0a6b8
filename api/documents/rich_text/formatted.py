"""Rich text in every format it is delivered in, from one reading of it."""

from api.documents.rich_text.html import HtmlWriter, guard
from api.documents.rich_text.links import Link, Resolve, Target
from api.documents.rich_text.plain import PlainWriter
from api.documents.rich_text.portable_text import PortableText, PortableTextWriter
from api.documents.rich_text.walk import LinkMark, Visitor, walk


class FormattedText(str):
    """The delivered HTML, which remembers the same text in the other formats."""

    __slots__ = ("plain", "portable_text")

    plain: str
    portable_text: PortableText


def format_text(html: str, *, resolve: Resolve) -> FormattedText:
    """Stored rich text as it is delivered. Pure, given a pure `resolve`.

    Parsing costs far more than writing: a second format is nearly free.
    """
    as_html, as_plain, as_portable_text = HtmlWriter(), PlainWriter(), PortableTextWriter()
    walk(html, _All(as_html, as_plain, as_portable_text), resolve=resolve)
    text = FormattedText(guard(as_html.written()))
    text.plain = as_plain.written()
    text.portable_text = as_portable_text.blocks
    return text


def formatted(html: str) -> FormattedText:
    """Delivered HTML as text that knows its other formats; of text that does already, itself."""
    return html if isinstance(html, FormattedText) else format_text(html, resolve=_no_target)


def _no_target(link: Link) -> Target | None:
    return None


class _All:
    """Tells several visitors of the same walk."""

    def __init__(self, *visitors: Visitor) -> None:
        self.visitors = visitors
        # By far the most frequent event.
        self._texts = tuple(visitor.text for visitor in visitors)

    def start_paragraph(self, key: str | None) -> None:
        for visitor in self.visitors:
            visitor.start_paragraph(key)

    def end_paragraph(self) -> None:
        for visitor in self.visitors:
            visitor.end_paragraph()

    def start_list(self, kind: str) -> None:
        for visitor in self.visitors:
            visitor.start_list(kind)

    def end_list(self, kind: str) -> None:
        for visitor in self.visitors:
            visitor.end_list(kind)

    def start_item(self, key: str | None) -> None:
        for visitor in self.visitors:
            visitor.start_item(key)

    def end_item(self) -> None:
        for visitor in self.visitors:
            visitor.end_item()

    def text(self, text: str, marks: tuple[str, ...], link: LinkMark | None) -> None:
        for say in self._texts:
            say(text, marks, link)

    def line_break(self) -> None:
        for visitor in self.visitors:
            visitor.line_break()
