"""`/webhooks/`: the endpoints of the client whose key it is, and of nobody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from pydantic import BaseModel

from api.documents.schema.card import ListLinks, ListMeta
from api.documents.schema.webhooks import (
    WebhookAttemptDocument,
    WebhookDeliveryDocument,
    WebhookDeliveryList,
    WebhookEndpointDocument,
    WebhookEndpointList,
    WebhookEndpointWithSecret,
    WebhookReplay,
)
from api.keys.caller import Caller, caller_of
from api.models import (
    ChangeType,
    DeliveryState,
    EndpointState,
    Scope,
    WebhookDelivery,
    WebhookEndpoint,
)
from api.v1 import webhook_responses as responses
from api.v1.access import CHALLENGE
from api.v1.bodies import (
    boolean_member,
    choices_member,
    integer_member,
    moment_member,
    read_object,
    text_member,
)
from api.v1.errors import (
    Conflict,
    Forbidden,
    InvalidBody,
    InvalidParameter,
    NotFound,
    Unauthorized,
)
from api.v1.operation import operation
from api.v1.pagination import HIGHEST_ID, UNREADABLE, pack, unpack
from api.v1.parameters import CURSOR, LIMIT, Parameter, read_parameters
from api.v1.views.base import JSON, DeliveryView
from api.webhooks import own

MEMBERS = {
    "url": text_member(500),
    "description": text_member(160),
    "types": choices_member(ChangeType.values),
    "most_at_once": integer_member(1, 16),
}
CHANGES = {**MEMBERS, "enabled": boolean_member}
STATE = Parameter(
    name="state",
    description="Deliveries in this state.",
    allowed=lambda: DeliveryState.values,
    schema={"type": "string", "enum": list(DeliveryState.values)},
)


class WebhookView(DeliveryView):
    """What the scope `webhooks` is for."""

    is_content = False

    def caller(self, request: HttpRequest) -> Caller:
        caller = caller_of(request)
        if caller is None:
            raise Unauthorized(
                "Webhooks need a key: send it as `Authorization: Bearer <key>`.",
                headers={"WWW-Authenticate": CHALLENGE},
            )
        if Scope.WEBHOOKS not in caller.scopes:
            challenge = f'{CHALLENGE}, error="insufficient_scope", scope="webhooks"'
            raise Forbidden(
                "This key may not manage webhooks: it lacks the scope `webhooks`.",
                headers={"WWW-Authenticate": challenge},
            )
        return caller

    def endpoint(self, caller: Caller, number: str) -> WebhookEndpoint:
        found = None
        if number.isascii() and number.isdigit() and len(number) <= 19:
            found = own.endpoints_of(caller).filter(pk=min(int(number), HIGHEST_ID)).first()
        if found is None:
            raise NotFound("Your client has no endpoint with this number.")
        return found


class WebhookListView(WebhookView):
    """The client's endpoints."""

    methods = ("GET", "HEAD", "POST", "OPTIONS")

    @operation(
        operation_id="list_webhooks",
        summary="Your endpoints",
        tags=["webhooks"],
        responses=responses.LIST,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """All endpoints of the client whose key it is, those that were added in the admin too."""
        read_parameters(request, ())
        found = own.endpoints_of(self.caller(request)).order_by("url")
        items = [WebhookEndpointDocument(**_members(each)) for each in found]
        meta = ListMeta(total_count=len(items))
        return _json(
            WebhookEndpointList(meta=meta, links=ListLinks(next=None, previous=None), items=items)
        )

    @operation(
        operation_id="create_webhook",
        summary="Add an endpoint",
        tags=["webhooks"],
        request=responses.NEW_BODY,
        responses=responses.CREATED,
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """It is told of what changes from now on. Its `secret` is in this answer and in no other:
        keep it where the receiver finds it.
        """
        read_parameters(request, ())
        caller = self.caller(request)
        values = read_object(request, MEMBERS)
        if not values.get("url"):
            raise InvalidBody("url", "Give the address that requests are to go to.")
        try:
            endpoint = own.make(caller, values)
        except own.TooManyError as error:
            raise Conflict(
                f"Your client has {own.MOST_ENDPOINTS} endpoints, and no more are possible. Delete"
                " one, or change it."
            ) from error
        except own.RefusedError as error:
            raise InvalidBody(error.member, str(error)) from error
        return _json(_with_secret(endpoint), status=201)


class WebhookDetailView(WebhookView):
    """One endpoint."""

    methods = ("GET", "HEAD", "PATCH", "DELETE", "OPTIONS")

    @operation(
        operation_id="get_webhook",
        summary="One endpoint",
        tags=["webhooks"],
        parameters=[responses.NUMBER],
        responses=responses.ONE,
    )
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Where it leads and how it does. Its secret is told to nobody."""
        read_parameters(request, ())
        endpoint = self.endpoint(self.caller(request), number)
        return _json(WebhookEndpointDocument(**_members(endpoint)))

    @operation(
        operation_id="change_webhook",
        summary="Change an endpoint",
        tags=["webhooks"],
        parameters=[responses.NUMBER],
        request=responses.CHANGE_BODY,
        responses=responses.CHANGED,
    )
    def patch(self, request: HttpRequest, number: str) -> HttpResponse:
        """What is left out stays as it is. `enabled` switches it off, or on again: then what waits
        is sent at once; what changed while it was off is sent by `replay` only.
        """
        read_parameters(request, ())
        caller = self.caller(request)
        endpoint = self.endpoint(caller, number)
        values = read_object(request, CHANGES)
        enabled = values.pop("enabled", None)
        if values.get("url") == "":
            raise InvalidBody("url", "Give the address that requests are to go to.")
        try:
            own.change(endpoint, caller, values, enabled=enabled)
        except own.RefusedError as error:
            raise InvalidBody(error.member, str(error)) from error
        return _json(WebhookEndpointDocument(**_members(endpoint)))

    @operation(
        operation_id="delete_webhook",
        summary="Delete an endpoint",
        tags=["webhooks"],
        parameters=[responses.NUMBER],
        responses=responses.DELETED,
    )
    def delete(self, request: HttpRequest, number: str) -> HttpResponse:
        """With everything that waits for it."""
        read_parameters(request, ())
        caller = self.caller(request)
        own.delete(self.endpoint(caller, number), caller)
        return HttpResponse(status=204)


class WebhookSecretView(WebhookView):
    """A new secret."""

    methods = ("POST", "OPTIONS")

    @operation(
        operation_id="rotate_webhook_secret",
        summary="Give an endpoint a new secret",
        tags=["webhooks"],
        parameters=[responses.NUMBER],
        request=None,
        responses=responses.ROTATED,
    )
    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """For a day requests are signed with the present one as well: time to exchange it."""
        read_parameters(request, ())
        caller = self.caller(request)
        endpoint = self.endpoint(caller, number)
        own.rotate(endpoint, caller)
        return _json(_with_secret(endpoint))


class WebhookPingView(WebhookView):
    """A test."""

    methods = ("POST", "OPTIONS")

    @operation(
        operation_id="ping_webhook",
        summary="Send a test",
        tags=["webhooks"],
        parameters=[responses.NUMBER],
        request=None,
        responses=responses.PINGED,
    )
    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """A message of the type `ping`, sent within a second. How it went is in `deliveries`."""
        read_parameters(request, ())
        caller = self.caller(request)
        endpoint = self.endpoint(caller, number)
        if endpoint.state != EndpointState.ENABLED:
            raise Conflict("The endpoint is switched off. Switch it on to send a test.")
        return _json(_delivery(own.ping(endpoint, caller)), status=202)


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
            found = found.filter(pk__lt=_read_cursor(query["cursor"], endpoint))
        rows = list(found[: query["limit"] + 1])
        more, rows = len(rows) > query["limit"], rows[: query["limit"]]
        following = _page(request, endpoint, rows[-1]) if more else None
        return _json(
            WebhookDeliveryList(
                meta=ListMeta(total_count=total),
                links=ListLinks(next=following, previous=None),
                items=[_delivery(each) for each in rows],
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
        return _json(WebhookReplay(count=count), status=202)


def _members(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": endpoint.pk,
        "url": endpoint.url,
        "description": endpoint.description,
        "types": endpoint.types,
        "most_at_once": endpoint.most_at_once,
        "enabled": endpoint.state == EndpointState.ENABLED,
        "state": str(EndpointState(endpoint.state).value),
        "failures": endpoint.failures,
        "failing_since": endpoint.failing_since,
        "created_at": endpoint.created_at,
    }


def _with_secret(endpoint: WebhookEndpoint) -> WebhookEndpointWithSecret:
    return WebhookEndpointWithSecret(**_members(endpoint), secret=endpoint.secret)


def _delivery(delivery: WebhookDelivery) -> WebhookDeliveryDocument:
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


def _read_cursor(text: str, endpoint: WebhookEndpoint) -> int:
    try:
        made_for, after = unpack(text)
        if made_for != endpoint.pk or type(after) is not int or not 0 < after <= HIGHEST_ID:
            raise ValueError("not ours")
    except UNREADABLE as error:
        detail = "This is not a cursor that this list has given. Start again without a cursor."
        raise InvalidParameter("cursor", detail) from error
    return after


def _page(request: HttpRequest, endpoint: WebhookEndpoint, last: WebhookDelivery) -> str:
    parameters = request.GET.copy()
    parameters["cursor"] = pack([endpoint.pk, last.pk])
    address = reverse("api:v1:webhook-deliveries", args=[endpoint.pk])
    return f"{request.scheme}://{request.get_host()}{address}?{parameters.urlencode()}"


def _json(body: BaseModel, *, status: int = 200) -> HttpResponse:
    return HttpResponse(body.model_dump_json(), status=status, content_type=JSON)
