"""Rich text in every format it is delivered in, from one reading of it."""

from api.documents.clinic_values.marks import mark_html
from api.documents.rich_text.html import guard, write_html
from api.documents.rich_text.links import Link, Resolve, Target
from api.documents.rich_text.plain import write_plain
from api.documents.rich_text.portable_text import PortableText, write_portable_text
from api.documents.rich_text.read import read
from api.documents.rich_text.text import StoredText


class FormattedText(str):
    """The delivered HTML, which remembers the same text in the other formats.

    Where a clinic's values may stand there are marks in all of them: see
    `api.documents.clinic_values`.
    """

    __slots__ = ("plain", "portable_text")

    plain: str
    portable_text: PortableText


def format_text(stored: StoredText, *, resolve: Resolve) -> FormattedText:
    """Stored rich text as it is delivered. Pure, given a pure `resolve`."""
    linked = stored.linked(resolve)
    text = FormattedText(mark_html(guard(write_html(linked))))
    text.plain = write_plain(linked)
    text.portable_text = write_portable_text(linked)
    return text


def formatted(html: str) -> FormattedText:
    """Delivered HTML as text that knows its other formats; of text that does already, itself."""
    return html if isinstance(html, FormattedText) else format_text(read(html), resolve=_no_target)


def _no_target(link: Link) -> Target | None:
    return None
