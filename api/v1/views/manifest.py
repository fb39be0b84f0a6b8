"""`/manifest/`."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from api.documents.clinic_values.values import Overlay, etag_at_clinic
from api.documents.columns import etag_of
from api.documents.schema import ManifestEntry
from api.reading.clinics import get_overlays
from api.reading.lists import public_condition
from api.reading.manifest import ManifestRow, get_manifest
from api.reading.public import moment
from api.reading.totals import get_total
from api.v1 import resource_responses as responses
from api.v1.caching import conditional, known_etags, public_headers
from api.v1.filters import (
    AUDIENCE,
    CLINIC,
    KIND,
    LOCALE,
    REVIEW_STATUS,
    TIMES,
    Order,
    filter_conditions,
)
from api.v1.listing import bound_to, given_cursor, list_body, list_tags
from api.v1.operation import operation
from api.v1.parameters import CURSOR, LIMIT, read_parameters
from api.v1.views.base import JSON, DeliveryView

FILTERS = (LOCALE, KIND, AUDIENCE, CLINIC, REVIEW_STATUS, *TIMES)
PARAMETERS = (*(each.parameter for each in FILTERS), LIMIT, CURSOR)


def _no_key(text: str) -> str:
    if text:
        raise ValueError("not ours")
    return text


# By page alone: an order that nothing moves in.
_ORDER = Order("page_id", False, str, _no_key)


class ManifestView(DeliveryView):
    """All articles in short."""

    @operation(
        operation_id="get_manifest",
        summary="Every published article in short",
        tags=["articles"],
        parameters=[each.as_openapi() for each in PARAMETERS],
        responses=responses.MANIFEST,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """What a mirror should hold: every published article in every language, each with the
        version and `ETag` that it has now.

        The order never changes, so a walk misses nothing that is published throughout.
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
    cursor = given_cursor(query, _ORDER)
    at = moment()
    conditions = [public_condition(at), *filter_conditions(query, at, FILTERS)]
    page = get_manifest(
        conditions,
        at=at,
        limit=query["limit"],
        after=cursor.position.page_id if cursor else None,
        backwards=cursor.backwards if cursor else False,
    )
    overlays: Mapping[int, Overlay] = {}
    if query["clinic"] is not None:
        overlays = get_overlays(query["clinic"], [row.page_id for row in page.rows], at)
    total = get_total(
        conditions, key=("manifest", *bound_to(query)), generation=page.generation, at=at
    )
    return list_body(
        request,
        query,
        page.rows,
        more=page.more,
        total=total,
        cursor=cursor,
        place_of=lambda row: ("", row.page_id),
        json_of=lambda row: _json_of(row, overlays.get(row.page_id)),
    )


def _json_of(row: ManifestRow, overlay: Overlay | None) -> bytes:
    entry = ManifestEntry(
        id=row.article_id,
        locale=row.locale,
        slug=row.slug,
        version=row.version,
        etag=etag_at_clinic(row.etag, overlay) if overlay else row.etag,
        modified_at=row.modified_at,
        last_reviewed_date=row.last_reviewed_date,
        next_review_date=row.next_review_date,
    )
    return entry.model_dump_json().encode()
