"""Rows out of an uploaded CSV or Excel file, as text by column. Nothing here knows clinics."""

import csv
import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.spreadsheets import from_cell

MOST_BYTES = 1_000_000
MOST_ROWS = 1_000
_MOST_UNPACKED = 30_000_000
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Table:
    """The names in the first row, and the rows below with the number each has in the file."""

    names: list[str]
    rows: list[tuple[int, dict[str, str]]]


def read_table(name: str, content: bytes) -> Table:
    """The table in a file of this name. Raises ValidationError, in words, for the whole file."""
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("The file is too large: at most %(most)s kB. Split it into several.")
            % {"most": MOST_BYTES // 1000}
        )
    is_excel = content[:4] == b"PK\x03\x04"
    if not is_excel and name.lower().endswith((".xls", ".xlsx", ".ods")):
        raise ValidationError(_("This is no Excel workbook. Save it as .xlsx or as CSV."))
    lines = _excel(content) if is_excel else _csv(content)
    numbered = [
        (number, [cell.replace("\r\n", "\n").strip() for cell in line])
        for number, line in enumerate(lines, start=1)
        if any(cell.strip() for cell in line)
    ]
    if not numbered:
        raise ValidationError(_("The file is empty."))
    (_first, names), *rest = numbered
    while names and not names[-1]:
        names.pop()
    _check_names(names)
    if len(rest) > MOST_ROWS:
        raise ValidationError(
            _("The file has more than %(most)d rows. Split it into several.") % {"most": MOST_ROWS}
        )
    rows = []
    for number, cells in rest:
        if any(cells[len(names) :]):
            raise ValidationError(
                _("Row %(number)d has more cells than columns. Quote text with commas.")
                % {"number": number}
            )
        padded = [*cells, *[""] * (len(names) - len(cells))]
        rows.append((number, dict(zip(names, padded, strict=False))))
    return Table(names, rows)


def _check_names(names: list[str]) -> None:
    if len(names) > _MOST_COLUMNS:
        raise ValidationError(_("The file has too many columns."))
    if "" in names:
        raise ValidationError(_("A column has no name. The first row names the columns."))
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ValidationError(_("The column “%s” is there twice.") % twice)


def _csv(content: bytes) -> list[list[str]]:
    """Commas, semicolons or tabs; UTF-8, or what Excel writes: UTF-16 and Windows-1252."""
    text = _decoded(content)
    if "\0" in text:
        raise ValidationError(_("This is no CSV file. Save it as .xlsx or as CSV."))
    head = text.lstrip().split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise ValidationError(
            _("The file cannot be read as CSV: %s. Save it as .xlsx instead.") % error
        ) from error
    return [[from_cell(cell) for cell in line] for line in lines]


def _decoded(content: bytes) -> str:
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ["utf-16"] if wide else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The letters of this file cannot be read. Save it as CSV UTF-8."))


def _excel(content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise ValidationError(_("The workbook is too large. Split it into several."))
        # Formulas give the value that Excel calculated last.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A damaged size of the sheet would make millions of empty rows.
        sheet.reset_dimensions()
        lines: list[list[str]] = []
        for row in sheet.iter_rows(values_only=True):
            if len(lines) > MOST_ROWS + 100:
                break
            lines.append([_text(value) for value in row[: _MOST_COLUMNS + 1]])
        return lines
    except ValidationError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged file
        raise ValidationError(
            _("This workbook cannot be opened. Save it anew as .xlsx.")
        ) from error


def _text(value: Any) -> str:
    """A cell as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)
