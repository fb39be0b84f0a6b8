"""Reads the clinical content of page instances: drafts, revisions and live pages alike."""

from typing import Any

from articles.citation_text import format_citation
from articles.models import Citation, Topic
from articles.models.topics import topic_name
from articles.review.content import (
    build_content,
    build_names,
    cited_ids,
    content_hash,
    named_topics,
)


def read_content(page: Any) -> dict[str, Any]:
    """The clinical content of a page instance as it is in memory, saved or not, with its names."""
    sources = _sources(page)
    content = _content(page, sources)
    lines = {key: format_citation(source) for key, source in sorted(sources.items())}
    return {**content, "names": build_names(_topic_names(page, content), lines)}


def content_hash_of_page(page: Any) -> str:
    """The content hash of a page instance as it is in memory."""
    return content_hash(_content(page, _sources(page)))


def _content(page: Any, sources: dict[int, Citation]) -> dict[str, Any]:
    topics = [(link.topic_id, link.relation) for link in page.article_topics.all()]
    return build_content(page, page.sections.get_prep_value(), topics, sources)


def _sources(page: Any) -> dict[int, Citation]:
    ids = {key for section in page.sections.get_prep_value() for key in cited_ids(section)}
    return Citation.objects.in_bulk(ids) if ids else {}


def _topic_names(page: Any, content: dict[str, Any]) -> dict[int, str]:
    ids = named_topics(content)
    if not ids:
        return {}
    found = Topic.objects.filter(pk__in=ids).order_by("pk").prefetch_related("texts__locale")
    locale = page.locale.language_code
    return {topic.pk: topic_name(topic, locale) for topic in found}
