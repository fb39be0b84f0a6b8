"""One typed part of an article."""

from pydantic import Field

from api.documents.schema.base import Delivered, HealthAspect, SectionKind
from api.documents.schema.body import BodyBlock
from api.documents.schema.evidence import Claim


class Section(Delivered):
    """A section: its kind says what it is about, its body is a list of blocks."""

    id: str = Field(examples=["c2a7d8f4-1f5e-4a53-8d67-2f0b8f4f7b10"])
    """Stable across edits and translations."""
    kind: SectionKind
    locale: str = Field(examples=["en"])
    """Language tag of this section's text."""
    behind_source: bool
    """Whether this translated section is older than its reviewed source."""
    heading: str = Field(examples=["What causes migraine"])
    """Never empty."""
    anchor: str = Field(examples=["causes"])
    """Unique in the article; links between articles use it as their fragment."""
    health_aspect: HealthAspect | None
    """schema.org's aspect, for markup."""
    about: str | None = Field(examples=["migraine"])
    """Slug of the topic that this section is about; null: the article's main topic."""
    standalone: bool
    """Whether the section may be shown alone, out of its article."""
    body: list[BodyBlock]
    """Blocks in reading order."""
    claims: list[Claim]
    """Statements on efficacy and safety made in this section; may be empty."""
    citations: list[int] = Field(examples=[[1]])
    """Numbers of the article's citations that this section rests on, claims' included."""
