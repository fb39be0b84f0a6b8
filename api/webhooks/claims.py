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
    """Take up to `most` deliveries that are due, one of each endpoint in turn, and return them.

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
        for endpoint_id in endpoint_ids:
            delivery = _claim_of(endpoint_id, now)
            if delivery is None:
                passed_over.add(endpoint_id)
            else:
                taken.append(delivery)
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


def _claim_of(endpoint_id: int, now: datetime) -> WebhookDelivery | None:
    """Take the endpoint's next delivery, unless it is busy or another worker is choosing."""
    with transaction.atomic():
        locked = WebhookEndpoint.objects.select_for_update(skip_locked=True, of=("self",))
        endpoint = locked.filter(pk=endpoint_id, state=EndpointState.ENABLED).first()
        if endpoint is None:
            return None
        in_flight = WebhookDelivery.objects.filter(endpoint=endpoint, leased_until__gte=now)
        if in_flight.count() >= (1 if endpoint.failures else endpoint.most_at_once):
            return None
        same = in_flight.filter(subject=OuterRef("subject")).order_by()
        # As `api_delivery_pending` has them: what waits is not sorted for each that is taken.
        order = ("urgency", "sequence", "pk")
        rows = _due(now).filter(~Exists(same), endpoint=endpoint).order_by(*order)
        delivery = rows.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return None
        delivery.endpoint = endpoint
        delivery.lease, delivery.leased_until = secrets.token_hex(16), now + LEASE
        delivery.save(update_fields=["lease", "leased_until"])
        return delivery


def give_back(deliveries: Iterable[WebhookDelivery]) -> None:
    """Let others have what was taken and not begun."""
    for delivery in deliveries:
        WebhookDelivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(
            lease="", leased_until=None
        )
