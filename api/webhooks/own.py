"""A client's own endpoints, as its keys manage them: the same rules as in the admin."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet
from django.utils import translation
from wagtail.log_actions import log

from api.keys.caller import Caller
from api.models import ApiClient, EndpointState, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from api.webhooks import operations

MOST_ENDPOINTS = 10
"""Of one client, so that a key cannot have one change sent without end."""
EDITABLE = ("url", "description", "types", "most_at_once")


class RefusedError(Exception):
    """A value that the admin's form would refuse. `member` is whose it is."""

    def __init__(self, member: str, reason: str) -> None:
        super().__init__(reason)
        self.member = member


class TooManyError(Exception):
    """The client has as many endpoints as it may have."""


def endpoints_of(caller: Caller) -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(client=caller.client_id)


def deliveries_of(endpoint: WebhookEndpoint) -> QuerySet[WebhookDelivery]:
    """Return what was and is to be sent, newest first; its attempts too, the last one first."""
    attempts = WebhookAttempt.objects.order_by("-started_at", "-pk")
    log_of_each = Prefetch("attempt_log", queryset=attempts)
    return endpoint.deliveries.order_by("-pk").prefetch_related(log_of_each)


def make(caller: Caller, values: Mapping[str, Any]) -> WebhookEndpoint:
    """Make an endpoint, with its secret. Raises `RefusedError`, `TooManyError`."""
    with transaction.atomic():
        # Locked: two requests at once would count the same.
        client = ApiClient.objects.select_for_update().filter(pk=caller.client_id).first()
        if client is None:
            raise RefusedError("url", "The client of this key has just been deleted.")
        endpoint = WebhookEndpoint(client=client)
        if endpoints_of(caller).count() >= MOST_ENDPOINTS:
            raise TooManyError
        _fill(endpoint, values)
        operations.create_endpoint(endpoint)
        _log(endpoint, "wagtail.create", caller)
    return endpoint


def change(
    endpoint: WebhookEndpoint, caller: Caller, values: Mapping[str, Any], *, enabled: bool | None
) -> None:
    """Change what is given, and switch it on or off where that is asked for."""
    with transaction.atomic():
        if values:
            _fill(endpoint, values)
            _save(endpoint)
            _log(endpoint, "wagtail.edit", caller)
        if enabled is not None and enabled != (endpoint.state == EndpointState.ENABLED):
            (operations.enable if enabled else operations.disable)(endpoint)
            _log(endpoint, f"api.webhook.{'enable' if enabled else 'disable'}", caller)


def delete(endpoint: WebhookEndpoint, caller: Caller) -> None:
    """Delete it with all its deliveries. What is on its way meanwhile still arrives."""
    with transaction.atomic():
        _log(endpoint, "wagtail.delete", caller)
        endpoint.delete()


def rotate(endpoint: WebhookEndpoint, caller: Caller) -> str:
    with transaction.atomic():
        secret = operations.rotate_secret(endpoint)
        _log(endpoint, "api.webhook.rotate", caller)
    return secret


def ping(endpoint: WebhookEndpoint, caller: Caller) -> WebhookDelivery:
    with transaction.atomic():
        delivery = operations.send_ping(endpoint)
        _log(endpoint, "api.webhook.test", caller)
    return delivery


def replay_since(endpoint: WebhookEndpoint, caller: Caller, since: datetime) -> int:
    with transaction.atomic():
        number = operations.replay_since(endpoint, since)
        said = {"since": since.isoformat(timespec="seconds"), "number": number}
        _log(endpoint, "api.webhook.send_again_all", caller, **said)
    return number


def replay_one(endpoint: WebhookEndpoint, caller: Caller, webhook_id: str) -> int:
    """Send this one again, unless there is none or a later change has replaced it: then 0."""
    with transaction.atomic():
        number = operations.replay(endpoint.deliveries.filter(webhook_id=webhook_id))
        if number:
            _log(endpoint, "api.webhook.send_again", caller, what=webhook_id)
    return number


def _fill(endpoint: WebhookEndpoint, values: Mapping[str, Any]) -> None:
    for name in EDITABLE:
        if name in values:
            setattr(endpoint, name, values[name])
    try:
        with translation.override("en"):
            endpoint.full_clean(exclude=["secret", "state"])
    except ValidationError as error:
        member, messages = next(iter(error.message_dict.items()))
        if member not in EDITABLE:
            raise RefusedError("url", "There is an endpoint with this address.") from error
        raise RefusedError(member, messages[0]) from error


def _save(endpoint: WebhookEndpoint) -> None:
    try:
        with transaction.atomic():
            endpoint.save(update_fields=EDITABLE)
    except IntegrityError as error:
        raise RefusedError("url", "There is an endpoint with this address.") from error


def _log(endpoint: WebhookEndpoint, action: str, caller: Caller, **data: Any) -> None:
    """In the history that the admin shows: by nobody who signs in, by which key."""
    log(
        endpoint,
        action,
        data={"key": f"ca_{caller.key}", **data},
        deleted=action.endswith("delete"),
    )
