"""Rich text as clean HTML: a small, documented set of tags and attributes and nothing else."""

import nh3

from api.documents.rich_text.links import SCHEMES, Resolve, Target, attribute
from api.documents.rich_text.links import text as escaped
from api.documents.rich_text.walk import LinkMark, walk

TAGS = frozenset({"a", "br", "em", "li", "ol", "p", "strong", "sub", "sup", "ul"})
ATTRIBUTES = frozenset({"href", "data-article-id", "data-section-id", "data-topic"})
"""Of `<a>`, besides `rel="noopener noreferrer"`. No other tag has any."""

_guard = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": set(ATTRIBUTES)},
    tag_attribute_values={"a": {"rel": {"noopener noreferrer"}}},
    link_rel=None,
    url_schemes=set(SCHEMES),
)


def render(html: str, *, resolve: Resolve) -> str:
    """Stored rich text as the HTML that is delivered. Pure, given a pure `resolve`."""
    writer = HtmlWriter()
    walk(html, writer, resolve=resolve)
    return guard(writer.written())


def guard(html: str) -> str:
    """Only what is documented leaves, whatever a mistake in the walk lets through.

    What `render` writes is a fixed point of this. U+00A0 stays a character: in JSON it needs
    no entity.
    """
    return _guard.clean(html).replace("&nbsp;", "\u00a0")


class HtmlWriter:
    """Writes the walk's events as HTML. A link is outside of the marks of its text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.link: LinkMark | None = None
        self.marks: tuple[str, ...] = ()

    def written(self) -> str:
        return "".join(self.parts)

    def start_paragraph(self, key: str | None) -> None:
        self.parts.append("<p>")

    def end_paragraph(self) -> None:
        self._close_run()
        self.parts.append("</p>")

    def start_list(self, kind: str) -> None:
        self._close_run()
        self.parts.append(f"<{kind}>")

    def end_list(self, kind: str) -> None:
        self.parts.append(f"</{kind}>")

    def start_item(self, key: str | None) -> None:
        self.parts.append("<li>")

    def end_item(self) -> None:
        self._close_run()
        self.parts.append("</li>")

    def text(self, text: str, marks: tuple[str, ...], link: LinkMark | None) -> None:
        if link is not self.link or marks != self.marks:
            self._open_run(marks, link)
        self.parts.append(escaped(text))

    def line_break(self) -> None:
        self.parts.append("<br>")

    def _open_run(self, marks: tuple[str, ...], link: LinkMark | None) -> None:
        """Close and open only what differs from the run before."""
        shared = 0
        if link is self.link:
            while marks[: shared + 1] == self.marks[: shared + 1] and shared < len(marks):
                shared += 1
        self.parts.extend(f"</{mark}>" for mark in reversed(self.marks[shared:]))
        if link is not self.link:
            if self.link:
                self.parts.append("</a>")
            if link:
                self.parts.append(_anchor(link.target))
        self.parts.extend(f"<{mark}>" for mark in marks[shared:])
        self.link, self.marks = link, marks

    def _close_run(self) -> None:
        self._open_run((), None)


def _anchor(target: Target) -> str:
    values = {
        "href": target.href,
        "data-article-id": target.article_id,
        "data-section-id": target.section_id,
        "data-topic": target.topic,
        "rel": target.rel,
    }
    written = (f' {name}="{attribute(value)}"' for name, value in values.items() if value)
    return f"<a{''.join(written)}>"
