"""What rules read: an article's content as plain, immutable values.

The same view is built from a draft, a revision, a form and a live page. Everything that an
article refers to has been looked up before.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from articles.checks.language.sentences import split_sentences
from articles.review.source_changes import SourceChange


class TextKind(StrEnum):
    """What a piece of text is in its article."""

    TITLE = "title"
    SUMMARY = "summary"
    NOTICE = "notice"
    DISCLOSURE = "disclosure"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUESTION = "question"
    CAPTION = "caption"
    COLUMN_HEADING = "column_heading"
    CELL = "cell"
    FACT = "fact"
    ALT_TEXT = "alt_text"
    CLAIM = "claim"
    POPULATION = "population"
    QUOTE = "quote"
    TESTIMONIAL = "testimonial"
    NAME = "name"
    AROUND = "around"


PROSE = frozenset({TextKind.PARAGRAPH, TextKind.LIST_ITEM})
# Somebody else's words, and names: the article does not say these itself.
NOT_OWN_WORDS = frozenset({TextKind.QUOTE, TextKind.TESTIMONIAL, TextKind.NAME})


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a piece of text: where it stands, and the stored attributes of its tag."""

    start: int
    end: int
    attrs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One paragraph, list item, cell, caption or the like.

    ``section``, ``block``  ids of the section and of the innermost block it stands in; both
                            empty for a field of the page
    ``field``               the page's form field, or the member of the block: "text", "heading",
                            "cell.<row>.<column>"; empty where the block is nothing but text
    ``offset``              where it begins in the plain text of that member, whose paragraphs
                            are joined by a line break
    ``lead``                the words that a list continues, such as "It does not:"
    ``html_tag``            the tag it had in formatted text
    """

    text: str
    kind: TextKind
    language: str = "en"
    section: str = ""
    section_kind: str = ""
    block: str = ""
    block_type: str = ""
    field: str = ""
    offset: int = 0
    lead: str = ""
    links: tuple[Link, ...] = ()
    html_tag: str = ""

    @property
    def own_words(self) -> bool:
        return self.kind not in NOT_OWN_WORDS


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text. ``start`` is its place in that text."""

    text: Text
    words: str
    start: int

    @property
    def is_question(self) -> bool:
        return self.words.rstrip("\"'”’»)").endswith("?")


