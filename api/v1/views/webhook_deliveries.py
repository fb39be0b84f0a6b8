"""What an endpoint was sent, and sending it again: `deliveries/` and `replay/` below it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from api.documents.schema.card import ListLinks, ListMeta
from api.documents.schema.webhooks import (
    WebhookAttemptDocument,
    WebhookDeliveryDocument,
    WebhookDeliveryList,
    WebhookReplay,
)
from api.models import (
    DeliveryState,
    WebhookDelivery,
    WebhookEndpoint,
)
from api.v1 import webhook_responses as responses
from api.v1.bodies import (
    moment_member,
    read_object,
    text_member,
)
from api.v1.errors import (
    InvalidBody,
    InvalidParameter,
)
from api.v1.operation import operation
from api.v1.pagination import HIGHEST_ID, UNREADABLE, pack, unpack
from api.v1.parameters import CURSOR, LIMIT, Parameter, read_parameters
from api.v1.views.webhook_base import WebhookView, json_answer
from api.webhooks import own

STATE = Parameter(
    name="state",
    description="Deliveries in this state.",
    allowed=lambda: DeliveryState.values,
    schema={"type": "string", "enum": list(DeliveryState.values)},
)


class WebhookDeliveriesView(WebhookView):
    """What was and is to be sent."""

    @operation(
        operation_id="list_webhook_deliveries",
        summary="What an endpoint was sent, and what waits",
        tags=["webhooks"],
        parameters=[
            responses.NUMBER, *(each.as_openapi() for each in (STATE, LIMIT, CURSOR))
        ],
        responses=responses.DELIVERIES,
    )  # fmt: skip
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The newest first, each with its last attempt. Old ones are forgotten after some weeks."""
        query = read_parameters(request, (STATE, LIMIT, CURSOR))
        endpoint = self.endpoint(self.caller(request), number)
        found = own.deliveries_of(endpoint)
        if query["state"] is not None:
            found = found.filter(state=query["state"])
        total = found.count()
        if query["cursor"] is not None:
            found = found.filter(pk__lt=_read_cursor(query["cursor"], endpoint, query["state"]))
        rows = list(found[: query["limit"] + 1])
        more, rows = len(rows) > query["limit"], rows[: query["limit"]]
        following = _page(request, endpoint, rows[-1]) if more else None
        return json_answer(
            WebhookDeliveryList(
                meta=ListMeta(total_count=total),
                links=ListLinks(next=following, previous=None),
                items=[delivery_document(each) for each in rows],
            )
        )


class WebhookReplayView(WebhookView):
    """Sending again."""

    methods = ("POST", "OPTIONS")

    @operation(
        operation_id="replay_webhook",
        summary="Have changes sent again",
        tags=["webhooks"],
        parameters=[responses.NUMBER],
        request=responses.REPLAY_BODY,
        responses=responses.REPLAYED,
    )
    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """With `since`, everything that has changed since then, delivered or not; with
        `webhook_id`, that message. They keep their ids. Of several changes of one thing the last is
        sent.
        """
        read_parameters(request, ())
        caller = self.caller(request)
        endpoint = self.endpoint(caller, number)
        members = {"since": moment_member, "webhook_id": text_member(64)}
        values = read_object(request, members)
        if len(values) != 1:
            raise InvalidBody("since", "Give either `since` or `webhook_id`.")
        if "since" in values:
            if values["since"] > timezone.now():
                raise InvalidBody("since", "Choose a moment that has passed.")
            count = own.replay_since(endpoint, caller, values["since"])
        else:
            count = own.replay_one(endpoint, caller, values["webhook_id"])
            if not count:
                detail = "The endpoint has no such delivery, or a later change has replaced it."
                raise InvalidBody("webhook_id", detail)
        return json_answer(WebhookReplay(count=count), status=202)


def delivery_document(delivery: WebhookDelivery) -> WebhookDeliveryDocument:
    attempt = next(iter(delivery.attempt_log.all()), None)
    has_ended = delivery.state != DeliveryState.PENDING
    return WebhookDeliveryDocument(
        webhook_id=delivery.webhook_id,
        type=delivery.type,
        sequence=delivery.sequence,
        state=DeliveryState(delivery.state).value,
        attempts=delivery.attempts,
        due_at=None if has_ended else delivery.due_at,
        created_at=delivery.created_at,
        ended_at=delivery.ended_at,
        last_attempt=attempt
        and WebhookAttemptDocument(
            started_at=attempt.started_at,
            milliseconds=attempt.milliseconds,
            status=attempt.status,
            error=attempt.error,
        ),
    )


def _read_cursor(text: str, endpoint: WebhookEndpoint, state: str | None) -> int:
    try:
        *made_for, after = unpack(text)
        if made_for != [endpoint.pk, state]:
            raise ValueError("made for another list")
        if type(after) is not int or not 0 < after <= HIGHEST_ID:
            raise ValueError("no delivery has this number")
    except UNREADABLE as error:
        detail = "This is not a cursor that this list has given. Start again without a cursor."
        raise InvalidParameter("cursor", detail) from error
    return after


def _page(request: HttpRequest, endpoint: WebhookEndpoint, last: WebhookDelivery) -> str:
    parameters = request.GET.copy()
    parameters["cursor"] = pack([endpoint.pk, parameters.get("state"), last.pk])
    address = reverse("api:v1:webhook-deliveries", args=[endpoint.pk])
    return f"{request.scheme}://{request.get_host()}{address}?{parameters.urlencode()}"
