"""What lists are made of."""

from uuid import UUID

from pydantic import Field

from api.documents.schema.article import Review
from api.documents.schema.base import ArticleKind, Audience, Delivered, SectionKind, UtcDateTime
from api.documents.schema.images import Image
from api.documents.schema.topics import TopicRelation, TopicType


class CardTopic(Delivered):
    """A topic without its codes."""

    slug: str = Field(examples=["migraine"])
    """The topic's id in URLs and filters."""
    name: str = Field(examples=["Migraine"])
    """In the article's language."""
    type: TopicType
    """What the topic is."""
    relation: TopicRelation
    """How the article relates to it."""


class SearchHighlight(Delivered):
    """A piece of a found article with the words that were looked for."""

    section: str | None = Field(examples=["c2a7d8f4-1f5e-4a53-8d67-2f0b8f4f7b10"])
    """Id of the section it is from; null: from the summary."""
    heading: str | None = Field(examples=["What causes migraine"])
    """That section's heading; null: from the summary."""
    html: str = Field(examples=["… what <mark>ketamine</mark> does in the brain …"])
    """Escaped text; `mark` around the words that were found is the only tag."""


class SearchHit(Delivered):
    """How an article answers a search."""

    score: float = Field(ge=0, le=1, examples=[0.83])
    """How well: of two articles of one search the higher is the better answer."""
    highlights: list[SearchHighlight]
    """At most three. Empty where the words are only in the title or in names of the topics."""


class ArticleCard(Delivered):
    """An article as a list shows it."""

    id: UUID = Field(examples=["5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01"])
    """Shared by the article's translations."""
    slug: str = Field(examples=["ketamine-infusion-for-migraine"])
    """For URLs."""
    locale: str = Field(examples=["en"])
    """Language tag of the text."""
    kind: ArticleKind
    """What the article is about."""
    audience: Audience
    """Whom it is written for."""
    version: int = Field(ge=1, examples=[7])
    """The document's version: unchanged means that nothing needs fetching again."""
    title: str = Field(examples=["How does ketamine infusion therapy help treat migraine?"])
    """Plain text."""
    summary: str = Field(examples=["What ketamine infusions are, and what research says."])
    """Plain text."""
    url: str | None = Field(examples=["https://clinic.example.org/migraine/ketamine/"])
    """The article's page on the front end."""
    hero_image: Image | None
    """In the widths of a card."""
    topics: list[CardTopic]
    """The main one first."""
    section_kinds: list[SectionKind]
    """Kinds of the article's sections, in order, each once."""
    review: Review
    """Where the article stands in its review cycle."""
    published_at: UtcDateTime = Field(examples=["2026-03-02T10:20:00Z"])
    """First publication."""
    modified_at: UtcDateTime = Field(examples=["2026-06-11T09:00:00Z"])
    """Last publication of a change by an editor."""
    # The last member: a search puts its value into the stored bytes.
    search: SearchHit | None = None
    """With `search=`: how the article answers it. Null in other lists."""


class ListMeta(Delivered):
    """Facts about the whole list."""

    total_count: int = Field(ge=0, examples=[128])
    """How many articles match, over all pages."""
    total_is_exact: bool = True
    """False only for a search that finds so many that counting stopped: there are more then."""


class ListLinks(Delivered):
    """Neighbouring pages."""

    next: str | None = Field(examples=["https://cms.example.org/api/v1/articles/?cursor=eyJ2Ijox"])
    """Null on the last page."""
    previous: str | None = Field(examples=[None])
    """Null on the first page."""


class ArticleList(Delivered):
    """One page of a list."""

    meta: ListMeta
    """Facts about the whole list."""
    links: ListLinks
    """Neighbouring pages; follow them as they are."""
    items: list[ArticleCard]
    """At most `limit` cards."""
