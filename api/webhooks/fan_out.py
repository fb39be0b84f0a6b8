"""From the log of changes to the outbox: who is to be told of what."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from api.changes.entries import REMOVED
from api.models import (
    ChangeType,
    DeliveryState,
    Duty,
    EndpointState,
    WebhookDelivery,
    WebhookEndpoint,
)
from api.reading.changes import ChangeRow, get_bounds, get_changes, with_etags_at
from api.reading.placements import placed_condition
from api.reading.public import moment
from api.webhooks.events import payload_of, urgency_of, webhook_id_of
from api.worker.leases import is_held

DUTY = "webhooks"
MOST_CHANGES = 200
"""Changes dealt with in one transaction."""


def begin() -> None:
    """Note where the log stands, unless it has been noted: what comes from now on is told.

    Also what comes before the first worker of this site: nothing else would remember it.
    """
    if not Duty.objects.filter(pk=DUTY).exists():
        first = Duty(name=DUTY, due_at=timezone.now(), position=get_bounds().last)
        Duty.objects.bulk_create([first], ignore_conflicts=True)


def fan_out(duty: str, token: str) -> bool:
    """Fill the outbox from where it was left; return whether there is more to do.

    Nothing happens for a worker that does not hold the duty any more.
    """
    if get_bounds().last <= _position(duty):
        return False
    with transaction.atomic():
        if not is_held(duty, token):
            return False
        last = get_bounds().last
        reached = _fill(_position(duty), last)
        Duty.objects.filter(pk=duty).update(position=reached)
    return reached < last


def _position(duty: str) -> int:
    return Duty.objects.values_list("position", flat=True).get(pk=duty) or 0


def _fill(position: int, last: int) -> int:
    """Queue what changed after `position`; return up to which number it did."""
    reached = last
    enabled = WebhookEndpoint.objects.filter(state=EndpointState.ENABLED)
    for endpoint in enabled.select_related("client__clinic"):
        rows = get_rows(position, endpoint)
        if len(rows) == MOST_CHANGES:
            # Which changes there are is the same for all endpoints; only what they keep differs.
            reached = min(last, rows[-1].sequence or last)
        queue(endpoint, [row for row in rows if (row.sequence or 0) <= reached])
    return reached


def get_rows(after: int, endpoint: WebhookEndpoint) -> list[ChangeRow]:
    """Return up to `MOST_CHANGES` things that changed since, as this client's feed tells them.

    Each is as urgent as what the endpoint has not been told of it yet.
    """
    at, clinic = moment(), endpoint.client.clinic
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=DeliveryState.PENDING)
    oldest = waiting.aggregate(oldest=Min("sequence"))["oldest"]
    return get_changes(
        after,
        since=after if oldest is None else min(after, oldest - 1),
        conditions=[] if clinic is None else [placed_condition(clinic.slug, at)],
        locale=None,
        at=at,
        limit=MOST_CHANGES,
    )


def is_wanted(endpoint: WebhookEndpoint, row: ChangeRow) -> bool:
    """Whether the endpoint asks for such a change, in a language its client may read."""
    locales = endpoint.client.locales
    if row.article is not None and locales and row.article.locale not in locales:
        return False
    kind = row.type if row.is_kept else ChangeType.ARTICLE_UNPUBLISHED
    return not endpoint.types or kind in endpoint.types


def queue(endpoint: WebhookEndpoint, rows: Iterable[ChangeRow]) -> int:
    """Put what is wanted of these changes into the endpoint's outbox; return how many.

    What waits there about the same things is not sent any more: this is what is true now.
    """
    now = timezone.now()
    wanted = [row for row in rows if is_wanted(endpoint, row)]
    clinic = endpoint.client.clinic
    # What is told of a change is its client's; its id is everybody's.
    told = wanted if clinic is None else with_etags_at(clinic.slug, wanted, at=moment())
    made = [
        WebhookDelivery(
            endpoint=endpoint,
            webhook_id=webhook_id_of(row),
            type=row.type if row.is_kept else REMOVED,
            subject=row.subject,
            sequence=row.sequence,
            urgency=urgency_of(row.urgency.severity if row.urgency else ""),
            payload=payload_of(as_served),
            due_at=now,
        )
        for row, as_served in zip(wanted, told, strict=True)
    ]
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=DeliveryState.PENDING)
    waiting.filter(subject__in={each.subject for each in made}).exclude(
        webhook_id__in=[each.webhook_id for each in made]
    ).update(state=DeliveryState.SUPERSEDED, ended_at=now)
    WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
