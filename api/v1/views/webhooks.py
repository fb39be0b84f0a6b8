"""`/webhooks/`: the endpoints of the client whose key it is, and of nobody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from api.documents.schema.card import ListLinks, ListMeta
from api.documents.schema.webhooks import (
    WebhookEndpointDocument,
    WebhookEndpointList,
    WebhookEndpointWithSecret,
)
from api.models import (
    ChangeType,
    EndpointState,
    WebhookEndpoint,
)
from api.v1 import webhook_responses as responses
from api.v1.bodies import (
    boolean_member,
    choices_member,
    integer_member,
    read_object,
    text_member,
)
from api.v1.errors import (
    Conflict,
    InvalidBody,
)
from api.v1.operation import operation
from api.v1.parameters import read_parameters
from api.v1.views.webhook_base import WebhookView, json_answer
from api.v1.views.webhook_deliveries import delivery_document
from api.webhooks import own

MEMBERS = {
    "url": text_member(500),
    "description": text_member(160),
    "types": choices_member(ChangeType.values),
    "most_at_once": integer_member(1, 16),
}
CHANGES = {**MEMBERS, "enabled": boolean_member}


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
        return json_answer(
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
        return json_answer(_with_secret(endpoint), status=201)


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
        return json_answer(WebhookEndpointDocument(**_members(endpoint)))

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
        return json_answer(WebhookEndpointDocument(**_members(endpoint)))

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
        return json_answer(_with_secret(endpoint))


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
        return json_answer(delivery_document(own.ping(endpoint, caller)), status=202)


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
