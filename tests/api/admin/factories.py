"""Endpoints and what was sent to them."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from api.models import ApiClient, DeliveryState, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from api.webhooks.operations import create_endpoint

_numbers = count(1)


def make_endpoint(*, client: str = "Madrid website", **values: Any) -> WebhookEndpoint:
    owner, _new = ApiClient.objects.get_or_create(name=client)
    url = f"https://hooks.example.org/{next(_numbers)}/"
    endpoint = WebhookEndpoint(**{"client": owner, "url": url, **values})
    create_endpoint(endpoint)
    return endpoint


def make_delivery(endpoint: WebhookEndpoint, **values: Any) -> WebhookDelivery:
    number = next(_numbers)
    now = timezone.now()
    is_over = values.get("state", DeliveryState.PENDING) != DeliveryState.PENDING
    own = {
        "webhook_id": f"msg_{number:032}",
        "type": "article.updated",
        "subject": f"article:{number}:en",
        "sequence": number,
        "urgency": 3,
        "payload": f'{{"type":"article.updated","data":{{"slug":"article-{number}"}}}}',
        "due_at": now,
        "ended_at": now if is_over else None,
    }
    return WebhookDelivery.objects.create(endpoint=endpoint, **{**own, **values})


def make_attempt(delivery: WebhookDelivery, **values: Any) -> WebhookAttempt:
    own = {
        "started_at": timezone.now() - timedelta(seconds=5),
        "milliseconds": 120,
        "request_headers": {"webhook-id": delivery.webhook_id, "webhook-signature": "v1,abc="},
        "status": 200,
        "answer_headers": {"Content-Type": "text/plain"},
        "answer": "thanks",
    }
    return WebhookAttempt.objects.create(delivery=delivery, **{**own, **values})
