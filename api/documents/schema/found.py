"""What stands at a path of the front end."""

from pydantic import Field

from api.documents.schema.article import RelatedRef
from api.documents.schema.base import Delivered


class FoundRedirect(Delivered):
    """Where to send readers on."""

    to: str = Field(examples=["https://clinic.example.org/migraine/"])
    """Absolute URL, or a path of the front end."""
    permanent: bool
    """Whether to say so for good (301 or 308) or for now (302 or 307)."""


class FoundPath(Delivered):
    """What a path leads to: one of the two, the other one is null."""

    article: RelatedRef | None
    """The published article at this path."""
    redirect: FoundRedirect | None
    """Where to send readers on; only where no page is at this path."""
