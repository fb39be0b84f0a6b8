"""Publishing what is due and unpublishing what has expired: one bad item never stops the others."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import swapper
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import Min
from django.utils import timezone
from wagtail.management.commands.publish_scheduled import revision_date_expired
from wagtail.models import DraftStateMixin, Revision

from articles.models import ScheduleFailure
from articles.problems import PublishRefused
from articles.review.outcome import Outcome
from articles.scheduling_reports import report

logger = logging.getLogger("articles.schedule")


class Item(NamedTuple):
    """Something whose time has come."""

    model: Any
    pk: Any
    act: Callable[[Any, Any], None]

    @property
    def name(self) -> str:
        return f"{self.model._meta.label} {self.pk}"


def run_schedule(*, insist: bool = False) -> Outcome:
    """Publish and expire what is due, each item in its own transaction.

    What failed before waits a while, longer each time, unless ``insist``. The first failure of an
    item is reported to its editors.
    """
    outcome = Outcome()
    items = [*_expired(), *_due()]
    waiting = _waiting({item.name for item in items})
    if insist:
        waiting = set()
    new_failures: list[tuple[Item, str]] = []
    for item in items:
        if item.name in waiting:
            continue
        reason = _attempt(item)
        if reason is None:
            outcome.done += 1
            continue
        outcome.failed += 1
        if _note(item, reason):
            new_failures.append((item, reason))
    # Last: a mail server that does not answer keeps no article from its time.
    for item, reason in new_failures:
        _report(item, reason)
    return outcome


def next_publication() -> datetime | None:
    """Return when something is to be published next. What expires is withheld by itself."""
    coming = Revision.objects.filter(approved_go_live_at__gt=timezone.now())
    first: datetime | None = coming.aggregate(first=Min("approved_go_live_at"))["first"]
    return first


def _expired() -> Iterator[Item]:
    page_model = swapper.load_model("wagtailcore", "Page")
    models = [page_model] + [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, page_model)
    ]
    now = timezone.now()
    for model in models:
        rows = model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")
        for pk in rows.values_list("pk", flat=True):
            yield Item(model, pk, _expire)


def _due() -> Iterator[Item]:
    rows = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    for pk in rows.order_by("approved_go_live_at").values_list("pk", flat=True):
        yield Item(Revision, pk, _publish)


def _waiting(due: set[str]) -> set[str]:
    """Return which items failed and wait; forget failures of what is not due any more.

    An editor has put that right in another way: cancelled it, set another time, deleted it.
    """
    retries = dict(ScheduleFailure.objects.values_list("item", "retry_at"))
    if over := retries.keys() - due:
        ScheduleFailure.objects.filter(item__in=over).delete()
    now = timezone.now()
    return {item for item, retry_at in retries.items() if retry_at > now}


def _attempt(item: Item) -> str | None:
    """Return None if the action succeeded, else what editors can do something about, or "".

    A failure is rolled back and goes no further. Raises `DatabaseError` where the database itself
    failed: no item is to blame for that.
    """
    try:
        with transaction.atomic():
            item.act(item.model, item.pk)
            ScheduleFailure.objects.filter(item=item.name).delete()
    except PublishRefused as refused:
        logger.error("Scheduled publication refused: %s: %s", item.name, refused.summary())
        return "\n".join(str(problem.message) for problem in refused.problems)
    except Exception as error:
        if isinstance(error, DatabaseError) and not _is_usable():
            raise
        logger.exception("Scheduled change failed: %s", item.name)
        return ""
    return None


def _is_usable() -> bool:
    connection = transaction.get_connection()
    return connection.connection is not None and connection.is_usable()


def _note(item: Item, reason: str) -> bool:
    """Write the failure down; return whether it is the item's first."""
    failure, is_new = ScheduleFailure.objects.get_or_create(item=item.name)
    failure.failed_again(reason)
    return is_new


def _report(item: Item, reason: str) -> None:
    found = item.model.objects.filter(pk=item.pk).first()
    if found is not None:
        report(found, reason)


def _expire(model: Any, pk: Any) -> None:
    # Locked and looked at again: a second scheduler may have been faster.
    item = (
        model.objects.select_for_update(of=("self",))
        .filter(pk=pk, live=True, expire_at__lt=timezone.now())
        .first()
    )
    if item is not None:
        item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(model: Any, pk: Any) -> None:
    revision = (
        model.objects.select_for_update(of=("self",))
        .filter(pk=pk, approved_go_live_at__lt=timezone.now())
        .first()
    )
    if revision is None:
        return
    if not revision_date_expired(revision):
        revision.publish(log_action="wagtail.publish.scheduled")
        return
    # Its whole period passed while nothing ran: the outcome is what is true now, expired.
    logger.warning("Not published, its period has passed: revision %s", pk)
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    item = revision.content_object
    if item is not None and item.live:
        item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
