"""The body of a section: what may stand in it, and in a sub-section."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from articles.sections.blocks.media import ImageBlock, VideoBlock
from articles.sections.blocks.tables import TableBlock
from articles.sections.blocks.text import (
    CalloutBlock,
    CareCardBlock,
    FaqItemBlock,
    KeyFactsBlock,
    QuoteBlock,
    RichTextBlock,
    TestimonialBlock,
)

_TEXT, _HIGHLIGHT, _MEDIA, _VOICES = _("Text"), _("Highlights"), _("Media"), _("Voices")


class ContentBlock(blocks.StreamBlock):
    """Everything a sub-section may hold. Block names are permanent public API."""

    rich_text = RichTextBlock(group=_TEXT)
    callout = CalloutBlock(group=_HIGHLIGHT)
    care_card = CareCardBlock(group=_HIGHLIGHT)
    key_facts = KeyFactsBlock(group=_HIGHLIGHT)
    image = ImageBlock(group=_MEDIA)
    video = VideoBlock(group=_MEDIA)
    table = TableBlock(group=_MEDIA)
    quote = QuoteBlock(group=_VOICES)
    testimonial = TestimonialBlock(group=_VOICES)
    faq_item = FaqItemBlock(group=_VOICES)


class SubsectionBlock(blocks.StructBlock):
    """A heading of its own inside a section, with its own id for links."""

    heading = blocks.CharBlock(max_length=160, label=_("Heading"))
    body = ContentBlock(label=_("Content"))

    class Meta:
        icon = "h3"
        label = _("Sub-section")
        description = _("A heading with its own content")
        label_format = "{heading}"
        template = "articles/blocks/subsection.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "heading": "Triggers",
            "body": [{"type": "rich_text", "value": "<p>Stress is a common trigger.</p>"}],
        }


class BodyBlock(ContentBlock):
    """The body of a section: content, and sub-sections one level deep."""

    subsection = SubsectionBlock(group=_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The picker lists blocks in order: text and sub-section side by side.
        self.child_blocks.move_to_end("subsection", last=False)
        self.child_blocks.move_to_end("rich_text", last=False)
