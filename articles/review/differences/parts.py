"""A section as the parts that are compared: what it says of itself, its blocks, its claims."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from articles.checks.content import Block, Section, Text, TextKind
from articles.checks.flattening import build_sections, list_items, text_members
from articles.review.content import as_read, is_empty
from articles.review.differences.definitions import CLAIM, FACT, SECTION
from articles.review.differences.matching import count_of_words
from articles.sections.kinds import section_kinds

_PARTS_OF_THEIR_OWN = {
    SECTION: ("body", "claims"),
    "subsection": ("body",),
    "key_facts": ("facts",),
}
# Members that are no settings: texts, and what is compared by itself.
_APART = {
    SECTION: frozenset({"heading", "body", "claims", "citations"}),
    CLAIM: frozenset({"text", "population", "citations"}),
    FACT: frozenset({"label", "text"}),
    "subsection": frozenset({"heading", "body"}),
}


@dataclass(frozen=True)
class Part:
    """``parent``: the id of the sub-section it stands in. ``sources``: citations, directions."""

    id: str
    type: str
    value: Any
    texts: tuple[Text, ...] = ()
    sources: tuple[tuple[Any, str], ...] = ()
    parent: str = ""

    @cached_property
    def words(self) -> Counter[str]:
        return count_of_words(" ".join(text.text for text in self.texts))

    @cached_property
    def raw(self) -> Any:
        """All it holds, without ids and without what is a part of its own."""
        if not isinstance(self.value, Mapping):
            return as_read(self.value)
        apart = _PARTS_OF_THEIR_OWN.get(self.type, ())
        return as_read({key: item for key, item in self.value.items() if key not in apart})

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Its members that are no text, such as the urgency of a care card."""
        if not isinstance(self.value, Mapping):
            return {}
        texts = _APART.get(self.type) or text_members(self.type)
        own = {name: value for name, value in self.value.items() if name not in texts}
        return {name: value for name, value in own.items() if not is_empty(value)}


@dataclass(frozen=True)
class Whole:
    """A section: its parts in reading order, its own first and its claims last."""

    id: str
    kind: str
    heading: str
    own: Part
    body: tuple[Part, ...]
    claims: tuple[Part, ...]

    @property
    def kind_label(self) -> str:
        known = section_kinds.get(self.kind)
        return str(known.label if known else self.kind)

    @property
    def label(self) -> str:
        return self.heading or self.kind_label

    @cached_property
    def raw(self) -> Any:
        return [part.raw for part in (self.own, *self.body, *self.claims)]

    @cached_property
    def words(self) -> Counter[str]:
        parts = (self.own, *self.body, *self.claims)
        return sum((part.words for part in parts), Counter())


def build_wholes(raw: list[dict[str, Any]]) -> list[Whole]:
    """The sections of raw StreamField data."""
    flat = build_sections(raw, language="", sources={})
    return [_whole(section, data) for section, data in zip(flat, raw, strict=True)]


def _whole(section: Section, data: Mapping[str, Any]) -> Whole:
    value = data.get("value") or {}
    sources = tuple((citation, "") for _id, citation in list_items(value.get("citations")))
    texts = (section.heading,) if section.heading else ()
    return Whole(
        id=section.id,
        kind=section.kind,
        heading=section.heading.text if section.heading else "",
        own=Part("", SECTION, value, texts, sources),
        body=tuple(_body(section.blocks)),
        claims=tuple(_claims(section, value)),
    )


def _body(blocks: tuple[Block, ...]) -> Iterator[Part]:
    parent, inside = "", 0
    for block in blocks:
        inside -= 1
        if inside < 0:
            parent = ""
        if block.type == "key_facts":
            yield from _key_facts(block, parent)
        else:
            yield Part(block.id, block.type, block.value, block.texts, (), parent)
        if block.type == "subsection":
            # What it holds follows at once, and holds no sub-section itself.
            parent, inside = block.id, len(block.value.get("body") or ())


def _key_facts(block: Block, parent: str) -> Iterator[Part]:
    """The heading, then each fact as a part of its own."""
    texts = list(block.texts)
    heading = [texts.pop(0)] if (block.value.get("heading") or "").strip() else []
    yield Part(block.id, block.type, block.value, tuple(heading), (), parent)
    for fact_id, fact in list_items(block.value.get("facts")):
        written = [name for name in ("label", "text") if (fact.get(name) or "").strip()]
        own, texts = texts[: len(written)], texts[len(written) :]
        yield Part(fact_id, FACT, fact, tuple(own), (), parent)


def _claims(section: Section, value: Mapping[str, Any]) -> Iterator[Part]:
    items = list(list_items(value.get("claims")))
    for claim, (claim_id, raw) in zip(section.claims, items, strict=True):
        population = Text(text=claim.population, kind=TextKind.POPULATION, field="population")
        texts = tuple(text for text in (claim.text, population) if text.text)
        cited = tuple(
            (item.get("citation"), item.get("direction") or "")
            for _id, item in list_items(raw.get("citations"))
        )
        yield Part(claim_id, CLAIM, raw, texts, cited)
