"""Links in rich text to topics and to sections of articles, as stored and as Wagtail renders them.

Stored as ``<a linktype="topic" id="7">`` and ``<a linktype="section" id="3" section="<uuid>">``:
the primary key of a topic; the primary key of a page and the id of one of its sections. The
handlers serve Wagtail's own previews and its reference index; delivery reads the stored form.
"""

from collections.abc import Iterator
from typing import Any

import swapper
from django.utils.html import format_html
from wagtail.rich_text import LinkHandler

from articles.models.topics import Topic


def _id(attrs: dict[str, str]) -> str | None:
    """A primary key, or None for what somebody wrote by hand."""
    value = attrs.get("id", "")
    return value if value.isascii() and value.isdecimal() and len(value) < 19 else None


class _ArticleLinkHandler(LinkHandler):
    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        found = cls.get_model()._default_manager.in_bulk(
            [id_ for a in attrs_list if (id_ := _id(a))]
        )
        return [found.get(int(id_)) if (id_ := _id(attrs)) else None for attrs in attrs_list]

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [
            cls.open_tag(target, attrs) if target is not None else "<a>"
            for target, attrs in zip(cls.get_many(attrs_list), attrs_list, strict=True)
        ]

    @classmethod
    def open_tag(cls, target: Any, attrs: dict[str, str]) -> str:
        raise NotImplementedError

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[Any, str, str, str]]:
        if id_ := _id(attrs):
            yield cls.get_model(), id_, "", ""


class TopicLinkHandler(_ArticleLinkHandler):
    identifier = "topic"

    @staticmethod
    def get_model() -> Any:
        return Topic

    @classmethod
    def open_tag(cls, target: Topic, attrs: dict[str, str]) -> str:
        # A topic has no page of its own here: front ends decide where it leads.
        return str(format_html('<a data-topic="{}" title="{}">', target.slug, target.name))


class SectionLinkHandler(_ArticleLinkHandler):
    identifier = "section"

    @staticmethod
    def get_model() -> Any:
        return swapper.load_model("wagtailcore", "Page")

    @classmethod
    def open_tag(cls, target: Any, attrs: dict[str, str]) -> str:
        return str(format_html('<a href="{}#{}">', target.url or "", attrs.get("section", "")))
