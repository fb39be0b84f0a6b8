"""Compares clinical contents, with the names that the database has for what they refer to."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import swapper
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from articles.models import Citation, Topic
from articles.review.differences.build import build_differences
from articles.review.differences.names import Names
from articles.review.differences.result import Differences
from articles.sections.kinds import section_kinds

Content = Mapping[str, Any]

# The members of raw blocks that are primary keys, and of what.
_REFERENCES = {
    "image": "images",
    "poster": "images",
    "about": "topics",
    "citation": "citations",
}
_LINK = re.compile(r"<a\b[^>]*\blinktype=\"(page|document|topic|section)\"[^>]*>")
_LINK_ID = re.compile(r"\bid=\"(\d{1,18})\"")
_LINKED = {"page": "pages", "section": "pages", "document": "documents", "topic": "topics"}


def compare_contents(before: Content | None, after: Content) -> Differences:
    """What changed from one clinical content to the other, ready to be shown.

    ``before``: None where there is nothing to compare with. A constant number of queries.
    """
    contents = [content for content in (before, after) if content is not None]
    return build_differences(before, after, names=read_names(*contents))


def read_names(*contents: Content) -> Names:
    """The names of everything that these contents refer to."""
    ids: dict[str, set[int]] = defaultdict(set)
    for content in contents:
        for kind, key in _references(content.get("sections", [])):
            ids[kind].add(key)
        ids["topics"].update(topic[0] for topic in content.get("topics", []))
        ids["citations"].update(int(key) for key in content.get("sources", {}))
    models = {
        "images": get_image_model(),
        "topics": Topic,
        "citations": Citation,
        "pages": swapper.load_model("wagtailcore", "Page"),
        "documents": get_document_model(),
    }
    found = {
        kind: {item.pk: str(item) for item in model._default_manager.filter(pk__in=ids[kind])}
        for kind, model in models.items()
        if ids[kind]
    }
    stored = {int(key): text for item in contents for key, text in item.get("sources", {}).items()}
    found["citations"] = {**stored, **found.get("citations", {})}
    sections = [section for content in contents for section in content.get("sections", [])]
    sections += _sections_of(ids["section_pages"])
    return Names(**found, sections=dict(map(_section_name, sections)))


def _sections_of(page_ids: set[int]) -> list[Any]:
    """The raw sections of other articles, to which a link may lead."""
    if not page_ids:
        return []
    pages = swapper.load_model("wagtailcore", "Page")._default_manager.filter(pk__in=page_ids)
    stored = [getattr(page, "sections", None) for page in pages.specific()]
    return [section for stream in stored if stream for section in stream.raw_data]


def _section_name(section: Mapping[str, Any]) -> tuple[str, str]:
    kind = section_kinds.get(section["type"])
    label = str(kind.label if kind else section["type"])
    return str(section.get("id")), (section.get("value") or {}).get("heading") or label


def _references(value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, str):
        for link in _LINK.finditer(value):
            if key := _LINK_ID.search(link[0]):
                yield _LINKED[link[1]], int(key[1])
                if link[1] == "section":
                    yield "section_pages", int(key[1])
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name in _REFERENCES and isinstance(member, int):
                yield _REFERENCES[name], member
            elif name == "citations":
                yield from _cited(member)
            else:
                yield from _references(member)


def _cited(items: Any) -> Iterator[tuple[str, int]]:
    for item in items or ():
        value = item.get("value") if isinstance(item, dict) else item
        if isinstance(value, int):
            yield "citations", value
        else:
            yield from _references(value)