@dataclass(frozen=True, slots=True)
class Topic:
    id: int
    name: str
    type: str
    names: tuple[str, ...] = ()
    """The name and the synonyms in the article's language."""
    codes: tuple[tuple[str, str], ...] = ()
    """Pairs of system and code."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation where it is used; ``direction`` is empty unless a claim names it."""

    id: int
    title: str
    year: int | None = None
    design: str = "other"
    doi: str = ""
    pmid: str = ""
    retracted: bool = False
    superseded: bool = False
    newer: str = ""
    """The title of what stands in its place, where that is known."""
    direction: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    section: str
    text: Text
    type: str = "efficacy"
    population: str = ""
    approval: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a section's body. ``value`` is its raw data, not to be changed."""

    id: str
    type: str
    section: str
    section_kind: str
    value: Any
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Section:
    id: str
    kind: str
    label: str
    """Its heading, or the name of its kind where it has none."""
    blocks: tuple[Block, ...] = ()
    """In reading order; what a sub-section holds follows the sub-section."""
    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    quoted: tuple[Source, ...] = ()
    """The sources of its quotations; each one's ``block`` is the quotation."""
    heading: Text | None = None

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """All its texts in reading order, those of its claims last."""
        heading = (self.heading,) if self.heading else ()
        body = tuple(text for block in self.blocks for text in block.texts)
        return (*heading, *body, *(claim.text for claim in self.claims))

    @cached_property
    def body(self) -> str:
        """What its body says in the article's own words, without headings."""
        return "\n".join(
            text.text
            for block in self.blocks
            for text in block.texts
            if text.own_words and text.kind is not TextKind.HEADING
        )

    @property
    def is_written(self) -> bool:
        """Whether it says anything: a body in the article's own words, or a claim."""
        return bool(self.body.strip() or self.claims)

    @property
    def is_cited(self) -> bool:
        """Whether anything in it names a source."""
        quoted = any(block.type == "quote" and block.value.get("citation") for block in self.blocks)
        return bool(self.sources) or quoted or any(claim.sources for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Author:
    clinician_id: int | None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A sign-off as it was recorded.

    ``signed_on``: when the whole text was read; who signs a safety notice alone does not do so.
    """

    content_hash: str
    role: str
    decision: str
    reviewer_name: str
    credentials: str
    clinician_id: int | None
    signed_on: dt.date
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An administrator's decision that a rule does not bind the article, up to and with a day."""

    id: int
    rule: str
    reason: str
    expires_on: dt.date
    made_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article as it is in memory, saved or not."""

    language: str
    """ISO 639: the locale without its region."""
    today: dt.date
    id: int | None = None
    locale: str = ""
    title: str = ""
    summary: str = ""
    kind: str = "therapy"
    live: bool = False
    emerging: bool = False
    disclosure: str = ""
    safety_notice: str = ""
    publisher_sells_therapy: bool = False
    has_main_image: bool = False
    seo_title: str = ""
    search_description: str = ""
    main_image_alt: str = ""
    main_image_decorative: bool = False
    last_reviewed: dt.date | None = None
    next_review: dt.date | None = None
    content_hash: str = ""
    review_months: int = 24
    """Months from one review to the next, by policy."""
    required_roles: tuple[str, ...] = ("clinical",)
    """Whose sign-off it needs."""
    sections: tuple[Section, ...] = ()
    topics: tuple[tuple[str, Topic], ...] = ()
    """Pairs of relation (about, treats, drug) and topic."""
    authors: tuple[Author, ...] = ()
    approvals: tuple[Approval, ...] = ()
    source_changes: tuple[SourceChange, ...] = ()
    """What has changed in its original since it was last signed off, and is not followed."""
    overrides: tuple[Override, ...] = ()
    """Rules that do not bind it at the moment."""

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text that readers see, in reading order."""
        fields = (
            (TextKind.TITLE, "title", self.title),
            (TextKind.NOTICE, "safety_notice", self.safety_notice),
            (TextKind.SUMMARY, "summary", self.summary),
        )
        own = tuple(
            Text(text=value, kind=kind, language=self.language, field=field)
            for kind, field, value in fields
            if value.strip()
        )
        return (*own, *(text for section in self.sections for text in section.texts))

    @cached_property
    def signed_on(self) -> dt.date | None:
        """The day on which a clinician approved exactly this text; their last word counts."""
        same = (
            approval
            for approval in self.approvals
            if approval.role == "clinical" and approval.content_hash == self.content_hash
        )
        newest = next(same, None)
        return newest.signed_on if newest and newest.decision == "approved" else None

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all texts, in reading order."""
        return _split(self.texts, self.language)

    @cached_property
    def sentences_around(self) -> tuple[Sentence, ...]:
        """What is said of the article where it is found or shared, and nobody signs."""
        around = tuple(
            Text(text=value, kind=TextKind.AROUND, language=self.language, field=field)
            for field, value in (
                ("seo_title", self.seo_title),
                ("search_description", self.search_description),
                ("hero_alt_text", self.main_image_alt),
            )
        )
        return _split(around, self.language)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for section in self.sections for block in section.blocks)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for section in self.sections for claim in section.claims)

    @cached_property
    def by_section(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    def of_kind(self, *kinds: str) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.kind in kinds)

    def names_of(self, *relations: str, types: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The names of topics in one of these relations, or of one of these types."""
        return tuple(
            name
            for relation, topic in self.topics
            if relation in relations or topic.type in types
            for name in topic.names
        )


def _split(texts: Iterable[Text], language: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(text, text.text[start:end], start)
        for text in texts
        for start, end in split_sentences(text.text, language)
    )
