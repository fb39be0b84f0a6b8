"""Endpoints and what workers do with them, step by step."""

from typing import Any

from django.utils import timezone

from api.changes.documents import settle
from api.models import ApiClient, Duty, WebhookDelivery, WebhookEndpoint
from api.reading.changes import get_bounds
from api.webhooks.claims import claim
from api.webhooks.fan_out import fan_out
from api.webhooks.operations import create_endpoint
from api.webhooks.outcome import record
from api.webhooks.sending import Answer

TOKEN = "a-worker"
OK = Answer(status=204)
ERROR = Answer(status=500, text="no")


def make_endpoint(url: str = "https://www.example.org/hooks/", **fields: Any) -> WebhookEndpoint:
    """An endpoint of a client of its own, unless one is given, told of what changes from now on."""
    name = f"Receiver {ApiClient.objects.count() + 1}"
    client = fields.pop("client", None) or ApiClient.objects.create(
        name=name, clinic=fields.pop("clinic", None), locales=fields.pop("locales", [])
    )
    endpoint = WebhookEndpoint(client=client, url=url, **fields)
    begin()
    create_endpoint(endpoint)
    return endpoint


def begin() -> None:
    """Let the duty begin here, unless it has begun, and be held where nobody has it."""
    settle()
    Duty.objects.get_or_create(pk="webhooks", defaults={"position": get_bounds().last})
    Duty.objects.filter(pk="webhooks", lease="").update(lease=TOKEN)


def fill() -> list[WebhookDelivery]:
    """Fill the outbox; return what waits in it, in the order in which it was put there."""
    while fan_out("webhooks", TOKEN):
        pass
    return list(WebhookDelivery.objects.filter(state="pending").order_by("pk"))


def attempt(answer: Answer = OK, *, most: int = 10) -> list[WebhookDelivery]:
    """Take what is due and let it end so; return it as it is then."""
    taken = claim(most)
    for delivery in taken:
        record(delivery, answer, started_at=timezone.now(), headers={})
    return list(WebhookDelivery.objects.filter(pk__in=[each.pk for each in taken]))
