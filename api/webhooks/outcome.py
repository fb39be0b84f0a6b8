"""What follows from an attempt: for its delivery, and for the endpoint."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log

from api.models import (
    DeliveryState,
    EndpointState,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from api.webhooks.notices import tell_of_disabled
from api.webhooks.retries import next_attempt, pause_until, read_retry_after
from api.webhooks.sending import Answer

logger = logging.getLogger("api.webhooks")

GIVEN_UP_AFTER = timedelta(days=5)
"""How long every attempt must have failed before an endpoint is disabled."""
HTTP_GONE = 410


def record(
    delivery: WebhookDelivery, answer: Answer, *, started_at: datetime, headers: dict[str, str]
) -> None:
    """Write the attempt down, and decide how the delivery and its endpoint go on."""
    ended_at = started_at + timedelta(seconds=answer.seconds)
    with transaction.atomic():
        # In the order in which deliveries are claimed.
        endpoints = WebhookEndpoint.objects.select_for_update(of=("self",))
        endpoint = endpoints.select_related("client").filter(pk=delivery.endpoint_id).first()
        current = WebhookDelivery.objects.select_for_update().filter(pk=delivery.pk).first()
        if endpoint is None or current is None:
            return  # Deleted meanwhile.
        _log(current, answer, started_at, headers)
        if current.lease == delivery.lease:
            _end_lease(current, answer, ended_at)
        was = endpoint.state
        _follow(endpoint, answer, ended_at)
        endpoint.save(update_fields=["failures", "failing_since", "paused_until", "state"])
        if endpoint.state != was:
            log(endpoint, f"api.webhook.{endpoint.state}")
    if endpoint.state != was:
        logger.warning("Webhook endpoint %s is disabled: %s", endpoint.pk, endpoint.state)
        tell_of_disabled(endpoint)


def _log(
    delivery: WebhookDelivery, answer: Answer, started_at: datetime, headers: dict[str, str]
) -> None:
    WebhookAttempt.objects.create(
        delivery=delivery,
        started_at=started_at,
        milliseconds=round(answer.seconds * 1000),
        request_headers=headers,
        status=answer.status,
        answer_headers=dict(answer.headers),
        answer=answer.text,
        error=answer.error,
    )


def _end_lease(delivery: WebhookDelivery, answer: Answer, now: datetime) -> None:
    delivery.lease, delivery.leased_until = "", None
    delivery.attempts += 1
    if answer.succeeded:
        delivery.state, delivery.ended_at = DeliveryState.DELIVERED, now
    elif delivery.state == DeliveryState.PENDING:
        wait = read_retry_after(_header(answer, "retry-after"), now)
        due_at = next_attempt(delivery.attempts, now, wait=wait)
        if due_at is None:
            delivery.state, delivery.ended_at = DeliveryState.FAILED, now
        else:
            delivery.due_at = due_at
    # Not the payload, which is the most of it.
    delivery.save(
        update_fields=["lease", "leased_until", "attempts", "state", "ended_at", "due_at"]
    )


def _follow(endpoint: WebhookEndpoint, answer: Answer, now: datetime) -> None:
    if answer.succeeded:
        endpoint.failures, endpoint.failing_since, endpoint.paused_until = 0, None, None
        return
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.paused_until = pause_until(endpoint.failures, now)
    if endpoint.state != EndpointState.ENABLED:
        return
    if answer.status == HTTP_GONE:
        endpoint.state = EndpointState.GONE
    elif now - endpoint.failing_since >= GIVEN_UP_AFTER:
        endpoint.state = EndpointState.FAILING


def _header(answer: Answer, name: str) -> str | None:
    return next((value for key, value in answer.headers.items() if key.lower() == name), None)
