"""`/articles/`."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from api.documents.columns import etag_of
from api.documents.schema import ArticleCard
from api.reading.lists import locale_condition, public_condition
from api.reading.public import moment
from api.reading.search.ranking import Scope
from api.v1 import responses
from api.v1.caching import conditional, known_etags, public_headers
from api.v1.fields import CARD_FIELDS, read_fields
from api.v1.filters import ARTICLE_FILTERS, ORDER, filter_conditions
from api.v1.listing import given_cursor, list_body, list_tags
from api.v1.operation import operation
from api.v1.parameters import CURSOR, FALLBACK, LIMIT, LOCALE, SEARCH, read_parameters
from api.v1.searching import list_articles, order_of, search_articles, with_order
from api.v1.views.base import JSON, DeliveryView

PARAMETERS = (
    LOCALE,
    FALLBACK,
    *(each.parameter for each in ARTICLE_FILTERS),
    SEARCH,
    ORDER,
    LIMIT,
    CURSOR,
    CARD_FIELDS,
)


class ArticleListView(DeliveryView):
    """Cards of published articles."""

    @operation(
        operation_id="list_articles",
        summary="Cards of published articles",
        tags=["articles"],
        parameters=[each.as_openapi() for each in PARAMETERS],
        responses=responses.ARTICLE_LIST,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of articles as lists show them.

        Follow `links.next` as it is: no article that stays published is skipped or repeated
        while editors publish.
        """
        query = read_parameters(request, PARAMETERS)
        body = _body(request, query)
        return conditional(
            body,
            etag=etag_of(body),
            known=known_etags(request),
            headers=public_headers(list_tags(query)),
            media_type=JSON,
        )


def _body(request: HttpRequest, query: Mapping[str, Any]) -> bytes:
    query = with_order(query)
    order = order_of(query)
    cursor = given_cursor(query, order)
    fields = read_fields(query, ArticleCard)
    at = moment()
    scope = Scope(
        query["locale"],
        query["fallback"],
        (locale_condition(query["locale"], query["fallback"], at), public_condition(at)),
        tuple(filter_conditions(query, at)),
        at,
    )
    find = list_articles if query["search"] is None else search_articles
    found = find(query, scope, order=order, cursor=cursor)
    return list_body(
        request,
        query,
        found.page.rows,
        more=found.page.more,
        total=found.total,
        total_is_exact=found.total_is_exact,
        cursor=cursor,
        place_of=lambda row: (order.to_text(row.key), row.page_id),
        json_of=lambda row: fields.cut(row.card),
    )
