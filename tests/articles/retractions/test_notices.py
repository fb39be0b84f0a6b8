"""Reading lists of retractions."""

import datetime as dt
import io
import tracemalloc
from typing import Any

import pytest

from articles.retractions.notices import Nature, NoticesUnreadable, read_notices
from tests.articles.retractions.lists import COLUMNS, csv_file, row


def test_reads_what_a_row_says() -> None:
    file = csv_file(row("10.1000/A", OriginalPaperPubMedID="123", RetractionDOI="10.1000/n"))
    [notice] = read_notices(file)
    assert (notice.doi, notice.pmid, notice.notice_doi) == ("10.1000/a", "123", "10.1000/n")
    assert (notice.nature, notice.date) == (Nature.RETRACTION, dt.date(2024, 1, 31))
    assert notice.line == 2
    assert not file.closed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_encodings(encoding: str) -> None:
    file = csv_file(row("10.1000/a", "Retraction", Title="Migraña"), encoding=encoding)
    assert [notice.doi for notice in read_notices(file)] == ["10.1000/a"]


def test_a_byte_that_is_no_utf_8_far_behind() -> None:
    rows = [row(f"10.1000/{number}", Title="x" * 200) for number in range(9000)]
    file = csv_file(*rows, row("10.1000/last", Title="ñ"), encoding="latin-1")
    assert sum(1 for _notice in read_notices(file)) == 9001


def test_columns_in_any_order_and_case() -> None:
    file = csv_file(row("10.1000/a"), columns=tuple(reversed(COLUMNS)))
    assert [notice.doi for notice in read_notices(file)] == ["10.1000/a"]
    lower = io.BytesIO(b"retractionnature,ORIGINALPAPERDOI\nRetraction,10.1000/b\n")
    assert [notice.doi for notice in read_notices(lower)] == ["10.1000/b"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("12/1/2023 0:00", dt.date(2023, 12, 1)),
        ("12/1/2023", dt.date(2023, 12, 1)),
        ("2023-12-01", dt.date(2023, 12, 1)),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(written: str, date: dt.date | None) -> None:
    [notice] = read_notices(csv_file(row("10.1000/a", date=written)))
    assert notice.date == date


@pytest.mark.parametrize(
    ("written", "nature"),
    [
        ("Retraction", Nature.RETRACTION),
        ("expression  of concern", Nature.CONCERN),
        ("Correction", Nature.CORRECTION),
        ("Reinstatement", Nature.REINSTATEMENT),
        ("Something new", None),
    ],
)
def test_natures(written: str, nature: Nature | None) -> None:
    [notice] = read_notices(csv_file(row("10.1000/a", written)))
    assert (notice.nature, notice.stated_nature) == (nature, written)


def test_rows_that_name_nothing_are_left_out() -> None:
    assert list(read_notices(csv_file(row("unavailable"), row("")))) == []


def test_short_rows_are_read_as_far_as_they_go() -> None:
    file = io.BytesIO(b"OriginalPaperDOI,RetractionNature,RetractionDate\n10.1000/a\n")
    [notice] = read_notices(file)
    assert (notice.doi, notice.nature) == ("10.1000/a", None)


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"OriginalPaperDOI\n10.1/x\n", b"\x89PNG\r\n\x1a\n\x00\x01"]
)
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(NoticesUnreadable):
        list(read_notices(io.BytesIO(content)))


def test_a_cell_without_end_is_refused() -> None:
    endless = b'OriginalPaperDOI,RetractionNature\n10.1000/a,"' + b"x" * 200_000
    with pytest.raises(NoticesUnreadable, match="no CSV"):
        list(read_notices(io.BytesIO(endless)))


def test_a_long_list_is_never_in_memory_as_a_whole(tmp_path: Any) -> None:
    path = tmp_path / "list.csv"
    with path.open("wb") as file:
        file.write(b"OriginalPaperDOI,RetractionNature,Notes\n")
        line = b"10.1000/a,Retraction," + b"n" * 980 + b"\n"
        for _number in range(20_000):
            file.write(line)
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    with path.open("rb") as opened:
        count = sum(1 for _notice in read_notices(opened))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert most < 6_000_000
