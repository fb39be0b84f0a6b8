"""Formatted text as pieces of plain text: one a paragraph, list item or heading."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

from articles.checks.content import Link

_BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div"})


@dataclass(slots=True)
class Piece:
    """Plain text with the tag it had, where it begins in the whole, and its links."""

    tag: str
    text: str = ""
    offset: int = 0
    lead: str = ""
    links: list[Link] = field(default_factory=list)


def pieces(source: str, *, lead: str = "") -> list[Piece]:
    """Split formatted text. Words that inline marks divide stay whole.

    ``lead``: what stands before this text; a list continues it when it ends with a colon.
    """
    if not source.strip():
        return []
    if "<" not in source:
        found = [Piece("p", " ".join(source.split()))]
    else:
        root = html.fragment_fromstring(source, create_parent="div")
        found = [piece for piece in _walk(root) if piece.text]
    offset = 0
    for piece in found:
        piece.offset = offset
        offset += len(piece.text) + 1
        if piece.tag == "li":
            piece.lead = lead if lead.endswith(":") else ""
        else:
            lead = piece.text
    return found


def _walk(root: html.HtmlElement) -> Iterator[Piece]:
    current = Piece("p")
    done: list[Piece] = []

    def add(text: str | None) -> None:
        words = " ".join((text or "").replace("\xad", "").split())
        if not words:
            if text and current.text and not current.text.endswith(" "):
                current.text += " "
            return
        assert text is not None
        before = " " if text[0].isspace() and current.text[-1:] not in ("", " ") else ""
        after = " " if text[-1].isspace() else ""
        current.text += before + words + after

    def close(tag: str) -> None:
        nonlocal current
        current.text = current.text.rstrip()
        done.append(current)
        current = Piece(tag)

    def visit(element: html.HtmlElement) -> None:
        nonlocal current
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            close("p")
            current.tag = tag
        if tag == "br":
            add(" ")
        start = len(current.text)
        add(element.text if tag else None)
        for child in element:
            visit(child)
            add(child.tail)
        if tag == "a":
            current.links.append(Link(start, len(current.text.rstrip()), dict(element.attrib)))
        if tag in _BLOCKS:
            close("p")

    add(root.text)
    for child in root:
        visit(child)
        add(child.tail)
    close("p")
    yield from done
