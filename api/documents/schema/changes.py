"""The feed of changes: what front ends follow to hold what is published."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.documents.schema.base import Delivered, Severity, UtcDateTime

DeliveredChangeType = Literal[
    "article.published",
    "article.updated",
    "article.moved",
    "article.placed",
    "article.unpublished",
    "article.withdrawn",
    "article.removed",
    "topic.updated",
    "topic.removed",
    "clinic.updated",
    "clinic.removed",
]


class ChangeEntry(Delivered):
    """The last change of one article in one language, of a topic, or of a clinic.

    What to do with it: read the thing again after `published`, `updated`, `moved` and `placed`;
    drop it after `unpublished`, `withdrawn` and `removed`. New types may come: read the thing
    again, and drop it when there is none any more.
    """

    sequence: int | None = Field(ge=1, examples=[1027])
    """Grows from change to change, not always by one; null in the snapshot."""
    type: DeliveredChangeType
    """What happened. `article.removed`: the article is not, or not any more, among those that the
    filters of this feed keep. `article.placed`: other clinics carry it."""
    occurred_at: UtcDateTime | None = Field(examples=["2026-06-11T09:00:00Z"])
    """When; in the snapshot, an article's last publication or withdrawal, and null of topics and
    clinics."""
    id: UUID | None = Field(examples=["5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01"])
    """An article's id, shared by its translations; null of topics and clinics."""
    locale: str | None = Field(examples=["en"])
    """An article's language; null of topics and clinics, whose languages change together."""
    slug: str | None = Field(examples=["ketamine-infusion-for-migraine"])
    """Its slug. Null of an article that is not public any more: hold articles by id and locale."""
    kind: str | None = Field(examples=["therapy"])
    """An article's kind; null where `slug` is."""
    version: int | None = Field(ge=0, examples=[7])
    """An article's version; null of topics and clinics."""
    etag: str | None = Field(examples=["d41d8cd98f00b204e9800998ecf8427e"])
    """The `ETag` that the article as HTML has after it, without quotes: no need to read what is
    held with it. Null where there is nothing to read, and of topics and clinics."""
    severity: Severity | None
    """How serious a withdrawal is, or a safety notice that came with this change; or one of those
    that this change follows and that were not told after your cursor: the highest of them."""
    must_refresh_by: UtcDateTime | None = Field(examples=[None])
    """When no front end may show an earlier state any more, the earliest where several changes say
    so; null: within your usual time."""
    withdrawal_id: UUID | None = Field(examples=[None])
    """The withdrawal to acknowledge when your copy is gone; null where nothing was withdrawn."""
    href: str | None = Field(
        examples=["https://cms.example.org/api/v1/articles/5b0e7c2e/?locale=en"]
    )
    """What to read; of a withdrawn article, where its notice is (410). Null where there is
    nothing."""


class ChangesMeta(Delivered):
    """Where in the feed a page is."""

    phase: Literal["snapshot", "changes"]
    """`snapshot`: what is published and what is withdrawn, to begin with; then `changes`, for
    ever."""
    has_more: bool
    """Whether the next page has something now. If not, ask for it again later."""
    latest_sequence: int = Field(ge=0, examples=[1027])
    """The last number given when this page was made."""


class ChangesLinks(Delivered):
    """Where to go on."""

    next: str = Field(examples=["https://cms.example.org/api/v1/changes/?cursor=WyJ..."])
    """The following page. Always there: keep it, and ask for it until it has something."""


class Changes(Delivered):
    """One page of the feed."""

    meta: ChangesMeta
    """Where in the feed this is."""
    links: ChangesLinks
    """Where to go on."""
    items: list[ChangeEntry]
    """In order of their numbers; may be empty, and shorter than `limit`."""
