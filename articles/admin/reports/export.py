"""Reports that are also read in a spreadsheet."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from wagtail.admin.views.reports import ReportView

from articles.spreadsheets import as_cell


class SafeCellsMixin:
    """A list of Wagtail's whose CSV has no cell that a spreadsheet would run as a formula."""

    def write_csv_row(self, writer: Any, row_dict: Mapping[str, Any]) -> Any:
        safe = {name: "" if value is None else as_cell(value) for name, value in row_dict.items()}
        return super().write_csv_row(writer, safe)  # type: ignore[misc]


class EditorialReportView(SafeCellsMixin, ReportView):
    """Wagtail's report, with what editors see of an item in its cells.

    A subclass has ``columns`` for the screen and ``list_export`` with ``export_headings`` for
    spreadsheets; `get_cell` says what an item has under a name of ``list_export``.
    """

    results_template_name = "articles/reports/results.html"
    no_results_message: Any = ""
    """Said where the list is empty; ``explanation`` is said above it."""
    explanation: Any = ""

    def order_queryset(self, queryset: Any) -> Any:
        """In the order that was asked for; what is equal keeps its place from page to page."""
        by = self.ordering if isinstance(self.ordering, tuple) else (self.ordering,)
        return queryset.order_by(*by, "pk")

    def get_filtered_queryset(self) -> Any:
        return self.get_queryset()

    def get_cell(self, item: Any, name: str) -> Any:
        return getattr(item, name)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: self.get_cell(item, name) for name in self.list_export}

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.export_headings[field])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, explanation=self.explanation, **kwargs)  # type: ignore[no-any-return]


def day(value: Any) -> str:
    """A date or a moment as the list shows it."""
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""
