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

    severity: Severity
    """How serious: `critical` asks front ends to say so where the article was."""
    reason: str = Field(examples=["The dose given was wrong."])
    """Plain text for readers."""
    withdrawn_at: UtcDateTime = Field(examples=["2026-03-05T08:00:00Z"])
    """When."""
    replaced_by: ReplacementRef | None
    """What to read instead."""
