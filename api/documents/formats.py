"""A finished document in everything it is stored as: rich text in each format, and its markup.

All but the rich text is the same in all of them, review status and version included. Pure.
"""

from typing import Any

from pydantic_core import to_json

from api.documents.clinic_values.slots import Finished, finish, finish_article
from api.documents.json_ld import build_json_ld
from api.documents.rich_text import formatted
from api.documents.schema import ArticleDocument
from api.documents.schema.formats import HTML_MEMBER, MEMBERS, MEMBERS_WITH_TEXT

VARIANTS = ("portable_text", "plain", "json_ld")
"""What is stored beside the document itself. `json_ld` is the value of that member alone."""


# Only sections hold rich text. Quotes inside a string are escaped, so this cannot be in one.
_SECTIONS = b'"sections":'


def build_variants(document: ArticleDocument) -> dict[str, Finished]:
    """Return the finished JSON of each variant."""
    frame = document.model_copy(update={"sections": []}).model_dump_json().encode()
    before, after = frame.split(_SECTIONS + b"[]", 1)
    sections = [section.model_dump() for section in document.sections]
    variants = {"json_ld": finish(build_json_ld(document).model_dump_json().encode())}
    for rich_text in ("portable_text", "plain"):
        finished = to_json([_in_format(section, rich_text) for section in sections])
        variants[rich_text] = finish_article(b"".join((before, _SECTIONS, finished, after)))
    return variants


def _in_format(value: dict[str, Any], rich_text: str) -> dict[str, Any]:
    converted = value.copy()
    for name in MEMBERS_WITH_TEXT & value.keys():
        inner = value[name]
        if isinstance(inner, list):
            converted[name] = [_in_format(each, rich_text) for each in inner]
        elif inner is not None:
            converted[name] = _in_format(inner, rich_text)
    if HTML_MEMBER in value:
        _set_text(converted, converted.pop(HTML_MEMBER), rich_text)
    return converted


def _set_text(values: dict[str, Any], html: str | None, rich_text: str) -> None:
    if rich_text == "plain":
        if html is not None:
            values[MEMBERS["plain"]] = formatted(html).plain
    else:
        text = None if html is None else formatted(html).portable_text
        values[MEMBERS["portable_text"]] = text
