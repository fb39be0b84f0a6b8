"""What a section's body is made of: a list of blocks, told apart by `type`.

Wherever there is rich text its member is named `html`: a small, sanitised set of tags. In the
other formats its name is another: see `formats.py`.
"""

from typing import Annotated, Literal

from pydantic import Field, InstanceOf
from typing_extensions import TypeAliasType

from api.documents.schema.base import Delivered, HealthAspect
from api.documents.schema.images import Image

# InstanceOf: the text stays the object it is, which knows itself in the other formats too.
Html = Annotated[
    InstanceOf[str], Field(examples=["<p>Migraine is <strong>not</strong> just a headache.</p>"])
]
BlockId = Annotated[
    str,
    Field(
        description="Stable across edits and translations.",
        examples=["7f0c5f6e-3a35-4c1e-9a52-0d6a0a1f8b11"],
    ),
]


class RichText(Delivered):
    """Formatted text inside another block."""

    html: Html
    """Sanitised HTML of the documented tag set."""


class RichTextBlock(Delivered):
    """Paragraphs and lists."""

    id: BlockId
    type: Literal["rich_text"] = "rich_text"
    """Always `rich_text`."""
    html: Html
    """Sanitised HTML of the documented tag set."""


class ImageBlock(Delivered):
    """An image inside the text."""

    id: BlockId
    type: Literal["image"] = "image"
    """Always `image`."""
    image: Image
    """The image with its text alternative, caption and credit."""


class Callout(Delivered):
    """A box that stands out from the text."""

    id: BlockId
    type: Literal["callout"] = "callout"
    """Always `callout`."""
    tone: Literal["info", "tip", "important", "warning"]
    """How loud: choose colour and icon by it, and say it in words for screen readers."""
    heading: str = Field(examples=["Good to know"])
    """May be empty."""
    html: Html
    """The text."""


class CareCard(Delivered):
    """Tells readers when and how fast to get help. Show it prominently."""

    id: BlockId
    type: Literal["care_card"] = "care_card"
    """Always `care_card`."""
    urgency: Literal["emergency", "urgent", "routine", "self_care"]
    """`emergency`: call an ambulance; `urgent`: help today; `routine`: make an appointment;
    `self_care`: what readers can do themselves."""
    heading: str = Field(examples=["Call an ambulance if"])
    """Never empty."""
    html: Html
    """The text."""


class TableColumn(Delivered):
    """One column's heading."""

    heading: str = Field(examples=["Option"])
    """May be empty, as over row headers."""


class TableCell(Delivered):
    """One cell."""

    text: str = Field(examples=["About 40 minutes"])
    """The cell as plain text; always there."""
    html: InstanceOf[str] | None = Field(examples=["<p>About <strong>40</strong> minutes</p>"])
    """The cell as rich text; null where the column holds plain text."""


class TableRow(Delivered):
    """One row."""

    cells: list[TableCell]
    """As many as the table has columns."""


class Table(Delivered):
    """A table with a heading for every column."""

    id: BlockId
    type: Literal["table"] = "table"
    """Always `table`."""
    caption: str = Field(examples=["Treatments compared"])
    """What the table shows; use it as `<caption>`."""
    row_headers: bool
    """Whether the first cell of each row is that row's header (`<th scope="row">`)."""
    columns: list[TableColumn]
    """From left to right (right to left in right-to-left languages)."""
    rows: list[TableRow]
    """From top to bottom."""


class KeyFact(Delivered):
    """One fact."""

    label: str = Field(examples=["Duration"])
    """What the fact is about."""
    text: str = Field(examples=["About 40 minutes"])
    """The fact, plain text."""


class KeyFacts(Delivered):
    """A short list of facts, such as duration and number of sessions."""

    id: BlockId
    type: Literal["key_facts"] = "key_facts"
    """Always `key_facts`."""
    heading: str = Field(examples=["At a glance"])
    """May be empty."""
    facts: list[KeyFact]
    """At least one."""


class Quote(Delivered):
    """Somebody's words, from a source or a person."""

    id: BlockId
    type: Literal["quote"] = "quote"
    """Always `quote`."""
    text: str = Field(examples=["The pain is only one part of the attack."])
    """Plain text without quotation marks."""
    attribution: str = Field(examples=["Dr Ana Ruiz"])
    """Who said it; may be empty."""
    role: str = Field(examples=["Neurologist"])
    """Who that is; may be empty."""
    citation: int | None = Field(examples=[2])
    """Number of the article's citation that the words are from."""


class Testimonial(Delivered):
    """A patient's own experience, published with consent. Label it as such."""

    id: BlockId
    type: Literal["testimonial"] = "testimonial"
    """Always `testimonial`."""
    text: str = Field(examples=["I was nervous, and the nurse explained each step."])
    """Plain text without quotation marks."""
    name: str = Field(examples=["Maria, 42"])
    """How the person wishes to be named."""


class FaqItem(Delivered):
    """A question with its answer."""

    id: BlockId
    type: Literal["faq_item"] = "faq_item"
    """Always `faq_item`."""
    question: str = Field(examples=["Does an infusion hurt?"])
    """Plain text."""
    answer: RichText
    """Rich text."""
    health_aspect: HealthAspect | None
    """schema.org's aspect of this question, where it has one."""


class Video(Delivered):
    """A video elsewhere, with what is said in it as text."""

    id: BlockId
    type: Literal["video"] = "video"
    """Always `video`."""
    url: str = Field(examples=["https://video.example.org/watch/infusion"])
    """The page or file of the video."""
    title: str = Field(examples=["What happens during an infusion"])
    """Use it as the player's accessible name."""
    poster: Image | None
    """What to show before the video plays."""
    transcript: RichText | None
    """What is said and shown; null when there is none yet."""


LeafBlock = TypeAliasType(
    "LeafBlock",
    Annotated[
        RichTextBlock
        | ImageBlock
        | Callout
        | CareCard
        | Table
        | KeyFacts
        | Quote
        | Testimonial
        | FaqItem
        | Video,
        Field(discriminator="type", description="Any block but a sub-section."),
    ],
)


class Subsection(Delivered):
    """A part of a section with a heading of its own. Sub-sections do not nest."""

    id: BlockId
    type: Literal["subsection"] = "subsection"
    """Always `subsection`."""
    heading: str = Field(examples=["Before the infusion"])
    """One level below the section's heading."""
    body: list[LeafBlock]
    """Blocks in reading order."""


BodyBlock = TypeAliasType(
    "BodyBlock",
    Annotated[
        RichTextBlock
        | Subsection
        | ImageBlock
        | Callout
        | CareCard
        | Table
        | KeyFacts
        | Quote
        | Testimonial
        | FaqItem
        | Video,
        Field(discriminator="type", description="Any block; switch on `type`."),
    ],
)
