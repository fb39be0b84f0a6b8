"""Claims and the sources they rest on."""

from typing import Literal

from pydantic import Field

from api.documents.schema.base import Delivered

Direction = Literal["supports", "mixed", "contradicts"]


class CitationAuthor(Delivered):
    """One author of a source, in CSL's terms."""

    family: str = Field(examples=["Ruiz"])
    """Family name, or the whole name of a group."""
    given: str | None = Field(examples=["Ana"])
    """Given names or initials; null for a group."""


class CitationNumber(Delivered):
    """A source's place in an article."""

    id: int = Field(ge=1, examples=[1])
    """The number that sections, claims and quotes of this article refer to."""
    citation_id: int = Field(examples=[17])
    """The source's own id, the same in every article that cites it."""


class CitationId(Delivered):
    """A source's own place."""

    id: int = Field(ge=1, examples=[17])
    """The source's own id: the `citation_id` of articles that cite it."""


class CitationFacts(Delivered):
    """What there is to know of a source."""

    title: str = Field(examples=["Ketamine infusions for chronic pain: a guideline"])
    """Title of the work."""
    authors: list[CitationAuthor]
    """In the work's own order; may be empty."""
    container_title: str | None = Field(examples=["Journal of Examples"])
    """Journal, book or site."""
    year: int | None = Field(examples=[2018])
    """Year of publication."""
    volume: str | None = Field(examples=["43"])
    """Volume."""
    issue: str | None = Field(examples=["5"])
    """Issue."""
    pages: str | None = Field(examples=["521-546"])
    """Pages or article number."""
    publisher: str | None = Field(examples=["Example Society"])
    """Publisher."""
    doi: str | None = Field(examples=["10.1000/example.2018.1"])
    """Bare and lower case, without `https://doi.org/`."""
    pmid: str | None = Field(examples=["12345678"])
    """PubMed's id."""
    url: str | None = Field(examples=["https://doi.org/10.1000/example.2018.1"])
    """Where to read it: the DOI's URL, else PubMed's, else the work's own."""
    study_design: (
        Literal["systematic_review", "rct", "cohort", "case_series", "guideline", "label", "other"]
        | None
    ) = Field(examples=["guideline"])
    """What kind of evidence it is."""
    formatted: str = Field(
        examples=[
            "Ruiz A. Ketamine infusions for chronic pain: a guideline. "
            "Journal of Examples. 2018;43(5):521-546. doi:10.1000/example.2018.1"
        ]
    )
    """The reference as one line of plain text."""
    retracted: bool
    """Whether the work has been retracted: say so beside it."""
    superseded: bool
    """Whether a newer version stands in its place, as with guidelines."""


# The last base's members come first.
class CitationEntry(CitationFacts, CitationNumber):
    """A source, numbered within the article in order of first use."""


class CitationDocument(CitationFacts, CitationId):
    """A source that published articles cite, by itself."""


class Evidence(Delivered):
    """What one source says about a claim."""

    citation: int = Field(ge=1, examples=[1])
    """Number of the article's citation."""
    direction: Direction
    """Whether that source supports the claim."""


class Claim(Delivered):
    """A statement on efficacy or safety with its sources."""

    id: str = Field(examples=["0b0d4a57-6f3c-4f27-a2a1-4b2f5f1f3c9e"])
    """Stable across edits and translations."""
    text: str = Field(examples=["A single low dose did not relieve acute migraine."])
    """The statement, plain text."""
    type: Literal["efficacy", "safety", "comparison"]
    """What is claimed."""
    direction: Direction | None
    """The evidence as a whole: the common direction of all sources, else `mixed`; null
    without sources."""
    population: str | None = Field(examples=["Adults with migraine attacks"])
    """Who was studied."""
    approval: Literal["approved", "off_label"] | None
    """Whether regulators approved this use; null where that does not apply."""
    citations: list[int] = Field(examples=[[1, 2]])
    """Numbers of the article's citations, in order."""
    evidence: list[Evidence]
    """The same citations, each with its direction."""
