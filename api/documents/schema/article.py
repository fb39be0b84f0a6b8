"""The article document: one answer that needs no further request."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.documents.schema.base import (
    ArticleKind,
    Audience,
    Delivered,
    EvidenceMaturity,
    ReviewStatus,
    Severity,
    UtcDateTime,
)
from api.documents.schema.evidence import CitationEntry
from api.documents.schema.images import HeroImage
from api.documents.schema.json_ld import JsonLd
from api.documents.schema.people import PersonRef, Reviewer
from api.documents.schema.section import Section
from api.documents.schema.topics import TopicRef


class Review(Delivered):
    """Where the article stands in its review cycle."""

    # First on purpose: api/documents/review.py finds it in the stored bytes by its neighbours.
    status: ReviewStatus
    """`current`; `due_soon` within 60 days (a setting) before the next review; `overdue` after
    it; `unreviewed` when nobody has reviewed it. True on the day of the answer (UTC)."""
    last_reviewed_date: date | None = Field(examples=["2026-03-02"])
    """Day of the last review."""
    next_review_date: date | None = Field(examples=["2028-03-02"])
    """Day by which the article is to be reviewed again."""


class SafetyNotice(Delivered):
    """An urgent correction. Show it before everything else."""

    severity: Severity
    """How serious."""
    text: str = Field(examples=["Batch 42 of this medicine has been recalled."])
    """Plain text."""
    issued_at: UtcDateTime | None = Field(examples=["2026-03-05T08:00:00Z"])
    """When the notice was added."""


class CallToAction(Delivered):
    """What the reader can do next."""

    label: str = Field(examples=["Book a consultation"])
    """Text of the button."""
    url: str | None = Field(examples=["https://clinic.example.org/book"])
    """Where it leads."""
    phone: str | None = Field(examples=["+15550100200"])
    """E.164."""
    campaign: str | None = Field(examples=["spring"])
    """The placement's campaign, for your statistics."""


class TranslationRef(Delivered):
    """The same article in another language; only published ones are listed."""

    locale: str = Field(examples=["es"])
    """Language tag."""
    slug: str = Field(examples=["infusion-de-ketamina-para-la-migrana"])
    """Its slug in that language."""
    title: str = Field(examples=["Infusión de ketamina para la migraña"])
    """Its title in that language."""
    url: str | None = Field(examples=["https://clinic.example.org/es/infusion-de-ketamina/"])
    """Its page on the front end."""
    behind_source: bool
    """Whether it is older than its reviewed source."""


class Seo(Delivered):
    """What the page's head needs."""

    title: str = Field(examples=["Ketamine infusion for migraine"])
    """For `<title>`; never empty."""
    description: str = Field(examples=["What is known about ketamine infusions for migraine."])
    """For the description; never empty."""
    canonical_url: str | None = Field(examples=["https://clinic.example.org/migraine/ketamine/"])
    """For `rel=canonical`. At a clinic null says: the address that the clinic shows it at."""
    robots: Literal["index", "noindex"]
    """For the robots meta tag. At a clinic as its placement says."""


class RelatedRef(Delivered):
    """Another published article, named enough to link to."""

    id: UUID
    """The article's id, shared by its translations."""
    slug: str = Field(examples=["migraine"])
    """Its slug."""
    locale: str = Field(examples=["en"])
    """Language tag."""
    kind: ArticleKind
    """What the article is about."""
    title: str = Field(examples=["Migraine"])
    """Its title."""
    summary: str = Field(examples=["What migraine is and what helps."])
    """Plain text."""
    url: str | None = Field(examples=["https://clinic.example.org/migraine/"])
    """Its page on the front end."""


class ArticleDocument(Delivered):
    """A whole article, finished when it was published."""

    id: UUID = Field(examples=["5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01"])
    """Shared by the article's translations; use it with `locale`."""
    slug: str = Field(examples=["ketamine-infusion-for-migraine"])
    """For URLs; editors may change it."""
    locale: str = Field(examples=["en"])
    """Language tag of the text."""
    behind_source: bool
    """Whether any part of this translation is older than its reviewed source."""
    kind: ArticleKind
    """What the article is about."""
    audience: Audience
    """Whom it is written for."""
    version: int = Field(ge=1, examples=[7])
    """Grows by one whenever the document changes; never goes back."""
    title: str = Field(examples=["How does ketamine infusion therapy help treat migraine?"])
    """Plain text."""
    summary: str = Field(examples=["What ketamine infusions are, and what research says."])
    """Plain text, for cards and introductions."""
    url: str | None = Field(examples=["https://clinic.example.org/migraine/ketamine/"])
    """The article's page on the front end."""
    hero_image: HeroImage | None
    """Main image."""
    sections: list[Section]
    """In reading order."""
    topics: list[TopicRef]
    """Conditions, therapies and drugs; the main one first."""
    authors: list[PersonRef]
    """In the order to name them."""
    reviewers: list[Reviewer]
    """Clinicians whose sign-off holds for exactly this content; may be empty."""
    review: Review
    """Where the article stands in its review cycle."""
    citations: list[CitationEntry]
    """Sources by number."""
    disclosure: str | None = Field(examples=["The clinic offers this therapy."])
    """Interests that readers should know of."""
    funding: str | None = Field(examples=["No external funding."])
    """Who paid for the article."""
    publisher_sells_therapy: bool
    """Whether the publisher earns from the therapy described."""
    evidence_maturity: EvidenceMaturity
    """Whether the therapy is established or still emerging."""
    safety_notice: SafetyNotice | None
    """An urgent correction: show it first."""
    call_to_action: CallToAction | None
    """What the reader can do next at the clinic that `clinic` asks for; null without one."""
    clinic: str | None = Field(examples=["northside"])
    """Slug of the clinic whose values this document carries; null for none."""
    disclaimer: str | None = Field(examples=["This is no substitute for medical advice."])
    """What that clinic wants said with every article; may have several lines."""
    translations: list[TranslationRef]
    """The article in other languages."""
    seo: Seo
    """What the page's head needs."""
    search_keywords: list[str] = Field(examples=[["headache", "NMDA"]])
    """Synonyms and other words readers may search for."""
    licence: str | None = Field(examples=["CC BY 4.0"])
    """Licence of the text."""
    attribution: str | None = Field(examples=["Northside Clinic Group"])
    """Whom to name when reusing the text."""
    related: list[RelatedRef]
    """Other published articles worth reading next; at a clinic those that it carries."""
    published_at: UtcDateTime = Field(examples=["2026-03-02T10:20:00Z"])
    """First publication."""
    modified_at: UtcDateTime = Field(examples=["2026-06-11T09:00:00Z"])
    """Last publication of a change by an editor."""
    # Last on purpose: api/documents/markup.py puts it in the place of the null at the end.
    json_ld: JsonLd | None = None
    """With `include=json_ld` a schema.org graph for the page's head; otherwise null."""
