"""Lets wagtail-localize translate block types of ours that it does not know.

wagtail-localize asks a block for ``get_translatable_segments`` and
``restore_translated_segments``; without them it leaves the block in the source language.
The package is optional, so it is imported only when it calls us.
"""

from collections import defaultdict
from typing import Any

from wagtail.rich_text import RichText


class TranslatableTableMixin:
    """Translate a typed table cell by cell.

    A segment's path is ``caption``, ``column.<index>`` or ``cell.<row>.<column>``: tables
    have no ids for their cells, so a translation follows positions.
    """

    def get_translatable_segments(self, value: Any) -> list[Any]:
        from wagtail_localize.segments import StringSegmentValue

        if value is None:
            return []
        segments = [StringSegmentValue("caption", value.caption or "")]
        for index, column in enumerate(value.columns):
            segments.append(StringSegmentValue(f"column.{index}", column["heading"] or ""))
        for row_index, row in enumerate(value.row_data):
            for column_index, cell in enumerate(row["values"]):
                segments += _cell_segments(f"cell.{row_index}.{column_index}", cell)
        return [segment for segment in segments if not segment.is_empty()]

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        by_path: dict[str, list[Any]] = defaultdict(list)
        for segment in segments:
            by_path[segment.path].append(segment)
        for path, translated in by_path.items():
            _restore(value, path, translated)
        return value


def _cell_segments(path: str, cell: Any) -> list[Any]:
    from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
    from wagtail_localize.strings import extract_strings

    if not isinstance(cell, RichText):
        return [StringSegmentValue(path, str(cell or ""))]
    template, strings = extract_strings(cell.source)
    return [
        TemplateSegmentValue(path, "html", template, len(strings)),
        *(StringSegmentValue(path, string, attrs=attrs) for string, attrs in strings),
    ]


def _restore(value: Any, path: str, segments: list[Any]) -> None:
    name, *indexes = path.split(".")
    if name == "caption":
        value.caption = segments[0].render_text()
    elif name == "column":
        value.columns[int(indexes[0])]["heading"] = segments[0].render_text()
    else:
        row, column = (int(index) for index in indexes)
        cells = value.row_data[row]["values"]
        cells[column] = _restored_cell(cells[column], segments)


def _restored_cell(cell: Any, segments: list[Any]) -> Any:
    from wagtail_localize.segments.ingest import organise_template_segments
    from wagtail_localize.strings import restore_strings

    if not isinstance(cell, RichText):
        return segments[0].render_text()
    _format, template, strings = organise_template_segments(segments)
    return RichText(restore_strings(template, strings))
