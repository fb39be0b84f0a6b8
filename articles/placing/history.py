"""What the history of an article says of its clinics."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import PageLogEntry

from articles.placing.write import BATCH

PLACED = "articles.place"
TAKEN_OFF = "articles.take_off"
ALLOWED = "articles.allow_clinic"


def log_placing(pages: Iterable[Any], action: str, *, user: Any, data: Mapping[str, Any]) -> None:
    """Log the same of many pages: in a few statements, where Wagtail's `log` takes one for each."""
    now = timezone.now()
    entries = [
        PageLogEntry(
            page_id=page.pk,
            content_type=ContentType.objects.get_for_id(page.content_type_id),
            label=page.get_admin_display_title(),
            action=action,
            timestamp=now,
            user=user,
            data=dict(data),
        )
        for page in pages
    ]
    PageLogEntry.objects.bulk_create(entries, batch_size=BATCH)
