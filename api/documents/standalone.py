"""One section of a finished article with what it needs to stand alone. Pure.

Cut out of the article's bytes: what is not in the article as it is delivered cannot be in one of
its sections.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

ARTICLE_MEMBERS = (
    "id",
    "slug",
    "locale",
    "kind",
    "audience",
    "version",
    "title",
    "url",
    "published_at",
    "modified_at",
)
SHARED_MEMBERS = (
    "review",
    "reviewers",
    "disclosure",
    "funding",
    "publisher_sells_therapy",
    "evidence_maturity",
    "safety_notice",
    "call_to_action",
    "clinic",
    "disclaimer",
    "licence",
    "attribution",
)


def find_section(article: Json, ref: str) -> Json | None:
    """Return the section with the id `ref`, else the first one of the kind `ref`."""
    sections: list[Json] = article["sections"]
    by_id = (each for each in sections if each["id"] == ref or each["id"] == ref.lower())
    by_kind = (each for each in sections if each["kind"] == ref)
    return next(by_id, None) or next(by_kind, None)


def section_document(article: Json, section: Json) -> bytes:
    """Return the finished JSON of a section, of the type `SectionDocument`."""
    cited = {*section["citations"], *_quoted(section["body"])}
    document = {
        "article": {name: article[name] for name in ARTICLE_MEMBERS},
        "section": section,
        "citations": [entry for entry in article["citations"] if entry["id"] in cited],
        **{name: article[name] for name in SHARED_MEMBERS},
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _quoted(blocks: list[Json]) -> Iterator[int]:
    """Yield the numbers of the sources that quotes are taken from."""
    for block in blocks:
        if block["type"] == "quote" and block["citation"]:
            yield block["citation"]
        elif block["type"] == "subsection":
            yield from _quoted(block["body"])
