"""Images and video."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from articles.sections.blocks.choosers import ImageChooserBlock
from articles.sections.blocks.text import SHORT_TEXT_FEATURES, RichTextBlock
from articles.validators import validate_web_url


class ImageBlock(blocks.StructBlock):
    """An image with alt text, or explicitly decorative (WCAG 2.2, 1.1.1)."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Alt text"),
        help_text=_("What the image tells, for readers who do not see it."),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("Decorative"),
        help_text=_("Tick only if the image tells nothing that the text does not."),
    )
    caption = blocks.CharBlock(required=False, max_length=255, label=_("Caption"))
    credit = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Credit"),
        help_text=_("Leave blank to use the credit kept with the image."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if not cleaned.get("decorative") and not cleaned.get("alt_text", "").strip():
            raise StructBlockValidationError(
                {
                    "alt_text": ValidationError(
                        _("Write alt text, or tick “Decorative”."), code="alt_text"
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("An image with alt text, caption and credit")
        label_format = "{alt_text}"
        template = "articles/blocks/image.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "image": None,
            "alt_text": "A calm waiting room",
            "decorative": False,
            "caption": "The infusion room",
            "credit": "",
        }


class VideoBlock(blocks.StructBlock):
    """A video that lives elsewhere, with a transcript kept here."""

    url = blocks.URLBlock(validators=(validate_web_url,), label=_("Web address of the video"))
    title = blocks.CharBlock(max_length=255, label=_("Title"))
    poster = ImageChooserBlock(required=False, label=_("Still image"))
    transcript = RichTextBlock(
        features=SHORT_TEXT_FEATURES,
        required=False,
        label=_("Transcript"),
        help_text=_("Everything that is said and shown, for readers who cannot play the video."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video with its transcript")
        label_format = "{title}"
        template = "articles/blocks/video.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "url": "https://www.example.org/video",
            "title": "A visit to the infusion room",
            "poster": None,
            "transcript": "<p>We come into a quiet room with three chairs.</p>",
        }
