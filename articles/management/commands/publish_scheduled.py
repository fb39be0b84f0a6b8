"""Wagtail's command, made so that one bad page never keeps the others from their time."""

from typing import Any

from django.core.management.base import CommandError
from wagtail.management.commands import publish_scheduled

from articles.scheduling import run_schedule


class Command(publish_scheduled.Command):
    help = "Publish what is due and unpublish what has expired, each item in its own transaction."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        outcome = run_schedule(insist=True)
        if outcome.failed:
            raise CommandError(
                f"{outcome.failed} of {outcome.done + outcome.failed} scheduled changes failed; "
                "the log says which."
            )
