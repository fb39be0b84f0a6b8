"""What a comparison found: values that a template shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.review.differences.words import Kind, Segment


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class _Compared(Protocol):
    @property
    def is_changed(self) -> bool: ...


T = TypeVar("T", bound=_Compared)


@dataclass(frozen=True, slots=True)
class Run(Generic[T]):
    """Neighbours that all changed, or all did not: the latter may be folded."""

    changed: bool
    items: tuple[T, ...]


def _runs(items: tuple[T, ...]) -> tuple[Run[T], ...]:
    groups = groupby(items, lambda item: item.is_changed)
    return tuple(Run(changed, tuple(found)) for changed, found in groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that changed and is not a word of the text, said in words.

    ``label``     what it is: "Urgency", "Source added"; empty where its block says it
    ``before``, ``after``  its values for people; one or both may be empty
    ``critical``  whether readers might act differently
    """

    label: str = ""
    before: str = ""
    after: str = ""
    critical: bool = False


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One member of text, compared: a heading, a paragraph, a list item, a cell, a caption."""

    label: str = ""
    """What it is, where its block does not say so."""
    shape: str = "paragraph"
    """"heading", "paragraph" or "item"."""
    change: Change
    moved: bool = False
    segments: tuple[Segment, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.change is not Change.UNCHANGED or self.moved or bool(self.notes)

    @property
    def text(self) -> str:
        """As it is now; as it was where it is gone."""
        gone = Kind.ADDED if self.change is Change.REMOVED else Kind.REMOVED
        return "".join(segment.text for segment in self.segments if segment.kind is not gone)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table with the cells of both versions; each cell holds its paragraphs."""

    change: Change
    moved: bool = False
    heading: bool = False
    cells: tuple[tuple[Passage, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class BlockDifference:
    """A block of a section's body, a claim, or what a section says of itself (no ``type``)."""

    id: str = ""
    type: str = ""
    label: str = ""
    change: Change
    moved: bool = False
    texts: tuple[Passage, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.change is not Change.UNCHANGED or self.moved

    @property
    def runs(self) -> tuple[Run[Passage], ...]:
        return _runs(self.texts)

    @property
    def passages(self) -> Iterator[Passage]:
        yield from self.texts
        for row in self.rows:
            for cell in row.cells:
                yield from cell


@dataclass(frozen=True, kw_only=True)
class SectionDifference:
    id: str
    kind: str
    label: str
    """Its heading, or the name of its kind where it has none."""
    kind_label: str
    change: Change
    moved: bool = False
    blocks: tuple[BlockDifference, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.change is not Change.UNCHANGED or self.moved

    @property
    def is_whole(self) -> bool:
        """Whether all of it came or went: its blocks need not say so each."""
        return self.change in (Change.ADDED, Change.REMOVED)

    @property
    def anchor(self) -> str:
        """The HTML id of its place in the view."""
        return f"difference-{self.change}-{self.id or self.kind}"

    @property
    def runs(self) -> tuple[Run[BlockDifference], ...]:
        """Its title says already what an unchanged section says of itself."""
        return _runs(tuple(block for block in self.blocks if block.type or block.is_changed))

    @property
    def passages(self) -> Iterator[Passage]:
        return (passage for block in self.blocks for passage in block.passages)

    @cached_property
    def words_added(self) -> int:
        return _words(self.passages, Kind.ADDED)

    @cached_property
    def words_removed(self) -> int:
        return _words(self.passages, Kind.REMOVED)

    @cached_property
    def critical(self) -> int:
        """How many critical places there are."""
        notes = (note for block in self.blocks for note in block.notes)
        return _critical(self.passages) + sum(note.critical for note in notes)


@dataclass(frozen=True, kw_only=True)
class Differences:
    """All that changed, and what did not.

    ``details``  fields, topics, authors and sources of the article: all that is in no section
    ``is_first`` whether there was nothing to compare with; everything is added then
    """

    details: tuple[BlockDifference, ...] = ()
    sections: tuple[SectionDifference, ...] = ()
    is_first: bool = False

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.changed_details or self.changed_sections)

    @cached_property
    def changed_details(self) -> tuple[BlockDifference, ...]:
        return tuple(detail for detail in self.details if detail.is_changed)

    @cached_property
    def about(self) -> SectionDifference:
        """The details as a part like the sections: they are counted and shown alike."""
        return SectionDifference(
            id="details",
            kind="",
            label="",
            kind_label="",
            change=Change.CHANGED,
            blocks=self.details,
        )

    @cached_property
    def changed_sections(self) -> tuple[SectionDifference, ...]:
        return tuple(section for section in self.sections if section.is_changed)

    @property
    def runs(self) -> tuple[Run[SectionDifference], ...]:
        return _runs(self.sections)

    @property
    def summary(self) -> str:
        """One sentence: how much changed."""
        if self.is_first:
            return _("This is the first version: all of it is new.")
        if not self:
            return _("Nothing has changed.")
        return ", ".join(self._summary_parts()) + "."

    def _summary_parts(self) -> Iterator[str]:
        sections, details = len(self.changed_sections), len(self.changed_details)
        if sections:
            yield ngettext("{count} section changed", "{count} sections changed", sections).format(
                count=sections
            )
        if details:
            yield ngettext(
                "{count} detail of the article changed",
                "{count} details of the article changed",
                details,
            ).format(count=details)
        added, removed = self.words_added, self.words_removed
        yield ngettext("{count} word added", "{count} words added", added).format(count=added)
        yield ngettext("{count} word removed", "{count} words removed", removed).format(
            count=removed
        )

    @cached_property
    def words_added(self) -> int:
        return sum(part.words_added for part in (self.about, *self.sections))

    @cached_property
    def words_removed(self) -> int:
        return sum(part.words_removed for part in (self.about, *self.sections))

    @cached_property
    def critical(self) -> int:
        """How many places changed a number, a unit, a negation or what a source says."""
        return sum(part.critical for part in (self.about, *self.sections))


def _words(passages: Iterator[Passage], kind: Kind) -> int:
    return sum(
        segment.words
        for passage in passages
        for segment in passage.segments
        if segment.kind is kind
    )


def _critical(passages: Iterator[Passage]) -> int:
    """A number replaced by another is one place, not two."""
    found = 0
    for passage in passages:
        found += sum(note.critical for note in passage.notes)
        before: Segment | None = None
        for segment in passage.segments:
            pair = before is not None and before.kind is Kind.REMOVED and before.critical
            if segment.critical and not (segment.kind is Kind.ADDED and pair):
                found += 1
            before = segment
    return found
