"""The tree of a document as HTML: coloured, folding, its changes marked in words as well."""

import json
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from api.previews.json_tree import Change, Node
from articles.review.differences.words import Kind, compare_words

OPEN_DEPTH = 1
"""Levels that are open though nothing in them has changed: the members of the document."""
LONGEST_SHOWN = 300
"""Characters of a plain value that are shown: pictures in a draft's document are long."""
BRACKETS = {"object": ("{", "}"), "list": ("[", "]")}


def tree_html(tree: Node) -> SafeString:
    """Return the whole tree."""
    return _node(tree, depth=0, last=True)


def _node(node: Node, *, depth: int, last: bool) -> SafeString:
    label = _label(node)
    comma = "" if last else ","
    if node.kind == "value":
        return format_html(
            '<div class="{}">{}{}{}{}</div>',
            _classes(node),
            _mark(node),
            label,
            _value(node),
            comma,
        )
    opening, closing = BRACKETS[node.kind]
    if not node.children:
        text = f"{opening}{closing}{comma}"
        return format_html('<div class="{}">{}{}{}</div>', _classes(node), _mark(node), label, text)
    end = len(node.children) - 1
    inside = format_html_join(
        "",
        "{}",
        (
            (_node(child, depth=depth + 1, last=place == end),)
            for place, child in enumerate(node.children)
        ),
    )
    is_open = depth < OPEN_DEPTH or node.change is not Change.SAME
    return format_html(
        '<details class="{}"{}><summary>{}{}{}'
        '<span class="api-json__folded"> … {}</span>{}</summary>'
        '<div class="api-json__inside">{}</div><div>{}{}</div></details>',
        _classes(node),
        mark_safe(" open") if is_open else "",
        _mark(node),
        label,
        opening,
        closing,
        _count(node),
        inside,
        closing,
        comma,
    )


def _classes(node: Node) -> str:
    return f"api-json__node api-json__node--{node.change}"


def _label(node: Node) -> SafeString:
    if node.name is None:
        return SafeString()
    return format_html('<span class="api-json__name">"{}"</span>: ', node.name)


def _mark(node: Node) -> SafeString:
    """The change in words: for those who see no colours."""
    if node.change not in (Change.ADDED, Change.REMOVED):
        return SafeString()
    word = _("added") if node.change is Change.ADDED else _("removed")
    return format_html('<span class="api-json__mark">{}</span> ', word)


def _count(node: Node) -> SafeString:
    if node.change is not Change.CHANGED:
        return SafeString()
    number = node.changes
    words = ngettext("%(count)d change", "%(count)d changes", number) % {"count": number}
    if node.moved:
        words = f"{words}, {_('in another order')}"
    return format_html(' <span class="api-json__count">{}</span>', words)


def _value(node: Node) -> SafeString:
    if node.change is not Change.CHANGED:
        return _plain(node.value)
    if isinstance(node.value, str) and isinstance(node.before, str):
        return format_html('<span class="api-json__string">"{}"</span>', _words(node))
    return format_html("<del>{}</del> <ins>{}</ins>", _plain(node.before), _plain(node.value))


def _words(node: Node) -> SafeString:
    tags = {Kind.EQUAL: "span", Kind.ADDED: "ins", Kind.REMOVED: "del"}
    before, after = _shortened(node.before), _shortened(node.value)
    return format_html_join(
        "",
        "<{0}>{1}</{0}>",
        ((tags[part.kind], _inner(part.text)) for part in compare_words(before, after)),
    )


def _plain(value: Any) -> SafeString:
    kind = "string" if isinstance(value, str) else "other"
    text = json.dumps(_shortened(value) if kind == "string" else value, ensure_ascii=False)
    return format_html('<span class="api-json__{}">{}</span>', kind, text)


def _shortened(text: str) -> str:
    """Only what is no text is cut: a picture in a data address."""
    if not text.startswith("data:") or len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}…"


def _inner(text: str) -> str:
    """A part of a string as JSON writes it, without the quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
