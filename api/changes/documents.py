"""What front ends are told when stored documents are written, and when time alone changes them."""

import datetime
import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from api.changes.log import Log, lock_state, update_state
from api.changes.shown import NOTHING, Shown, article_change, due_soon, shown
from api.changes.snippets import announce_placements, announce_topics, placements_between
from api.models import Change, ChangeType, DeliveryDocument, DocumentReference, StoreState
from api.models.changes import TOMBSTONES
from api.models.documents import DocumentState
from api.reading.public import TABLE
from api.reading.query import fetch

if TYPE_CHECKING:
    from api.documents.rows import Built

# Everything that is asked of a row here: not its bytes.
_COLUMNS = (
    "page_id", "article_id", "locale", "slug", "path", "kind", "version", "state", "etag",
    "live_from", "expires_at", "last_reviewed_date", "next_review_date",
)  # fmt: skip


_EARLIEST = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@contextmanager
def opened(*, at: datetime.datetime | None = None) -> Iterator[Log]:
    """Open the log to append to it. What time alone has changed since the last time comes first.

    That is articles that went live or expired by their dates, reviews that lapsed and placements
    that began or ended. The log's instant never goes back, whatever the clocks of several machines
    say. Its lock, which is the store's, is held until the transaction ends.
    """
    with transaction.atomic(savepoint=False):
        state = lock_state()
        log = Log(max(at or timezone.now(), state.settled_at or _EARLIEST), state.sequence)
        if state.settled_at is not None:
            _announce_between(state.settled_at, log)
        yield log
        update_state(sequence=log.sequence, settled_at=log.now)


def settle(*, at: datetime.datetime | None = None) -> Log:
    """Append what time alone has changed; return where the log stands then."""
    with opened(at=at) as log:
        return log


def settle_due() -> bool:
    """Settle if time alone has changed something; return whether it had to. Locks nothing else."""
    state = StoreState.objects.filter(pk=StoreState.SINGLE_ID)
    settled_at = state.values_list("settled_at", flat=True).first()
    now = timezone.now()
    if settled_at is None or settled_at >= now:
        return False
    if _day(settled_at) == _day(now) and not _is_due(settled_at, now):
        return False
    settle(at=now)
    return True


def _day(moment: datetime.datetime) -> datetime.date:
    return moment.astimezone(datetime.UTC).date()


def announce(built: Collection["Built"], log: Log) -> None:
    """Append what these rows, which are written, change for front ends since it was settled."""
    changes: list[Change] = []
    appeared: set[int] = set()
    for item in built:
        before, after = shown(item.before, log.now), shown(item.row, log.now)
        if before == after:
            continue
        if before.state != after.state:
            appeared.add(item.row.pk)
        change = _change(item.row, before, after)
        _set_urgency(change, item, after)
        changes.append(change)
    log.append(list(_without_superseded(changes, log)))
    _announce_topics_of(appeared, log)


def announce_gone(rows: Iterable[DeliveryDocument], log: Log) -> None:
    """Append that these rows, which are deleted, are not public any more."""
    before = ((row, shown(row, log.now)) for row in rows)
    changes = [_change(row, seen, NOTHING) for row, seen in before if seen != NOTHING]
    log.append(list(_without_superseded(changes, log)))


def _without_superseded(changes: Collection[Change], log: Log) -> Iterator[Change]:
    """Leave out that a page is gone where another one has taken its article's place."""
    ended = {e.article_id for e in changes if e.article_id and e.type in TOMBSTONES}
    living: dict[tuple[UUID | None, str], set[int]] = {}
    if ended:
        rows = DeliveryDocument.objects.filter(state=DocumentState.PUBLIC, article_id__in=ended)
        for row in rows.only(*_COLUMNS):
            if shown(row, log.now) != NOTHING:
                living.setdefault((row.article_id, row.locale), set()).add(row.pk)
    for change in changes:
        others = living.get((change.article_id, change.locale), set()) - {change.page_id}
        if change.type not in TOMBSTONES or not others:
            yield change


def _change(row: DeliveryDocument, before: Shown, after: Shown) -> Change:
    return article_change(_type(before, after), row, after.etag)


def _type(before: Shown, after: Shown) -> ChangeType:
    if after.state == DocumentState.WITHDRAWN:
        return ChangeType.ARTICLE_WITHDRAWN
    if after.state != DocumentState.PUBLIC:
        return ChangeType.ARTICLE_UNPUBLISHED
    if before.state != DocumentState.PUBLIC:
        return ChangeType.ARTICLE_PUBLISHED
    return ChangeType.ARTICLE_UPDATED if before.place == after.place else ChangeType.ARTICLE_MOVED


def _set_urgency(change: Change, item: "Built", after: Shown) -> None:
    """As serious as a withdrawal, or as a safety notice that was not there before."""
    if after.state == DocumentState.WITHDRAWN:
        notice = json.loads(bytes(item.row.body))
        change.severity, change.withdrawal_id = notice["severity"], notice["withdrawal_id"]
    else:
        change.severity = _notice_severity(item)


def _notice_severity(item: "Built") -> str:
    notice = item.document.safety_notice if item.document else None
    if notice is None:
        return ""
    before: Any = None
    if item.before is not None and item.before.state == DocumentState.PUBLIC:
        before = json.loads(bytes(item.before.body))["safety_notice"]
    return "" if before == json.loads(notice.model_dump_json()) else str(notice.severity)


def _announce_between(start: datetime.datetime, log: Log) -> None:
    """Append what differs now from what was seen at `start`, the rows being the same."""
    end = log.now
    due = Q(live_from__gt=start, live_from__lte=end) | Q(expires_at__gt=start, expires_at__lte=end)
    first, last = _day(start), _day(end)
    if first == last and not _is_due(start, end):
        return
    if first != last:
        soon = due_soon()
        due |= Q(next_review_date__gt=first + soon, next_review_date__lte=last + soon)
        due |= Q(next_review_date__gte=first, next_review_date__lt=last)
    changes: list[Change] = []
    appeared: set[int] = set()
    rows = DeliveryDocument.objects.filter(due, state=DocumentState.PUBLIC).only(*_COLUMNS)
    for row in rows.order_by("pk"):
        before, after = shown(row, start), shown(row, end)
        if before != after:
            changes.append(_change(row, before, after))
        if before.state != after.state:
            appeared.add(row.pk)
    log.append(list(_without_superseded(changes, log)))
    _announce_topics_of(appeared, log)
    if first != last:
        announce_placements(placements_between(first, last), log, always=True)


def _is_due(start: datetime.datetime, end: datetime.datetime) -> bool:
    """Whether an article went live or expired by its dates: two looks at an index.

    Written out, for SQLite uses a partial index only where it sees the condition's value.
    """
    window = (start.isoformat(" "), end.isoformat(" "))
    looks = " OR ".join(
        f"EXISTS (SELECT 1 FROM {TABLE} d WHERE d.state = 'public'"  # noqa: S608
        f" AND d.{column} > %s AND d.{column} <= %s)"
        for column in ("live_from", "expires_at")
    )
    return bool(fetch(f"SELECT 1 WHERE {looks}", (*window, *window)))


def _announce_topics_of(page_ids: Collection[int], log: Log) -> None:
    """Topics come with the first public article on them and go with the last."""
    if page_ids:
        found = DocumentReference.objects.filter(kind="topic", document_id__in=page_ids)
        announce_topics(set(found.values_list("object_id", flat=True)), log)
