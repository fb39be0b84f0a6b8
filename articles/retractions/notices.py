"""Reads a CSV of retraction notices, such as Retraction Watch publishes, row by row."""

import codecs
import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from articles.validators import normalize_doi

_CHUNK = 1 << 20
# Retraction Watch's names of columns, in lower case; any order, and more columns, are welcome.
_DOI, _PMID = "originalpaperdoi", "originalpaperpubmedid"
_NATURE, _DATE, _NOTICE = "retractionnature", "retractiondate", "retractiondoi"
_DATE_FORMATS = ("%m/%d/%Y %H:%M", "%m/%d/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")
# What stands in the place of an identifier that there is not.
_NO_IDENTIFIER = frozenset({"", "0", "unavailable"})


class Nature(StrEnum):
    RETRACTION = "retraction"
    REINSTATEMENT = "reinstatement"
    CONCERN = "expression of concern"
    CORRECTION = "correction"


class NoticesUnreadable(Exception):  # noqa: N818 (a file, not a fault of ours)
    """The file is no CSV of retraction notices; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One row. ``nature`` is None where it is none that we know; ``date`` where it cannot be read.

    ``line``  where the row ends in the file
    """

    line: int
    doi: str
    pmid: str
    nature: Nature | None
    stated_nature: str
    date: dt.date | None
    notice_doi: str


def read_notices(file: IO[bytes]) -> Iterator[Notice]:
    """The rows that name a source. UTF-8, with or without a mark, else Latin-1.

    Reads a seekable file twice, in pieces. Raises NoticesUnreadable.
    """
    encoding = _encoding(file)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from _rows(csv.reader(text))
    except csv.Error as error:
        raise NoticesUnreadable(f"It is no CSV file: {error}.") from error
    finally:
        # The caller's file stays open.
        text.detach()


def _encoding(file: IO[bytes]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    finally:
        file.seek(0)
    return "utf-8-sig"


def _rows(rows: Any) -> Iterator[Notice]:
    header = next(rows, None)
    columns = {name.strip().lower().replace(" ", ""): at for at, name in enumerate(header or ())}
    if _NATURE not in columns or not {_DOI, _PMID} & set(columns):
        raise NoticesUnreadable(
            "It lacks the columns RetractionNature, and OriginalPaperDOI or OriginalPaperPubMedID."
        )
    for row in rows:
        notice = _notice(row, columns, rows.line_num)
        if notice.doi or notice.pmid:
            yield notice


def _notice(row: list[str], columns: Mapping[str, int], line: int) -> Notice:
    def cell(name: str) -> str:
        at = columns.get(name)
        return row[at].strip() if at is not None and at < len(row) else ""

    stated = cell(_NATURE)
    return Notice(
        line=line,
        doi=_identifier(normalize_doi(cell(_DOI))),
        pmid=_identifier(cell(_PMID).removesuffix(".0")),
        nature=_NATURES.get(" ".join(stated.lower().split())),
        stated_nature=stated,
        date=_date(cell(_DATE)),
        notice_doi=_identifier(normalize_doi(cell(_NOTICE))),
    )


_NATURES = {nature.value: nature for nature in Nature}


def _identifier(value: str) -> str:
    return "" if value.lower() in _NO_IDENTIFIER else value


def _date(value: str) -> dt.date | None:
    for form in _DATE_FORMATS:
        try:
            return dt.datetime.strptime(value, form).date()  # noqa: DTZ007 (a day)
        except ValueError:
            continue
    return None
