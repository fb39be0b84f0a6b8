"""What people do with endpoints and their deliveries."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from api.models import Change, DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from api.webhooks.events import ping as ping_event
from api.webhooks.events import urgency_of
from api.webhooks.fan_out import begin, get_rows, queue
from api.webhooks.signing import new_secret
from articles.models.withdrawals import Severity

OVERLAP = timedelta(hours=24)
"""How long requests are signed with the secret that is going as well."""


def create_endpoint(endpoint: WebhookEndpoint) -> str:
    """Save a new endpoint; return its secret. It is told of what changes from now on."""
    begin()
    endpoint.secret = new_secret()
    endpoint.save()
    return endpoint.secret


def rotate_secret(endpoint: WebhookEndpoint) -> str:
    """Give the endpoint a new secret and return it. The present one is valid for a day more."""
    endpoint.previous_secret = endpoint.secret
    endpoint.previous_secret_until = timezone.now() + OVERLAP
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "previous_secret", "previous_secret_until"])
    return endpoint.secret


def enable(endpoint: WebhookEndpoint) -> None:
    """Send to it again, at once: what waits, and what changes from now on.

    What changed while it was disabled is not sent; `replay_since` does that.
    """
    endpoint.state = EndpointState.ENABLED
    endpoint.failures, endpoint.failing_since, endpoint.paused_until = 0, None, None
    endpoint.save(update_fields=["state", "failures", "failing_since", "paused_until"])


def disable(endpoint: WebhookEndpoint) -> None:
    endpoint.state = EndpointState.DISABLED
    endpoint.save(update_fields=["state"])


def send_ping(endpoint: WebhookEndpoint) -> WebhookDelivery:
    """Queue a test."""
    now = timezone.now()
    webhook_id, payload = ping_event(now)
    return WebhookDelivery.objects.create(
        endpoint=endpoint,
        webhook_id=webhook_id,
        type=WebhookDelivery.PING,
        subject=webhook_id,
        # Before whatever waits without haste: an editor waits for the answer.
        urgency=urgency_of(Severity.ADVICE),
        payload=payload,
        due_at=now,
    )


def replay(deliveries: QuerySet[WebhookDelivery]) -> int:
    """Send these again, under the same ids; return how many. The log of attempts is kept.

    Those that wait are sent at once. What a later change has replaced is left alone.
    """
    return deliveries.exclude(state=DeliveryState.SUPERSEDED).update(
        state=DeliveryState.PENDING, attempts=0, due_at=timezone.now(), ended_at=None
    )


def replay_since(endpoint: WebhookEndpoint, since: datetime) -> int:
    """Send what has changed since then, whether it was sent or not; return how many."""
    before = Change.objects.filter(occurred_at__lt=since).order_by("-occurred_at", "-sequence")
    after = before.values_list("sequence", flat=True).first() or 0
    number = 0
    while rows := get_rows(after, endpoint):
        after = rows[-1].sequence or after
        with transaction.atomic():
            queue(endpoint, rows)
            ids = [row.sequence for row in rows]
            sent = Q(endpoint=endpoint, sequence__in=ids)
            number += replay(WebhookDelivery.objects.filter(sent))
    return number
