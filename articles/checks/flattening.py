"""Sections from raw StreamField data to the texts, blocks and claims that rules read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from articles.checks.content import Block, Claim, Section, Source, Text, TextKind
from articles.checks.html_text import pieces
from articles.sections.kinds import section_kinds

Raw = Mapping[str, Any]


def build_sections(
    raw: Iterable[Raw], *, language: str, sources: Mapping[int, Source]
) -> tuple[Section, ...]:
    """``sources``: the citations by primary key. One that is gone is left out."""
    return tuple(_section(data, language, sources) for data in raw)


def list_items(value: Any) -> Iterator[tuple[str, Any]]:
    """The ids and values of a ListBlock's raw data, in the older form without ids too."""
    for item in value or ():
        if isinstance(item, dict) and item.get("type") == "item":
            yield str(item.get("id") or ""), item.get("value")
        elif item is not None:
            yield "", item


def text_members(kind: str) -> frozenset[str]:
    """The members of a block whose words the texts of the block have; others are its settings."""
    return _WALKED.get(kind) or frozenset(field for field, _kind in _FIELDS.get(kind, ()))


def _value(data: Raw) -> Any:
    """A block's value; an empty one where a draft has none."""
    return data.get("value") or ("" if data["type"] == "rich_text" else {})


def _section(data: Raw, language: str, sources: Mapping[int, Source]) -> Section:
    value = _value(data)
    section_id, kind = str(data.get("id") or ""), data["type"]
    here = Text(
        text="",
        kind=TextKind.HEADING,
        language=language,
        section=section_id,
        section_kind=kind,
    )
    known = section_kinds.get(kind)
    heading = (value.get("heading") or "").strip()
    blocks = tuple(_Body(here).blocks(value.get("body") or ()))
    return Section(
        id=section_id,
        kind=kind,
        label=heading or str(known.label if known else kind),
        heading=replace(here, text=heading, field="heading") if heading else None,
        blocks=blocks,
        claims=tuple(_claims(value.get("claims"), here, sources)),
        sources=tuple(_sources(value.get("citations"), sources)),
        quoted=tuple(
            replace(sources[block.value["citation"]], block=block.id)
            for block in blocks
            if block.type == "quote" and block.value.get("citation") in sources
        ),
    )


def _claims(value: Any, here: Text, sources: Mapping[int, Source]) -> Iterator[Claim]:
    for claim_id, claim in list_items(value):
        text = replace(
            here,
            text=(claim.get("text") or "").strip(),
            kind=TextKind.CLAIM,
            block=claim_id,
            block_type="claim",
            field="text",
        )
        cited = tuple(
            replace(sources[item["citation"]], direction=item.get("direction") or "", block=item_id)
            for item_id, item in list_items(claim.get("citations"))
            if item.get("citation") in sources
        )
        yield Claim(
            id=claim_id,
            section=here.section,
            text=text,
            type=claim.get("claim_type") or "",
            population=claim.get("population") or "",
            approval=claim.get("approval") or "",
            sources=cited,
        )


def _sources(value: Any, sources: Mapping[int, Source]) -> Iterator[Source]:
    for item_id, citation in list_items(value):
        if citation in sources:
            yield replace(sources[citation], block=item_id)


@dataclass
class _Body:
    """Walks a section's body. Remembers what a list in the next block may continue."""

    here: Text
    lead: str = ""

    def blocks(self, raw: Iterable[Raw]) -> Iterator[Block]:
        for data in raw:
            kind, value = data["type"], _value(data)
            block_id = str(data.get("id") or "")
            here = replace(self.here, block=block_id, block_type=kind)
            texts = tuple(text for text in self._texts(kind, value, here) if text.text)
            self.lead = texts[-1].text if texts and kind == "rich_text" else ""
            yield Block(block_id, kind, here.section, here.section_kind, value, texts)
            if kind == "subsection":
                yield from self.blocks(value.get("body") or ())

    def _texts(self, kind: str, value: Any, here: Text) -> Iterator[Text]:
        if kind == "rich_text":
            yield from _formatted(value, here, "", lead=self.lead)
        elif kind == "table":
            yield from _table(value, here)
        elif kind == "key_facts":
            yield _plain(value, here, "heading", TextKind.HEADING)
            for item_id, fact in list_items(value.get("facts")):
                inside = replace(here, block=item_id or here.block)
                label = _plain(fact, inside, "label", TextKind.HEADING)
                yield label
                yield replace(_plain(fact, inside, "text", TextKind.FACT), lead=label.text)
        else:
            for field, text_kind in _FIELDS.get(kind, ()):
                if text_kind is TextKind.PARAGRAPH:
                    lead = str(value.get("heading") or "")
                    yield from _formatted(value.get(field), here, field, lead=lead)
                else:
                    yield _plain(value, here, field, text_kind)


# The members of a block that are text, and what they are. A paragraph is formatted text.
_FIELDS: dict[str, tuple[tuple[str, TextKind], ...]] = {
    "subsection": (("heading", TextKind.HEADING),),
    "callout": (("heading", TextKind.HEADING), ("text", TextKind.PARAGRAPH)),
    "care_card": (("heading", TextKind.HEADING), ("text", TextKind.PARAGRAPH)),
    "image": (("alt_text", TextKind.ALT_TEXT), ("caption", TextKind.CAPTION)),
    "video": (("title", TextKind.CAPTION), ("transcript", TextKind.PARAGRAPH)),
    "quote": (
        ("text", TextKind.QUOTE),
        ("attribution", TextKind.NAME),
        ("role", TextKind.NAME),
    ),
    "testimonial": (("text", TextKind.TESTIMONIAL), ("name", TextKind.NAME)),
    "faq_item": (("question", TextKind.QUESTION), ("answer", TextKind.PARAGRAPH)),
}


_WALKED = {
    "table": frozenset({"caption", "table"}),
    "key_facts": frozenset({"heading", "facts"}),
}


def _plain(value: Raw, here: Text, field: str, kind: TextKind) -> Text:
    return replace(here, text=(value.get(field) or "").strip(), kind=kind, field=field)


def _formatted(source: Any, here: Text, field: str, *, lead: str = "") -> Iterator[Text]:
    for piece in pieces(source or "", lead=lead):
        kind = TextKind.LIST_ITEM if piece.tag == "li" else TextKind.PARAGRAPH
        if piece.tag[0] == "h":
            kind = TextKind.HEADING
        yield replace(
            here,
            text=piece.text,
            kind=kind,
            field=field,
            offset=piece.offset,
            lead=piece.lead,
            links=tuple(piece.links),
            html_tag=piece.tag,
        )


def _table(value: Raw, here: Text) -> Iterator[Text]:
    yield _plain(value, here, "caption", TextKind.CAPTION)
    table = value.get("table") or {}
    for index, column in enumerate(table.get("columns") or ()):
        yield replace(
            here,
            text=(column.get("heading") or "").strip(),
            kind=TextKind.COLUMN_HEADING,
            field=f"column.{index}",
        )
    for row_index, row in enumerate(table.get("rows") or ()):
        for index, cell in enumerate(row.get("values") or ()):
            for text in _formatted(cell, here, f"cell.{row_index}.{index}"):
                yield replace(text, kind=TextKind.CELL)
