"""Columns that reports share."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.tables import Column


class TagColumn(Column):
    """A choice as a tag. ``tones``: "critical", "warning" or "positive" by value; else plain."""

    cell_template_name = "articles/reports/tag_cell.html"

    def __init__(self, *args: Any, tones: Mapping[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tones = tones

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        value = context["raw_value"]
        label = getattr(value, "label", value)
        return {**context, "value": label, "tone": self.tones.get(value, "")}
