"""Appends to the log and takes old entries off it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from api.conf import get_setting
from api.models import Change, StoreState


@dataclass(slots=True)
class Log:
    """The log at one instant, held by whoever has the store's lock: see `opened`."""

    now: datetime.datetime
    """The instant until which time alone has been settled: never before the last entry's."""
    sequence: int
    """The last number given; 0 where there is none."""

    def append(self, changes: Sequence[Change]) -> None:
        """Give these changes the next numbers and this instant, and write them."""
        if not changes:
            return
        for number, change in enumerate(changes, self.sequence + 1):
            change.sequence = number
            change.occurred_at = self.now
            if change.severity:
                change.must_refresh_by = self.now + _refresh_within(change.severity)
        Change.objects.bulk_create(changes)
        self.sequence += len(changes)


class LogState(NamedTuple):
    """Where the log stands."""

    sequence: int
    settled_at: datetime.datetime | None
    """None before the first change."""


def lock_state() -> LogState:
    """Take the store's lock, where the caller has it not yet, and return where the log stands."""
    found = StoreState.objects.select_for_update().values_list("sequence", "settled_at")
    row = found.filter(pk=StoreState.SINGLE_ID).first()
    if row is None:
        StoreState.lock()
        return LogState(0, None)
    return LogState(*row)


def update_state(**values: Any) -> None:
    StoreState.objects.filter(pk=StoreState.SINGLE_ID).update(**values)


def prune() -> int:
    """Delete what is older than the site keeps; return how many. Cursors in it end with 410."""
    before = timezone.now() - datetime.timedelta(days=get_setting("CHANGES_KEPT_DAYS"))
    with transaction.atomic():
        StoreState.lock()
        old = Change.objects.filter(occurred_at__lt=before)
        last = old.order_by("-occurred_at", "-sequence").values_list("sequence", flat=True).first()
        if last is None:
            return 0
        number, _by_model = Change.objects.filter(sequence__lte=last).delete()
        update_state(pruned_to=last)
    return number


def _refresh_within(severity: str) -> datetime.timedelta:
    return datetime.timedelta(seconds=get_setting("REFRESH_WITHIN")[severity])
