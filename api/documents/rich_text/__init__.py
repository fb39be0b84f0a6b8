"""Wagtail's stored rich text as delivered text.

The stored HTML is read once (`read.py`), which makes of whatever the database holds a small,
regular text (`text.py`): paragraphs, lists, items, runs of words with marks and a link. Each
format is written from that: `html.py`, `plain.py`, `portable_text.py`; `formatted.py` has all.
"""

from api.documents.rich_text.formatted import FormattedText, format_text, formatted
from api.documents.rich_text.html import ATTRIBUTES, TAGS, guard
from api.documents.rich_text.links import Link, Resolve, Target
from api.documents.rich_text.read import read
from api.documents.rich_text.text import StoredText

__all__ = [
    "ATTRIBUTES",
    "TAGS",
    "FormattedText",
    "Link",
    "Resolve",
    "StoredText",
    "Target",
    "format_text",
    "formatted",
    "guard",
    "read",
]
