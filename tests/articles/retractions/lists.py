"""Lists of retractions, as CSV files."""

import csv
import io
from typing import Any

# The columns of Retraction Watch's list, in its order.
COLUMNS = (
    "Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author",
    "URLS", "ArticleType", "RetractionDate", "RetractionDOI", "RetractionPubMedID",
    "OriginalPaperDate", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature",
    "Reason", "Paywalled", "Notes",
)  # fmt: skip


def row(
    doi: str = "", nature: str = "Retraction", date: str = "1/31/2024 0:00", **more: Any
) -> Any:
    return {
        "OriginalPaperDOI": doi,
        "RetractionNature": nature,
        "RetractionDate": date,
        "OriginalPaperPubMedID": "0",
        "RetractionDOI": "10.1000/notice",
        **more,
    }


def csv_file(*rows: Any, columns: tuple[str, ...] = COLUMNS, encoding: str = "utf-8") -> io.BytesIO:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))
