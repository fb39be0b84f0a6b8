"""The list by which a mirror is checked."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.documents.schema.base import Delivered, UtcDateTime
from api.documents.schema.card import ListLinks, ListMeta


class ManifestEntry(Delivered):
    """A published article in one language, as short as can be."""

    id: UUID = Field(examples=["5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01"])
    """The article's id, shared by its translations."""
    locale: str = Field(examples=["en"])
    """Language tag: read the article with both."""
    slug: str = Field(examples=["ketamine-infusion-for-migraine"])
    """Its slug."""
    version: int = Field(ge=1, examples=[7])
    """Grows by one whenever the document changes; never goes back."""
    etag: str = Field(examples=["d41d8cd98f00b204e9800998ecf8427e"])
    """The `ETag` that the article as HTML has now, without quotes."""
    modified_at: UtcDateTime = Field(examples=["2026-06-11T09:00:00Z"])
    """Last publication of a change by an editor."""
    last_reviewed_date: date | None = Field(examples=["2026-03-02"])
    """Day of the last review."""
    next_review_date: date | None = Field(examples=["2028-03-02"])
    """Day by which the article is to be reviewed again."""


class Manifest(Delivered):
    """One page of the manifest."""

    meta: ListMeta
    """Facts about the whole list."""
    links: ListLinks
    """Neighbouring pages; follow them as they are."""
    items: list[ManifestEntry]
    """At most `limit` entries."""
