"""Has caches in front drop what changes have made wrong, until they have acknowledged it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from api.conf import get_setting
from api.models import Change, Duty, WaitingPurge
from api.models.changes import TOMBSTONES
from api.purging.purge import backends, purge
from api.purging.tags import tags_of
from api.reading.changes import get_bounds

_MARGIN = timedelta(minutes=10)
"""How much longer than they may a cache is thought to keep answers."""
MOST_ADDRESSES = 500
AGAIN_AFTER = timedelta(seconds=8)
"""Longer than an answer is on its way that was begun before the act it knows nothing of."""


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


def purge_again(duty: str, token: str) -> None:
    """Purge once more, a few seconds after the act, what must not be shown any more.

    An answer that was begun before the act may reach a cache after the purge, which then keeps it
    as a fresh one. Raises `PurgeFailed`; then all of it is due again.
    """
    position = Duty.objects.values_list("position", flat=True).get(pk=duty) or 0
    before = timezone.now() - AGAIN_AFTER
    ripe = Change.objects.filter(sequence__gt=position, occurred_at__lte=before)
    last = ripe.order_by("-sequence").values_list("sequence", flat=True).first()
    if last is None:
        return
    ended = ripe.filter(Q(type__in=TOMBSTONES) | ~Q(severity=""), sequence__lte=last)
    purge(tags_of(ended.filter(occurred_at__gte=timezone.now() - _longest_kept())))
    Duty.objects.filter(pk=duty, lease=token).update(position=last)


def _longest_kept() -> timedelta:
    seconds = get_setting("CACHE_MAX_AGE") + get_setting("CACHE_STALE_WHILE_REVALIDATE")
    return timedelta(seconds=seconds) + _MARGIN
