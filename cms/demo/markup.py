"""The small markup that demo texts are written in, turned into rich text as Wagtail stores it.

A blank line parts paragraphs; lines that start with ``- `` or ``1. `` are a list;
``**words**`` are bold; ``[words](target)`` is a link, whose target is a web address,
``article:<name>``, ``section:<article>#<kind>``, ``topic:<slug>`` or ``clinic:<value>``: the
words are then what readers without a clinic read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from articles.clinic_values import CLINIC_VALUES
from cms.demo.ids import section_id

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BULLET = re.compile(r"- ")
_NUMBER = re.compile(r"\d+\. ")


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Primary keys that links point to, in one language."""

    articles: Mapping[str, int]
    topics: Mapping[str, int]

    def link(self, target: str) -> str:
        """The opening tag for a link target. Raises KeyError when the target does not exist."""
        scheme, _, name = target.partition(":")
        if scheme == "article":
            return f'<a linktype="page" id="{self.articles[name]}">'
        if scheme == "section":
            article, _, kind = name.partition("#")
            section = section_id(article, kind)
            return f'<a linktype="section" id="{self.articles[article]}" section="{section}">'
        if scheme == "topic":
            return f'<a linktype="topic" id="{self.topics[name]}">'
        if scheme == "clinic":
            return f'<a linktype="clinic-value" value="{CLINIC_VALUES[name].name}">'
        return f'<a href="{escape(target)}">'


def to_html(text: str, targets: Targets) -> str:
    """Rich text HTML of a demo text."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.strip()))
    return "".join(_block(block, targets) for block in blocks if block)


def _block(block: str, targets: Targets) -> str:
    lines = block.splitlines()
    for tag, mark in (("ul", _BULLET), ("ol", _NUMBER)):
        if all(mark.match(line) for line in lines):
            items = "".join(f"<li>{_inline(mark.sub('', line, 1), targets)}</li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{_inline(' '.join(lines), targets)}</p>"


def _inline(text: str, targets: Targets) -> str:
    html = escape(text, quote=False)
    html = _BOLD.sub(r"<b>\1</b>", html)
    return _LINK.sub(lambda match: f"{targets.link(match[2])}{match[1]}</a>", html)
