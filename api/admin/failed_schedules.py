"""What could not be published or taken down on schedule, with the way to its editor."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Revision

from articles.models import ScheduleFailure


@dataclass(frozen=True, kw_only=True)
class FailedSchedule:
    title: str
    edit_url: str | None
    """None where the user may not edit it, or it is not there any more."""
    is_publication: bool
    reasons: Sequence[str]
    """What an editor can do something about; none where the log says more."""
    since: datetime
    attempts: int
    retry_at: datetime


def describe(failures: Iterable[ScheduleFailure], user: Any) -> list[FailedSchedule]:
    """Return what `user` is to know of these failures: one query for each kind of item."""
    failures = list(failures)
    found = _items(failures)
    finder = AdminURLFinder(user)
    described = []
    for failure in failures:
        item: Any = found.get(failure.item)
        subject = item.content_object if isinstance(item, Revision) else item
        described.append(
            FailedSchedule(
                title=failure.item if subject is None else str(subject),
                edit_url=None if subject is None else finder.get_edit_url(subject),
                is_publication=failure.item.startswith(Revision._meta.label),
                reasons=failure.reason.splitlines(),
                since=failure.first_failed_at,
                attempts=failure.attempts,
                retry_at=failure.retry_at,
            )
        )
    return described


def _items(failures: Iterable[ScheduleFailure]) -> dict[str, Any]:
    """Return the revisions to be published and the objects to be taken down, by their names."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for failure in failures:
        label, _space, pk = failure.item.partition(" ")
        keys[label].append(pk)
    found: dict[str, Any] = {}
    for label, pks in keys.items():
        try:
            rows = apps.get_model(label)._default_manager.filter(pk__in=pks)
        except LookupError:
            continue  # Of an app that was taken away.
        if issubclass(rows.model, Revision):
            rows = rows.prefetch_related("content_object")
        found |= {f"{label} {row.pk}": row for row in rows}
    return found
