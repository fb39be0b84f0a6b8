"""Rich text as clean HTML: a small, documented set of tags and attributes and nothing else."""

from collections.abc import Mapping, Sequence

import nh3

from api.documents.rich_text.links import SCHEMES, Target, attribute
from api.documents.rich_text.links import text as escaped
from api.documents.rich_text.text import LinkedText, List, Paragraph, Run

TAGS = frozenset({"a", "br", "em", "li", "ol", "p", "strong", "sub", "sup", "ul"})
ATTRIBUTES = frozenset(
    {"href", "data-article-id", "data-clinic-value", "data-section-id", "data-topic"}
)
"""Of `<a>`, besides `rel="noopener noreferrer"`. No other tag has any."""

_guard = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": set(ATTRIBUTES)},
    tag_attribute_values={"a": {"rel": {"noopener noreferrer"}}},
    link_rel=None,
    url_schemes=set(SCHEMES),
)


def guard(html: str) -> str:
    """Only what is documented leaves, whatever a mistake in reading lets through.

    What `write_html` returns is a fixed point of this. U+00A0 stays a character: in JSON it needs
    no entity.
    """
    return _guard.clean(html).replace("&nbsp;", "\u00a0")


def write_html(text: LinkedText) -> str:
    """The text as HTML. A link is outside of the marks of its words."""
    parts: list[str] = []
    for block in text.blocks:
        if isinstance(block, Paragraph):
            parts.append("<p>")
            _write_runs(block.runs, text.targets, parts)
            parts.append("</p>")
        else:
            _write_list(block, text.targets, parts)
    return "".join(parts)


def _write_list(block: List, targets: Mapping[int, Target], parts: list[str]) -> None:
    parts.append(f"<{block.kind}>")
    for item in block.items:
        parts.append("<li>")
        for inner in item.blocks:
            if isinstance(inner, Paragraph):
                _write_runs(inner.runs, targets, parts)
            else:
                _write_list(inner, targets, parts)
        parts.append("</li>")
    parts.append(f"</{block.kind}>")


def _write_runs(runs: Sequence[Run], targets: Mapping[int, Target], parts: list[str]) -> None:
    """Between two runs close and open only what differs."""
    marks: tuple[str, ...] = ()
    link: int | None = None
    for words, own_marks, own_link in (*runs, ("", (), None)):
        if words is None:
            parts.append("<br>")
            continue
        if own_link != link or own_marks != marks:
            shared = _shared(marks, own_marks) if own_link == link else 0
            parts.extend([f"</{mark}>" for mark in reversed(marks[shared:])])
            if own_link != link:
                parts.append("" if link is None else "</a>")
                parts.append("" if own_link is None else _anchor(targets[own_link]))
            parts.extend([f"<{mark}>" for mark in own_marks[shared:]])
            marks, link = own_marks, own_link
        parts.append(escaped(words))


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """How many marks at the beginning are the same."""
    shared = 0
    while shared < len(first) and first[: shared + 1] == second[: shared + 1]:
        shared += 1
    return shared


def _anchor(target: Target) -> str:
    values = {
        "href": target.href,
        "data-article-id": target.article_id,
        "data-section-id": target.section_id,
        "data-topic": target.topic,
        "data-clinic-value": target.clinic_value,
        "rel": target.rel,
    }
    written = (f' {name}="{attribute(value)}"' for name, value in values.items() if value)
    return f"<a{''.join(written)}>"
