"""Pages of topics and clinics by slug, and which snippets public articles show.

These are few and change seldom, so their profiles are built when they are read, from model
instances, in a number of queries that does not grow with the page.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from api.reading.lists import Condition, public_condition
from api.reading.placements import placed_condition
from api.reading.public import TABLE, Moment
from api.reading.query import fetch


class SnippetPage(NamedTuple):
    """Primary keys and slugs of a page, in the order of the list, which is by slug."""

    rows: list[tuple[int, str]]
    more: bool
    total: int


def shown_condition(kind: str, at: Moment, *, clinic: str | None = None) -> Condition:
    """Snippets (`n`) that a public article refers to, as its recorded references say; with a
    clinic, one that it carries."""
    articles = _articles(clinic, at)
    return Condition(
        "EXISTS (SELECT 1 FROM api_documentreference r"  # noqa: S608
        f" JOIN {TABLE} d ON d.page_id = r.document_id"
        f" WHERE r.kind = %s AND r.object_id = n.id AND {articles.sql})",
        (kind, *articles.params),
    )


def _articles(clinic: str | None, at: Moment) -> Condition:
    public = public_condition(at)
    if clinic is None:
        return public
    placed = placed_condition(clinic, at)
    return Condition(f"{public.sql} AND {placed.sql}", (*public.params, *placed.params))


def shown_ids(model: Any, kind: str, ids: Collection[int], at: Moment) -> set[int]:
    """Return those of these snippets of `model` that a public article refers to."""
    condition = shown_condition(kind, at)
    places = ", ".join(["%s"] * len(ids))
    found = fetch(
        f"SELECT n.id FROM {model._meta.db_table} n"  # noqa: S608
        f" WHERE n.id IN ({places}) AND {condition.sql}",
        (*ids, *condition.params),
    )
    return {pk for (pk,) in found}


def get_snippets(
    table: str,
    conditions: Sequence[Condition],
    *,
    limit: int,
    after: str | None = None,
    backwards: bool = False,
) -> SnippetPage:
    """Return up to `limit` rows of `table` next to the slug `after`, or the first ones."""
    params: list[Any] = [param for condition in conditions for param in condition.params]
    where = " AND ".join(["1 = 1", *(condition.sql for condition in conditions)])
    [(total,)] = fetch(f"SELECT COUNT(*) FROM {table} n WHERE {where}", params)  # noqa: S608
    if after is not None:
        where += f" AND n.slug {'<' if backwards else '>'} %s"
        params.append(after)
    found = fetch(
        f"SELECT n.id, n.slug FROM {table} n WHERE {where}"  # noqa: S608
        f" ORDER BY n.slug {'DESC' if backwards else 'ASC'} LIMIT {limit + 1:d}",
        params,
    )
    rows = [(pk, slug) for pk, slug in found[:limit]]
    if backwards:
        rows.reverse()
    return SnippetPage(rows, len(found) > limit, total)


def find_snippet(
    table: str, column: str, value: Any, conditions: Sequence[Condition]
) -> int | None:
    """Return the primary key of the row of `table` whose `column` is `value`, if it qualifies."""
    params: list[Any] = [value, *(param for each in conditions for param in each.params)]
    where = " AND ".join([f"n.{column} = %s", *(each.sql for each in conditions)])
    found = fetch(f"SELECT n.id FROM {table} n WHERE {where}", params)  # noqa: S608
    return found[0][0] if found else None


def count_articles(
    topics: Collection[str], *, locale: str, at: Moment, clinic: str | None = None
) -> dict[str, int]:
    """Return how many public articles in `locale` are on each of these topics, by slug; with a
    clinic, of those that it carries."""
    if not topics:
        return {}
    places = ", ".join(["%s"] * len(topics))
    articles = _articles(clinic, at)
    found = fetch(
        "SELECT t.slug, COUNT(DISTINCT t.document_id) FROM api_documenttopic t"  # noqa: S608
        f" JOIN {TABLE} d ON d.page_id = t.document_id"
        f" WHERE t.slug IN ({places}) AND d.locale = %s AND {articles.sql} GROUP BY t.slug",
        (*topics, locale, *articles.params),
    )
    return dict(found)
