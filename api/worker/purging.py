"""Has caches in front drop what changes have made wrong, until they have acknowledged it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from api.conf import get_setting
from api.models import Change, Duty, WaitingPurge
from api.purging.purge import backends, purge
from api.purging.tags import tags_of
from api.reading.changes import get_bounds

_MARGIN = timedelta(minutes=10)
"""How much longer than they may a cache is thought to keep answers."""
MOST_ADDRESSES = 500


def note_media_gone(urls: Sequence[str], **kwargs: Any) -> None:
    """Keep the addresses of files that are public no more, in the transaction of the act."""
    if backends():
        WaitingPurge.objects.bulk_create([WaitingPurge(url=url) for url in urls])


def purge_changes(duty: str, token: str) -> None:
    """Purge what changed since the last time. Raises `PurgeFailed`; then all of it is due again.

    All caches are asked again where one has not acknowledged: one that stands behind it may have
    fetched from it what is wrong. Answers from before the longest time that caches keep them have
    gone by themselves.
    """
    position, last = Duty.objects.values_list("position", flat=True).get(pk=duty), get_bounds().last
    addresses = list(WaitingPurge.objects.order_by("pk")[:MOST_ADDRESSES])
    if last <= (position or 0) and not addresses:
        return
    changes = Change.objects.filter(sequence__gt=position or 0, sequence__lte=last)
    recent = changes.filter(occurred_at__gte=timezone.now() - _longest_kept())
    purge(tags_of(recent), [each.url for each in addresses])
    WaitingPurge.objects.filter(pk__in=[each.pk for each in addresses]).delete()
    Duty.objects.filter(pk=duty, lease=token).update(position=last)


def _longest_kept() -> timedelta:
    seconds = get_setting("CACHE_MAX_AGE") + get_setting("CACHE_STALE_WHILE_REVALIDATE")
    return timedelta(seconds=seconds) + _MARGIN
