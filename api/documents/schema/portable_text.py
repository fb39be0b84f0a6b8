"""Portable Text as types: what `rich_text=portable_text` puts in the place of HTML.

Names inside are Portable Text's own, so that its renderers work as they are. Ours are the mark
definitions `reference` and `clinicValue`, the other members of `link`, and the decorators `sub` and
`sup`.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from typing_extensions import TypeAliasType

from api.documents.schema.base import Delivered

Key = Annotated[
    str,
    Field(
        alias="_key",
        description="Unique among its neighbours.",
        examples=["s0"],
    ),
]
BlockKey = Annotated[
    str,
    Field(
        alias="_key",
        description=(
            "Unique in this text. The editor's own key, which stays with the block over edits; "
            "where it has none, a sum of the block's text."
        ),
        examples=["k3x9q"],
    ),
]


class PortableTextPart(Delivered):
    """Members are named as in Portable Text."""

    model_config = ConfigDict(serialize_by_alias=True)


class PortableTextSpan(PortableTextPart):
    """A run of text with the same marks."""

    type: Literal["span"] = Field(alias="_type")
    """Always `span`."""
    key: Key
    text: str = Field(examples=["not"])
    """A line feed is a line break."""
    marks: list[str] = Field(examples=[["strong", "m0"]])
    """`strong`, `em`, `sub`, `sup`, or the `_key` of one of the block's `markDefs`."""


class _LeadsTo(PortableTextPart):
    article_id: str | None = Field(examples=["5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d01"])
    """The article it leads to."""
    section_id: str | None = Field(examples=["c2a7d8f4-1f5e-4a53-8d67-2f0b8f4f7b10"])
    """The section of that article."""
    topic: str | None = Field(examples=["migraine"])
    """Slug of the topic it is about."""


class PortableTextLink(_LeadsTo):
    """A link with an address."""

    type: Literal["link"] = Field(alias="_type")
    """Always `link`."""
    key: Key
    href: str = Field(examples=["https://clinic.example.org/migraine/#risks"])
    """http, https, mailto, tel, `/path` or `#anchor`."""
    rel: str | None = Field(examples=["noopener noreferrer"])
    """For the link's `rel`, on links to other sites."""


class PortableTextReference(_LeadsTo):
    """A link to an article or topic that has no address of its own: the front end knows it."""

    type: Literal["reference"] = Field(alias="_type")
    """Always `reference`."""
    key: Key


class PortableTextClinicValue(PortableTextPart):
    """Words that stand for a value of the reader's clinic: with `clinic` they are the value."""

    type: Literal["clinicValue"] = Field(alias="_type")
    """Always `clinicValue`."""
    key: Key
    name: Literal["name", "phone", "booking_url", "address", "hours", "emergency_number"]
    """Which value, named as in the clinic's profile."""
    href: str | None = Field(examples=["tel:+15550100200"])
    """Where it leads, at a clinic that has it: the words become a link."""
    rel: str | None = Field(examples=["noopener noreferrer"])
    """For the link's `rel`, on links to other sites."""


PortableTextMarkDef = TypeAliasType(
    "PortableTextMarkDef",
    Annotated[
        PortableTextLink | PortableTextReference | PortableTextClinicValue,
        Field(discriminator="type", description="What a mark of a span stands for."),
    ],
)


class PortableTextParagraph(PortableTextPart):
    """A paragraph."""

    type: Literal["block"] = Field(alias="_type")
    """Always `block`."""
    key: BlockKey
    style: Literal["normal"]
    """Always `normal`: headings are members of blocks and sections."""
    mark_defs: list[PortableTextMarkDef] = Field(alias="markDefs")
    """The links and clinic values of this block's spans."""
    children: list[PortableTextSpan]
    """In reading order; at least one."""


class PortableTextListItem(PortableTextParagraph):
    """An item of a list: neighbouring items of a level and kind are one list."""

    list_item: Literal["bullet", "number"] = Field(alias="listItem")
    """Whether the list is numbered."""
    level: int = Field(ge=1, examples=[1])
    """1 for an outer list; a list inside an item is one deeper."""


PortableTextBlock = TypeAliasType(
    "PortableTextBlock",
    Annotated[
        PortableTextListItem | PortableTextParagraph,
        Field(description="A paragraph, or with `listItem` an item of a list."),
    ],
)
