"""A section's body: one small builder a block type, found by its name in one table. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from api.documents import images, rich_text
from api.documents.citations import CitationNumbers
from api.documents.raw import Raw, list_items
from api.documents.references import References
from api.documents.schema import (
    BodyBlock,
    Callout,
    CareCard,
    FaqItem,
    ImageBlock,
    KeyFact,
    KeyFacts,
    Quote,
    RichText,
    RichTextBlock,
    Subsection,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Testimonial,
    Video,
)
from api.documents.sources import Read


@dataclass(frozen=True, slots=True)
class BodyContext:
    """What every builder may need: resolved references and the article's citation numbers."""

    references: References
    citations: CitationNumbers
    read: Read
    resolve: rich_text.Resolve

    def html(self, source: str | None) -> rich_text.FormattedText:
        return rich_text.format_text(self.read(source or ""), resolve=self.resolve)


Build = Callable[[str, Any, BodyContext], BodyBlock | None]


def build_body(blocks: Iterable[Raw] | None, context: BodyContext) -> list[Any]:
    """Build the blocks of a section or sub-section. A block with nothing to show is left out."""
    built = (_build(block, context) for block in blocks or ())
    return [block for block in built if block is not None]


def _build(block: Raw, context: BodyContext) -> BodyBlock | None:
    # A type that a later version took out has no builder: its content is not delivered.
    build = BUILDERS.get(block["type"])
    return build(str(block.get("id")), block["value"], context) if build else None


def _rich_text(key: str, value: str, context: BodyContext) -> RichTextBlock | None:
    html = context.html(value)
    return RichTextBlock(id=key, html=html) if html else None


def _subsection(key: str, value: Raw, context: BodyContext) -> Subsection:
    return Subsection(
        id=key, heading=value.get("heading") or "", body=build_body(value.get("body"), context)
    )


def _image(key: str, value: Raw, context: BodyContext) -> ImageBlock | None:
    image = images.build_image(
        context.references.images.get(value.get("image") or 0),
        "inline",
        alt=value.get("alt_text") or "",
        decorative=bool(value.get("decorative")),
        caption=value.get("caption") or "",
        credit=value.get("credit") or "",
    )
    return ImageBlock(id=key, image=image) if image else None


def _callout(key: str, value: Raw, context: BodyContext) -> Callout:
    return Callout(
        id=key,
        tone=value.get("tone") or "info",
        heading=value.get("heading") or "",
        html=context.html(value.get("text")),
    )


def _care_card(key: str, value: Raw, context: BodyContext) -> CareCard:
    return CareCard(
        id=key,
        # Only a draft can lack its urgency; it must not look harmless in a preview.
        urgency=value.get("urgency") or "urgent",
        heading=value.get("heading") or "",
        html=context.html(value.get("text")),
    )


def _table(key: str, value: Raw, context: BodyContext) -> Table | None:
    table = value.get("table") or {}
    columns = table.get("columns") or ()
    if not columns:
        return None
    formatted = [column["type"] == "rich_text" for column in columns]
    return Table(
        id=key,
        caption=value.get("caption") or "",
        row_headers=bool(value.get("row_headers")),
        columns=[TableColumn(heading=column.get("heading") or "") for column in columns],
        rows=[
            TableRow(
                cells=[
                    _cell(cell, is_formatted=is_formatted, context=context)
                    for is_formatted, cell in zip(formatted, row["values"], strict=False)
                ]
            )
            for row in table.get("rows") or ()
        ],
    )


def _cell(cell: str | None, *, is_formatted: bool, context: BodyContext) -> TableCell:
    if is_formatted:
        html = context.html(cell)
        return TableCell(text=html.plain, html=html)
    return TableCell(text=cell or "", html=None)


def _key_facts(key: str, value: Raw, context: BodyContext) -> KeyFacts:
    facts = (fact for _id, fact in list_items(value.get("facts")))
    return KeyFacts(
        id=key,
        heading=value.get("heading") or "",
        facts=[
            KeyFact(label=fact.get("label") or "", text=fact.get("text") or "") for fact in facts
        ],
    )


def _quote(key: str, value: Raw, context: BodyContext) -> Quote:
    return Quote(
        id=key,
        text=value.get("text") or "",
        attribution=value.get("attribution") or "",
        role=value.get("role") or "",
        citation=context.citations.number(value.get("citation")),
    )


def _testimonial(key: str, value: Raw, context: BodyContext) -> Testimonial | None:
    # Without consent it leaves in no way, a preview included.
    if not value.get("consent"):
        return None
    return Testimonial(id=key, text=value.get("text") or "", name=value.get("name") or "")


def _faq_item(key: str, value: Raw, context: BodyContext) -> FaqItem:
    aspect = value.get("health_aspect")
    return FaqItem(
        id=key,
        question=value.get("question") or "",
        answer=RichText(html=context.html(value.get("answer"))),
        health_aspect=f"{aspect}HealthAspect" if aspect else None,
    )


def _video(key: str, value: Raw, context: BodyContext) -> Video | None:
    if not value.get("url"):
        return None
    transcript = context.html(value.get("transcript"))
    return Video(
        id=key,
        url=value["url"],
        title=value.get("title") or "",
        poster=images.build_image(
            context.references.images.get(value.get("poster") or 0),
            "inline",
            alt="",
            decorative=True,
        ),
        transcript=RichText(html=transcript) if transcript else None,
    )


BUILDERS: dict[str, Build] = {
    "rich_text": _rich_text,
    "subsection": _subsection,
    "image": _image,
    "callout": _callout,
    "care_card": _care_card,
    "table": _table,
    "key_facts": _key_facts,
    "quote": _quote,
    "testimonial": _testimonial,
    "faq_item": _faq_item,
    "video": _video,
}
