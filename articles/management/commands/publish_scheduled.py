"""Wagtail's command, made so that one bad page never keeps the others from their time."""

import logging
from collections.abc import Callable
from typing import Any

import swapper
from django.apps import apps
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import DraftStateMixin, Revision

from articles.problems import PublishRefused

logger = logging.getLogger("articles.schedule")


class Command(publish_scheduled.Command):
    help = "Publish what is due and unpublish what has expired, each item in its own transaction."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        outcomes = [
            *(_attempt(_expire, model, pk) for model, pk in _expired()),
            *(_attempt(_publish, Revision, pk) for pk in _due()),
        ]
        if not all(outcomes):
            failed = outcomes.count(False)
            raise CommandError(
                f"{failed} of {len(outcomes)} scheduled changes failed; the log says which."
            )


def _expired() -> list[tuple[Any, Any]]:
    page_model = swapper.load_model("wagtailcore", "Page")
    models = [page_model] + [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, page_model)
    ]
    now = timezone.now()
    return [
        (model, pk)
        for model in models
        for pk in model.objects.filter(live=True, expire_at__lt=now)
        .order_by("expire_at")
        .values_list("pk", flat=True)
    ]


def _due() -> list[Any]:
    return list(
        Revision.objects.filter(approved_go_live_at__lt=timezone.now())
        .order_by("approved_go_live_at")
        .values_list("pk", flat=True)
    )


def _attempt(action: Callable[[Any, Any], None], model: Any, pk: Any) -> bool:
    """Whether the action succeeded. A failure is rolled back and logged, and goes no further."""
    name = f"{model._meta.label} {pk}"
    try:
        with transaction.atomic():
            action(model, pk)
    except PublishRefused as refused:
        logger.error("Scheduled publication refused: %s: %s", name, refused.summary())
        return False
    except Exception:
        logger.exception("Scheduled change failed: %s", name)
        return False
    return True


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
    if not publish_scheduled.revision_date_expired(revision):
        revision.publish(log_action="wagtail.publish.scheduled")
        return
    # Its whole period passed while nothing ran: the outcome is what is true now, expired.
    logger.warning("Not published, its period has passed: revision %s", pk)
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    item = revision.content_object
    if item is not None and item.live:
        item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
