"""A search as SQL on the index of the database in use."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from api.models.search import quoted
from api.models.search_indexes import NAME_MARK
from api.reading.lists import Condition
from api.reading.search.query import Item, SearchQuery


class Source(NamedTuple):
    """Where what matches comes from: a FROM and a condition.

    Its rows `s` are a document's terms or ranks, whichever are the shorter ones.
    """

    tables: str
    condition: Condition


def matching(query: SearchQuery, *, in_names: bool = False) -> Source:
    """Return the rows that match `query`; `in_names`: only by titles and names of topics."""
    if connection.vendor == "postgresql":
        return Source("api_documentterms s", _postgresql(query, in_names=in_names))
    # CROSS JOIN: SQLite starts with what was found. Newest first, it stops when it has enough.
    tables = "api_documentterms_fts f CROSS JOIN api_documentranks s ON s.document_id = f.rowid"
    text = _fts5(query, in_names=in_names)
    return Source(tables, Condition("f.api_documentterms_fts MATCH %s", (text,)))


def matching_documents(query: SearchQuery) -> Condition:
    """Return the condition on documents (`d`) that they match."""
    tables, condition = matching(query)
    return Condition(
        f"d.page_id IN (SELECT s.document_id FROM {tables} WHERE {condition.sql})",  # noqa: S608
        condition.params,
    )


def _postgresql(query: SearchQuery, *, in_names: bool) -> Condition:
    # As a sub-select the search is unknown to the planner. Knowing that a word is common, it
    # would read every row's vector, which costs far more than it thinks.
    match = "s.{} @@ (SELECT %s::tsquery)".format
    whole = _tsquery(query.wanted, query.excluded)
    if not in_names:
        return Condition(match("terms"), (whole,))
    names = _tsquery(_apart(query.wanted), ())
    if query.is_plain:
        return Condition(match("names"), (names,))
    return Condition(f"{match('names')} AND {match('terms')}", (names, whole))


def _tsquery(wanted: Sequence[Item], excluded: Sequence[Item]) -> str:
    def written(item: Item) -> str:
        sequences = (" <-> ".join(map(quoted, each)) for each in item.all_sequences)
        return f"({' | '.join(f'({each})' for each in sequences)})"

    return " & ".join([*map(written, wanted), *(f"!{written(item)}" for item in excluded)])


def _fts5(query: SearchQuery, *, in_names: bool) -> str:
    def written(item: Item, mark: str = "") -> str:
        sequences = (_string(" ".join(mark + term for term in each)) for each in item.all_sequences)
        return f"({' OR '.join(sequences)})"

    text = " AND ".join(map(written, query.wanted))
    if in_names:
        names = " AND ".join(written(item, NAME_MARK) for item in _apart(query.wanted))
        text = names if query.is_plain else f"({names}) AND ({text})"
    for item in query.excluded:
        text = f"({text}) NOT {written(item)}"
    return text


def _apart(items: Sequence[Item]) -> list[Item]:
    """Names are no text: of a phrase, each of its words is looked for in them."""
    found: list[Item] = []
    for item in items:
        if all(len(each) == 1 for each in item.all_sequences):
            found.append(item)
        else:
            found.extend(Item(((term,),)) for term in item.sequences[0])
    return found


def _string(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
