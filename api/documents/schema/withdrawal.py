"""What is left of an article that was taken back."""

from uuid import UUID

from pydantic import Field

from api.documents.schema.base import Delivered, Severity, UtcDateTime


class ReplacementRef(Delivered):
    """The published article to read instead."""

    id: UUID
    """The article's id."""
    slug: str = Field(examples=["migraine-treatments"])
    """Its slug."""
    locale: str = Field(examples=["en"])
    """Language tag."""
    title: str = Field(examples=["Treatments for migraine"])
    """Its title."""
    url: str | None = Field(examples=["https://clinic.example.org/migraine/treatments/"])
    """Its page on the front end."""


class WithdrawalNotice(Delivered):
    """Why and when. Stored as the body of a withdrawn article, served inside the 410 problem."""

    withdrawal_id: UUID = Field(examples=["8b8f2a44-6e0f-4a52-9a0c-0c5f0e8f5a11"])
    """By which a front end acknowledges that it has taken the article down."""
    severity: Severity
    """How serious: `critical` asks front ends to say so where the article was."""
    reason: str = Field(examples=["The dose given was wrong."])
    """Plain text for readers."""
    withdrawn_at: UtcDateTime = Field(examples=["2026-03-05T08:00:00Z"])
    """When."""
    replaced_by: ReplacementRef | None
    """What to read instead."""


class WithdrawalDocument(WithdrawalNotice):
    """A withdrawal by itself, open or not any more."""

    article_id: UUID
    """The id of the article that was taken back."""
    locale: str = Field(examples=["en"])
    """The language in which it was."""
    clinic: str | None = Field(examples=[None])
    """The slug of the only clinic that took it back; null: everywhere."""
    reinstated_at: UtcDateTime | None = Field(examples=[None])
    """When it ended; null while the article is withdrawn."""


class WithdrawalAcknowledgement(Delivered):
    """That a client shows a withdrawn article no more."""

    withdrawal_id: UUID
    """The withdrawal."""
    client: str = Field(examples=["Madrid website"])
    """Whose key it came with."""
    note: str | None = Field(examples=["Both caches purged."])
    """What the client added for the publishers."""
    acknowledged_at: UtcDateTime = Field(examples=["2026-03-05T08:02:10Z"])
    """When the client's first acknowledgement came."""
