"""Who wrote and who reviewed."""

from typing import Literal

from pydantic import Field

from api.documents.schema.base import Delivered, UtcDateTime
from api.documents.schema.images import Image


class PersonRef(Delivered):
    """An author."""

    name: str = Field(examples=["Ana Ruiz"])
    """Full name."""
    credentials: str | None = Field(examples=["MD, PhD"])
    """Degrees and titles after the name."""
    role: str | None = Field(examples=["Neurologist"])
    """What the person does, in the article's language."""
    bio: str | None = Field(examples=["Ana Ruiz leads the headache clinic."])
    """Plain text in the article's language."""
    photo: Image | None
    """Portrait."""
    profile_url: str | None = Field(examples=["https://clinic.example.org/team/ana-ruiz"])
    """The person's own page."""
    orcid: str | None = Field(examples=["0000-0002-1825-0097"])
    """ORCID iD."""
    conflicts_of_interest: str | None = Field(examples=["None declared."])
    """As the person declared them."""


class Reviewer(Delivered):
    """A clinician who signed the article off, as named when signing."""

    name: str = Field(examples=["Joan Meyer"])
    """Full name."""
    credentials: str | None = Field(examples=["MD"])
    """Degrees and titles at the time of signing."""
    role: Literal["clinical", "legal"]
    """In what capacity the person signed."""
    signed_at: UtcDateTime = Field(examples=["2026-03-02T10:15:00Z"])
    """When the person signed exactly this content."""
    profile_url: str | None = Field(examples=["https://clinic.example.org/team/joan-meyer"])
    """The person's own page."""
