"""One section by itself."""

from uuid import UUID

from pydantic import Field

from api.documents.schema.article import CallToAction, Review, SafetyNotice
from api.documents.schema.base import (
    ArticleKind,
    Audience,
    Delivered,
    EvidenceMaturity,
    UtcDateTime,
)
from api.documents.schema.card import ListLinks, ListMeta
from api.documents.schema.evidence import CitationEntry
from api.documents.schema.people import Reviewer
from api.documents.schema.section import Section


class SectionArticle(Delivered):
    """The article that a section is from, named enough to link to."""

    id: UUID = Field(examples=["5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01"])
    """Shared by the article's translations."""
    slug: str = Field(examples=["ketamine-infusion-for-migraine"])
    """Its slug."""
    locale: str = Field(examples=["en"])
    """Language tag of the text."""
    kind: ArticleKind
    """What the article is about."""
    audience: Audience
    """Whom it is written for."""
    version: int = Field(ge=1, examples=[7])
    """The version of the article that this is cut from."""
    title: str = Field(examples=["How does ketamine infusion therapy help treat migraine?"])
    """Plain text."""
    url: str | None = Field(examples=["https://clinic.example.org/migraine/ketamine/"])
    """The article's page on the front end; add `#` and the section's anchor."""
    published_at: UtcDateTime = Field(examples=["2026-03-02T10:20:00Z"])
    """First publication."""
    modified_at: UtcDateTime = Field(examples=["2026-06-11T09:00:00Z"])
    """Last publication of a change by an editor."""


class SectionDocument(Delivered):
    """A section with what it needs to stand alone."""

    article: SectionArticle
    """Where it is from."""
    section: Section
    """As it is in the article."""
    citations: list[CitationEntry]
    """The sources of this section, numbered as in the article."""
    review: Review
    """Where the article stands in its review cycle."""
    reviewers: list[Reviewer]
    """Clinicians whose sign-off holds for the article as it is."""
    disclosure: str | None = Field(examples=["The clinic offers this therapy."])
    """Interests that readers should know of."""
    funding: str | None = Field(examples=["No external funding."])
    """Who paid for the article."""
    publisher_sells_therapy: bool
    """Whether the publisher earns from the therapy described."""
    evidence_maturity: EvidenceMaturity
    """Whether the therapy is established or still emerging."""
    safety_notice: SafetyNotice | None
    """An urgent correction of the article: show it first, with any of its sections."""
    call_to_action: CallToAction | None
    """What the reader can do next at the clinic that `clinic` asks for; null without one."""
    clinic: str | None = Field(examples=["northside"])
    """Slug of the clinic whose values this carries; null for none."""
    disclaimer: str | None = Field(examples=["This is no substitute for medical advice."])
    """What that clinic wants said with every article; may have several lines."""
    licence: str | None = Field(examples=["CC BY 4.0"])
    """Licence of the text."""
    attribution: str | None = Field(examples=["Northside Clinic Group"])
    """Whom to name when reusing the text."""


class SectionList(Delivered):
    """One page of sections."""

    meta: ListMeta
    """Facts about the whole list."""
    links: ListLinks
    """Neighbouring pages; follow them as they are."""
    items: list[SectionDocument]
    """At most `limit` sections."""
