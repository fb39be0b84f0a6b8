"""`/changes/`."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from api.changes.entries import entry_of
from api.documents.columns import etag_of
from api.documents.schema import Changes, ChangesLinks, ChangesMeta
from api.models import ChangeType
from api.reading.changes import (
    ChangeRow,
    get_bounds,
    get_changes,
    get_public_articles,
    with_etags_at,
)
from api.reading.public import Moment, moment
from api.reading.snippets import get_snippets, shown_condition
from api.reading.withdrawn import get_withdrawn
from api.v1 import resource_responses as responses
from api.v1.caching import conditional, known_etags, public_headers
from api.v1.errors import CursorExpired
from api.v1.filters import CLINIC, KIND, LOCALE, filter_conditions
from api.v1.listing import bound_to
from api.v1.operation import operation
from api.v1.pagination import fingerprint_of
from api.v1.parameters import LIMIT, Parameter, read_parameters
from api.v1.places import (
    ARTICLES,
    CHANGES,
    PHASES,
    TOPICS,
    WITHDRAWN,
    Place,
    read_place,
    write_place,
)
from api.v1.views.base import JSON, DeliveryView
from articles.models import Clinic, Topic

CURSOR = Parameter(
    name="cursor",
    description="Where to go on: taken from `links.next`, for the same filters.",
)
FILTERS = (LOCALE, KIND, CLINIC)
PARAMETERS = (*(each.parameter for each in FILTERS), LIMIT, CURSOR)


class ChangesView(DeliveryView):
    """What is published, and what is withdrawn; then what changes."""

    @operation(
        operation_id="get_changes",
        summary="Everything published, then every change",
        tags=["articles"],
        parameters=[each.as_openapi() for each in PARAMETERS],
        responses=responses.CHANGES,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Without a cursor, a snapshot: every published article, topic and clinic, and what is
        withdrawn. Then each change of them, in order and without gaps. Follow `links.next`,
        always: where it has nothing now, it will later.

        Numbers only grow. Of several changes of one thing the last is told. Filters keep
        articles; the end of one (`unpublished`, `withdrawn`, `removed`) comes whatever its kind
        and clinics, for it may be held from before: drop what you do not know without a word.
        Topics and clinics come in every feed.
        """
        query = read_parameters(request, PARAMETERS)
        body = _Feed(request, query).body()
        return conditional(
            body,
            etag=etag_of(body),
            known=known_etags(request),
            # Whoever polls wants what is new: kept, but asked about each time.
            headers={**public_headers("changes"), "Cache-Control": "public, no-cache"},
            media_type=JSON,
        )


class _Feed:
    """One page of the feed for one request."""

    def __init__(self, request: HttpRequest, query: Mapping[str, Any]) -> None:
        self.request = request
        self.query = query
        self.limit: int = query["limit"]
        self.origin = f"{request.scheme}://{request.get_host()}"
        self.fingerprint = fingerprint_of(bound_to(query))
        self.at: Moment = moment()

    def body(self) -> bytes:
        place = self._given_place()
        bounds = get_bounds()
        if place is None:
            place = Place(ARTICLES, bounds.last)
        elif not bounds.pruned_to <= place.sequence <= bounds.last:
            raise self._expired()
        rows, following, more = self._read(place, bounds.last)
        return (
            Changes(
                meta=ChangesMeta(
                    phase="changes" if place.phase == CHANGES else "snapshot",
                    has_more=more,
                    latest_sequence=max(bounds.last, following.sequence),
                ),
                links=ChangesLinks(next=self._url(cursor=write_place(following, self.fingerprint))),
                items=[entry_of(row, self.origin) for row in self._as_served(rows)],
            )
            .model_dump_json()
            .encode()
        )

    def _read(self, place: Place, last: int) -> tuple[list[ChangeRow], Place, bool]:
        """Return the page's rows, where the next one begins, and whether it has something."""
        if place.phase != CHANGES:
            rows, following = self._snapshot(place)
            return rows, following, following.phase != CHANGES or following.sequence < last
        if place.sequence == last:
            return [], place, False
        since = place.sequence if place.since is None else place.since
        found = get_changes(
            place.sequence,
            since=since,
            conditions=filter_conditions(self.query, self.at, FILTERS),
            locale=self.query["locale"],
            at=self.at,
            limit=self.limit + 1,
        )
        rows, more = found[: self.limit], len(found) > self.limit
        reached = rows[-1].sequence or 0 if rows else 0
        if more:
            return rows, Place(CHANGES, reached, since=since), True
        return rows, Place(CHANGES, max(reached, last)), False

    def _snapshot(self, place: Place) -> tuple[list[ChangeRow], Place]:
        rows: list[ChangeRow] = []
        while place.phase != CHANGES and len(rows) < self.limit:
            room = self.limit - len(rows)
            found = self._snapshot_rows(place, room + 1)
            rows += found[:room]
            if len(found) > room:
                return rows, place._replace(after=_key_of(rows[-1], place.phase))
            place = Place(PHASES[PHASES.index(place.phase) + 1], place.sequence)
        return rows, place

    def _snapshot_rows(self, place: Place, limit: int) -> Sequence[ChangeRow]:
        if place.phase == ARTICLES:
            conditions = filter_conditions(self.query, self.at, FILTERS)
            after = int(place.after or 0)
            return get_public_articles(after, conditions=conditions, at=self.at, limit=limit)
        if place.phase == WITHDRAWN:
            return get_withdrawn(
                UUID(place.after) if place.after else None,
                clinic=self.query["clinic"],
                locale=self.query["locale"],
                limit=limit,
            )
        if place.phase == TOPICS:
            model, kind, shown = (
                Topic,
                ChangeType.TOPIC_UPDATED,
                [shown_condition("topic", self.at)],
            )
        else:
            model, kind, shown = Clinic, ChangeType.CLINIC_UPDATED, []
        page = get_snippets(model._meta.db_table, shown, limit=limit, after=place.after or None)
        return [ChangeRow(None, kind.value, slug=slug) for _pk, slug in page.rows]

    def _as_served(self, rows: Sequence[ChangeRow]) -> Sequence[ChangeRow]:
        clinic = self.query["clinic"]
        return rows if clinic is None else with_etags_at(clinic, rows, at=self.at)

    def _given_place(self) -> Place | None:
        text = self.query["cursor"]
        return None if text is None else read_place(text, self.fingerprint)

    def _expired(self) -> CursorExpired:
        restart = self._url(cursor=None)
        return CursorExpired(
            "The log does not go back to this cursor any more. Read the feed from its beginning, "
            "without a cursor, and drop what its snapshot does not name.",
            members={"restart": restart},
        )

    def _url(self, *, cursor: str | None) -> str:
        parameters = {name: value for name, value in self.request.GET.items() if name != "cursor"}
        if cursor is not None:
            parameters["cursor"] = cursor
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"{self.origin}{self.request.path}{query}"


def _key_of(row: ChangeRow, phase: str) -> str:
    if phase == WITHDRAWN:
        return str(row.withdrawal_id)
    return str(row.article.page_id) if row.article else row.slug
