"""How long the log of deliveries reaches back."""

from datetime import timedelta

from django.utils import timezone

from api.conf import get_setting
from api.models import WebhookDelivery

BATCH = 1_000


def forget_old() -> int:
    """Delete what ended longer ago than the site keeps it, attempts and all; return how many."""
    before = timezone.now() - timedelta(days=get_setting("WEBHOOKS_KEPT_DAYS"))
    forgotten = 0
    while True:
        old = WebhookDelivery.objects.filter(ended_at__lt=before).values_list("pk", flat=True)
        ids = list(old[:BATCH])
        if not ids:
            return forgotten
        WebhookDelivery.objects.filter(pk__in=ids).delete()
        forgotten += len(ids)
