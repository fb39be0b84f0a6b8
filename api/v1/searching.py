"""Articles of one page of `/articles/`, with a search and without."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.reading.lists import CardPage, get_cards
from api.reading.search.cards import get_best, get_ranking, with_hits
from api.reading.search.matching import matching_documents
from api.reading.search.query import SearchQuery, parse_query
from api.reading.search.ranking import Scope
from api.reading.totals import get_total
from api.v1.errors import InvalidParameter
from api.v1.filters import ORDERS, RELEVANCE, Order
from api.v1.listing import bound_to
from api.v1.pagination import Cursor


class Found(NamedTuple):
    """A page of articles, and how many there are."""

    page: CardPage
    total: int
    total_is_exact: bool = True


def with_order(query: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the parameters with the order that holds where none is asked for."""
    searched = query["search"] is not None
    if query["order"] == "relevance" and not searched:
        raise InvalidParameter(
            "order", "`relevance` is the order of a search: add `search`.", allowed=list(ORDERS)
        )
    return {**query, "order": query["order"] or ("relevance" if searched else "newest")}


def order_of(query: Mapping[str, Any]) -> Order:
    return ORDERS.get(query["order"], RELEVANCE)


def list_articles(
    query: Mapping[str, Any], scope: Scope, *, order: Order, cursor: Cursor | None
) -> Found:
    """Return a page of all articles in `scope`."""
    return _in_order(query, scope, order=order, cursor=cursor)


def search_articles(
    query: Mapping[str, Any], scope: Scope, *, order: Order, cursor: Cursor | None
) -> Found:
    """Return a page of the articles in `scope` that `search` finds, with what was found."""
    locales = (scope.locale, scope.fallback or scope.locale)
    search = parse_query(query["search"], locales)
    # The order plays no part in what is found.
    key = bound_to({**query, "order": None})
    if order is RELEVANCE:
        page, ranking = get_best(
            search,
            scope,
            key=key,
            limit=query["limit"],
            after=cursor.position if cursor else None,
            backwards=cursor.backwards if cursor else False,
        )
        return Found(page, len(ranking.page_ids), ranking.exact)
    search = get_ranking(search, scope, key=key).query
    if not search.wanted:
        return Found(CardPage([], more=False, generation=None), 0)
    found = _in_order(query, scope, order=order, cursor=cursor, search=search)
    return found._replace(page=with_hits(found.page, search))


def _in_order(
    query: Mapping[str, Any],
    scope: Scope,
    *,
    order: Order,
    cursor: Cursor | None,
    search: SearchQuery | None = None,
) -> Found:
    conditions = [*scope.conditions, *scope.filters]
    if search is not None:
        conditions.append(matching_documents(search))
    page = get_cards(
        conditions,
        at=scope.at,
        column=order.column,
        descending=order.descending,
        limit=query["limit"],
        after=cursor.position if cursor else None,
        backwards=cursor.backwards if cursor else False,
    )
    total = get_total(conditions, key=bound_to(query), generation=page.generation, at=scope.at)
    return Found(page, total)
