"""`/articles/{id or slug}/sections/{section id or kind}/` and `/sections/`."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from api.documents.columns import etag_of
from api.documents.schema import SectionDocument
from api.documents.standalone import find_section, section_document
from api.reading.articles import Want, get_article
from api.reading.lists import Condition, locale_condition, public_condition
from api.reading.public import moment
from api.reading.sections import SECTIONS, SectionPlace, SectionRow, get_sections
from api.reading.totals import get_total
from api.v1 import resource_responses as responses
from api.v1.caching import conditional, known_etags, public_headers
from api.v1.clinics import not_found
from api.v1.errors import NotFound
from api.v1.fields import SECTION_FIELDS, SECTIONS_FIELDS, read_fields
from api.v1.filters import (
    AT_CLINIC,
    AUDIENCE,
    CLINIC,
    CODE,
    ORDERS,
    REVIEW_STATUS,
    TIMES,
    Order,
    filter_conditions,
    section_kind_parameter,
)
from api.v1.listing import bound_to, given_cursor, list_body, list_tags
from api.v1.operation import operation
from api.v1.pagination import Cursor
from api.v1.parameters import (
    CURSOR,
    FALLBACK,
    LIMIT,
    LOCALE,
    RICH_TEXT,
    WORD,
    Parameter,
    parse_word,
    read_parameters,
)
from api.v1.responses import REF
from api.v1.views.articles import NO_ARTICLE, article_headers, parse_ref, withdrawn_problem
from api.v1.views.base import JSON, DeliveryView

_PARAMETERS = (LOCALE, FALLBACK, AT_CLINIC, RICH_TEXT, SECTION_FIELDS)
KIND = section_kind_parameter("kind", "Sections of this kind.")
TOPIC = Parameter(
    name="topic",
    description="Sections about the topic with this slug; where a section names no topic of its "
    "own, its article's topics count.",
    parse=parse_word,
    examples=("ketamine",),
)
# Of the articles that the sections are from.
FILTERS = (AUDIENCE, CODE, CLINIC, REVIEW_STATUS, *TIMES)
LIST_PARAMETERS = (
    LOCALE,
    FALLBACK,
    KIND,
    TOPIC,
    *(each.parameter for each in FILTERS),
    RICH_TEXT,
    LIMIT,
    CURSOR,
    SECTIONS_FIELDS,
)
_ABOUT = (
    "(s.about = %s OR (s.about = '' AND EXISTS (SELECT 1 FROM api_documenttopic t"
    " WHERE t.slug = %s AND t.document_id = d.page_id)))"
)


class SectionView(DeliveryView):
    """One section of an article."""

    @operation(
        operation_id="get_section",
        summary="One section with what it needs to stand alone",
        tags=["articles"],
        parameters=[REF, responses.SECTION_REF, *(each.as_openapi() for each in _PARAMETERS)],
        responses=responses.SECTION,
    )
    def get(self, request: HttpRequest, ref: str, section: str) -> HttpResponse:
        """A section of a published article with the sources, the review, the disclosures and the
        safety notice that belong to it.

        Found by its id, or by its kind: then the first of that kind.
        """
        query = read_parameters(request, _PARAMETERS)
        fields = read_fields(query, SectionDocument)
        wanted = parse_ref(ref)
        article = get_article(
            wanted,
            locale=query["locale"],
            fallback=query["fallback"],
            want=Want(query["rich_text"], clinic=query["clinic"]),
        )
        clinic = query["clinic"]
        if article is None:
            raise not_found(NO_ARTICLE, clinic)
        if article.withdrawn:
            raise withdrawn_problem(article, wanted, clinic)
        document = json.loads(article.body or b"{}")
        found = find_section(document, section) if WORD.fullmatch(section) else None
        if found is None:
            raise NotFound("This article has no section with this id or of this kind.")
        body = fields.cut(section_document(document, found))
        return conditional(
            body,
            etag=etag_of(body),
            known=known_etags(request),
            headers=article_headers(article, wanted, clinic),
            media_type=JSON,
        )


class SectionListView(DeliveryView):
    """Sections across articles."""

    @operation(
        operation_id="list_sections",
        summary="Standalone sections across articles",
        tags=["articles"],
        parameters=[each.as_openapi() for each in LIST_PARAMETERS],
        responses=responses.SECTION_LIST,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the sections that editors allow to be shown without their article.

        Newest articles first, and each one's sections in reading order.
        """
        query = read_parameters(request, LIST_PARAMETERS)
        body = _body(request, query)
        return conditional(
            body,
            etag=etag_of(body),
            known=known_etags(request),
            headers=public_headers(list_tags(query)),
            media_type=JSON,
        )


def _body(request: HttpRequest, query: Mapping[str, Any]) -> bytes:
    cursor = given_cursor(query, _ORDER)
    fields = read_fields(query, SectionDocument)
    at = moment()
    conditions = [
        locale_condition(query["locale"], query["fallback"], at),
        public_condition(at),
        Condition("s.standalone"),
        *filter_conditions(query, at, FILTERS),
    ]
    if query["kind"] is not None:
        conditions.append(Condition("s.kind = %s", (query["kind"],)))
    if query["topic"] is not None:
        conditions.append(Condition(_ABOUT, (query["topic"],) * 2))
    page = get_sections(
        conditions,
        at=at,
        limit=query["limit"],
        rich_text=query["rich_text"],
        clinic=query["clinic"],
        after=_place(cursor) if cursor else None,
        backwards=cursor.backwards if cursor else False,
    )
    total = get_total(
        conditions, key=bound_to(query), generation=page.generation, at=at, source=SECTIONS
    )
    return list_body(
        request,
        query,
        page.rows,
        more=page.more,
        total=total,
        cursor=cursor,
        place_of=_place_of,
        json_of=lambda row: fields.cut(row.json),
    )


def _place_of(row: SectionRow) -> tuple[str, int]:
    return _ORDER.to_text(row.place), row.place.page_id


def _place(cursor: Cursor) -> SectionPlace:
    published_at, _bar, position = cursor.position.key.rpartition("|")
    return SectionPlace(published_at, cursor.position.page_id, int(position))


def _key_text(place: SectionPlace) -> str:
    return f"{ORDERS['newest'].to_text(place.published_at)}|{place.position}"


def _key(text: str) -> str:
    published_at, _bar, position = text.rpartition("|")
    if not (position.isascii() and position.isdigit() and len(position) <= 6):
        raise ValueError("not a position")
    return f"{ORDERS['newest'].to_key(published_at)}|{position}"


_ORDER = Order("published_at", True, _key_text, _key)
