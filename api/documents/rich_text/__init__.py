"""Wagtail's stored rich text as delivered text.

The stored HTML is read by one walk (`walk.py`), which turns whatever the database holds into a
small, regular sequence of events: paragraphs, lists, items, runs of text with marks and a link.
A format is a visitor of that walk: `html.py`, `plain.py`, `portable_text.py`. `formatted.py`
writes all of them in one reading.
"""

from api.documents.rich_text.formatted import FormattedText, format_text, formatted
from api.documents.rich_text.html import ATTRIBUTES, TAGS, guard, render
from api.documents.rich_text.links import Link, Resolve, Target
from api.documents.rich_text.plain import plain
from api.documents.rich_text.references import references

__all__ = [
    "ATTRIBUTES",
    "TAGS",
    "FormattedText",
    "Link",
    "Resolve",
    "Target",
    "format_text",
    "formatted",
    "guard",
    "plain",
    "references",
    "render",
]
