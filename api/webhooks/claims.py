"""Which worker sends what: each row of the outbox is in the hands of one at a time."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from api.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint

LEASE = timedelta(seconds=60)
"""How long a delivery waits for a worker that was killed: well above what sending may take."""


def claim(most: int) -> list[WebhookDelivery]:
    """Take up to `most` deliveries that are due, as many of each endpoint, and return them.

    Most urgent first. An endpoint gets no more at the same time than it allows, one where its last
    attempt failed, and never two about the same thing.
    """
    taken: list[WebhookDelivery] = []
    now = timezone.now()
    passed_over: set[int] = set()
    while len(taken) < most:
        found = _due_endpoints(now).exclude(pk__in=passed_over)
        endpoint_ids = list(found.values_list("pk", flat=True)[: most - len(taken)])
        if not endpoint_ids:
            break
        share = (most - len(taken)) // len(endpoint_ids)
        for endpoint_id in endpoint_ids:
            found_here = _claim_of(endpoint_id, now, share)
            taken += found_here
            if len(found_here) < share:
                passed_over.add(endpoint_id)
    return taken


def _due_endpoints(now: datetime) -> QuerySet[WebhookEndpoint]:
    """Endpoints that may be sent something, that of the most urgent first."""
    waiting = _due(now).filter(endpoint=OuterRef("pk"))
    return (
        WebhookEndpoint.objects.filter(
            Q(paused_until=None) | Q(paused_until__lte=now), state=EndpointState.ENABLED
        )
        .annotate(urgency=waiting.order_by("urgency").values("urgency")[:1])
        .filter(urgency__isnull=False)
        .order_by("urgency", "pk")
    )


def _due(now: datetime) -> QuerySet[WebhookDelivery]:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return WebhookDelivery.objects.filter(free, state=DeliveryState.PENDING, due_at__lte=now)


def _claim_of(endpoint_id: int, now: datetime, most: int) -> list[WebhookDelivery]:
    """Take the endpoint's next deliveries, as far as it is not busy and no other worker chooses.

    In one transaction: one for each would take most of the time in which a long queue is sent.
    """
    with transaction.atomic():
        locked = WebhookEndpoint.objects.select_for_update(skip_locked=True, of=("self",))
        endpoint = locked.filter(pk=endpoint_id, state=EndpointState.ENABLED).first()
        if endpoint is None:
            return []
        in_flight = WebhookDelivery.objects.filter(endpoint=endpoint, leased_until__gte=now)
        allowed = 1 if endpoint.failures else endpoint.most_at_once
        room = min(most, allowed - in_flight.count())
        if room <= 0:
            return []
        same = in_flight.filter(subject=OuterRef("subject")).order_by()
        # As `api_delivery_pending` has them: what waits is not sorted for each that is taken.
        order = ("urgency", "sequence", "pk")
        rows = _due(now).filter(~Exists(same), endpoint=endpoint).order_by(*order)
        taken: dict[str, WebhookDelivery] = {}
        for delivery in rows.select_for_update(skip_locked=True, of=("self",))[:room]:
            taken.setdefault(delivery.subject, delivery)
        return _lease(endpoint, list(taken.values()), now)


def _lease(
    endpoint: WebhookEndpoint, deliveries: list[WebhookDelivery], now: datetime
) -> list[WebhookDelivery]:
    lease, until = secrets.token_hex(16), now + LEASE
    for each in deliveries:
        each.endpoint, each.lease, each.leased_until = endpoint, lease, until
    WebhookDelivery.objects.filter(pk__in=[each.pk for each in deliveries]).update(
        lease=lease, leased_until=until
    )
    return deliveries


def give_back(deliveries: Iterable[WebhookDelivery]) -> None:
    """Let others have what was taken and not begun."""
    for delivery in deliveries:
        WebhookDelivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(
            lease="", leased_until=None
        )
