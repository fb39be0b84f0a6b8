"""Two versions of a table, row by row and cell by cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from articles.checks.content import Text, TextKind
from articles.review.differences.matching import Match, count_of_words, match
from articles.review.differences.names import Names
from articles.review.differences.passages import compare_paragraphs
from articles.review.differences.result import Change, Passage, Row

Cells = Mapping[int, list[Text]]


@dataclass(frozen=True)
class Grid:
    """The texts of a table by column, and by row and column. Empty cells have none."""

    headings: dict[int, list[Text]]
    rows: list[dict[int, list[Text]]]

    @property
    def width(self) -> int:
        return 1 + max(
            (column for row in (self.headings, *self.rows) for column in row), default=-1
        )


def build_grid(texts: Sequence[Text]) -> Grid:
    headings: dict[int, list[Text]] = {}
    rows: dict[int, dict[int, list[Text]]] = {}
    for text in texts:
        name, *places = text.field.split(".")
        if name == "column":
            headings.setdefault(int(places[0]), []).append(text)
        elif name == "cell":
            row, column = (int(place) for place in places)
            rows.setdefault(row, {}).setdefault(column, []).append(text)
    return Grid(headings, [rows[index] for index in sorted(rows)])


def compare_tables(before: Sequence[Text], after: Sequence[Text], names: Names) -> tuple[Row, ...]:
    old, new = build_grid(before), build_grid(after)
    columns = _columns(old, new)
    heading = Match(old.headings, new.headings)
    rows = match(
        old.rows,
        new.rows,
        keys=[_words_of_row, lambda row: _words_of_cell(row.get(0, []))],
        words=lambda row: count_of_words(" ".join(map(_words_of_cell, row.values()))),
        # Rows of one table have much in common anyway.
        alike=0.6,
    )
    return (
        _row(heading, columns, names, heading=True),
        *(_row(pair, columns, names) for pair in rows),
    )


def is_table_text(text: Text) -> bool:
    return text.kind in (TextKind.COLUMN_HEADING, TextKind.CELL)


def _columns(old: Grid, new: Grid) -> list[Match[int]]:
    """Columns are the same by their heading, or by their place when none came or went."""
    if old.width == new.width and old.width:
        same = _headings(old) == _headings(new) or sorted(_headings(old)) != sorted(_headings(new))
        if same:
            return [Match(index, index) for index in range(new.width)]
    names_old, names_new = _headings(old), _headings(new)
    found = match(
        list(enumerate(names_old)),
        list(enumerate(names_new)),
        keys=[lambda column: column[1], lambda column: column[0] == 0 and not column[1]],
    )
    return [
        Match(pair.before and pair.before[0], pair.after and pair.after[0], pair.moved)
        for pair in found
    ]


def _headings(grid: Grid) -> list[str]:
    return [_words_of_cell(grid.headings.get(index, [])) for index in range(grid.width)]


def _row(
    pair: Match[dict[int, list[Text]]],
    columns: Sequence[Match[int]],
    names: Names,
    *,
    heading: bool = False,
) -> Row:
    cells = tuple(
        _cell(_at(pair.before, column.before), _at(pair.after, column.after), names)
        for column in columns
    )
    return Row(change=_change(pair, cells), moved=pair.moved, heading=heading, cells=cells)


def _cell(before: list[Text], after: list[Text], names: Names) -> tuple[Passage, ...]:
    return tuple(compare_paragraphs(before, after, names=names))


def _at(row: Cells | None, column: int | None) -> list[Text]:
    return row.get(column, []) if row is not None and column is not None else []


def _change(pair: Match[dict[int, list[Text]]], cells: tuple[tuple[Passage, ...], ...]) -> Change:
    if pair.before is None:
        return Change.ADDED
    if pair.after is None:
        return Change.REMOVED
    changed = pair.moved or any(passage.is_changed for cell in cells for passage in cell)
    return Change.CHANGED if changed else Change.UNCHANGED


def _words_of_row(row: Cells) -> str:
    return "\0".join(f"{column} {_words_of_cell(row[column])}" for column in sorted(row))


def _words_of_cell(texts: Sequence[Text]) -> str:
    return "\n".join(text.text for text in texts)
