"""The tags by which caches drop answers: which an answer carries, and which a change names. Pure.

An answer carries a tag for each thing whose change can make it wrong. That any of them is named by
the change is all that a purge needs: a tag may stand for much.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol
from uuid import UUID

ARTICLES = "articles"
"""Of every answer that depends on which articles there are: lists, counts, what a path leads to."""
TOPICS = "topics"
CLINICS = "clinics"
REDIRECTS = "redirects"

_LONGEST_SLUG = 100
"""Services refuse tags from 128 characters on."""


class Told(Protocol):
    """What is read of a change: `api.models.Change` is one."""

    type: str
    article_id: UUID | None
    slug: str


def article_tag(article_id: UUID | str) -> str:
    return f"article-{article_id}"


def slug_tag(slug: str) -> str:
    """Return the tag of answers that were found by an article's slug.

    An article that comes to a slug may take the place of another one's answer.
    """
    return f"slug-{_safe(slug)}"


def topic_tag(slug: str) -> str:
    return f"topic-{_safe(slug)}"


def clinic_tag(slug: str) -> str:
    return f"clinic-{_safe(slug)}"


def tags_of(changes: Iterable[Told]) -> frozenset[str]:
    """Return the tags of all answers that these changes can have made wrong."""
    return frozenset(tag for change in changes for tag in _tags_of_one(change))


def _tags_of_one(change: Told) -> Iterator[str]:
    kind = change.type.partition(".")[0]
    if kind == "article":
        yield ARTICLES
        yield slug_tag(change.slug)
        if change.article_id is not None:
            yield article_tag(change.article_id)
    elif kind == "topic":
        yield from (TOPICS, topic_tag(change.slug))
    elif kind == "clinic":
        yield from (CLINICS, clinic_tag(change.slug))
    else:
        raise ValueError(f"{change.type} is no type of change whose tags are known")


def _safe(slug: str) -> str:
    """Return what headers and all services can carry: a slug may be of any letters."""
    if slug.isascii() and len(slug) <= _LONGEST_SLUG:
        return slug
    return hashlib.blake2b(slug.encode(), digest_size=16).hexdigest()
