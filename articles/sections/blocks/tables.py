"""Tables with typed columns."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from articles.sections.blocks.text import SHORT_TEXT_FEATURES, RichTextBlock
from articles.sections.blocks.translation import TranslatableTableMixin


class ArticleTableBlock(TranslatableTableMixin, TypedTableBlock):
    """Wagtail's typed table with the two column types an article needs."""

    text = blocks.CharBlock(required=False, label=_("Text"))
    rich_text = RichTextBlock(
        features=SHORT_TEXT_FEATURES, required=False, label=_("Formatted text")
    )

    class Meta:
        label = _("Table")


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        max_length=255,
        label=_("Caption"),
        help_text=_("What the table shows. Screen readers read it first."),
    )
    row_headers = blocks.BooleanBlock(
        required=False, default=True, label=_("The first column names its row")
    )
    table = ArticleTableBlock(label=_("Table"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        table = cleaned.get("table")
        if not self.is_deferred_validation and (table is None or not table.columns):
            raise StructBlockValidationError(
                {"table": ValidationError(_("Add at least one column."), code="columns")}
            )
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns, for comparisons")
        label_format = "{caption}"
        template = "articles/blocks/table.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "caption": "Options compared",
            "row_headers": True,
            "table": {
                "columns": [
                    {"type": "text", "heading": ""},
                    {"type": "text", "heading": "Taken when"},
                    {"type": "text", "heading": "Works within"},
                ],
                "rows": [
                    {"values": ["Triptan", "An attack starts", "2 hours"]},
                    {"values": ["Beta blocker", "Every day", "Several weeks"]},
                ],
                "caption": "",
            },
        }
