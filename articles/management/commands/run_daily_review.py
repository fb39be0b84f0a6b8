"""What has to be done about reviews once a day."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.review.health import take_snapshot
from articles.review.outcome import Outcome
from articles.review.overdue import apply_overdue_policy
from articles.review.publication_record import end_stale
from articles.review.reminders import send_reminders

logger = logging.getLogger("articles.review")


def _close_records() -> Outcome:
    return Outcome(done=end_stale())


# In this order. What is counted last has seen what was taken down before.
STEPS: dict[str, tuple[str, Callable[[], Outcome]]] = {
    "reminders": ("reminders sent", lambda: send_reminders(timezone.localdate())),
    "overdue": ("overdue articles taken down", lambda: apply_overdue_policy(timezone.localdate())),
    "health": ("live articles counted", take_snapshot),
    "records": ("records of publications closed", _close_records),
}


class Command(BaseCommand):
    help = (
        "Sends reminders of reviews, takes overdue articles down where the site wants it, and "
        "keeps records and figures up to date. Run it once a day; twice does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", action="append", choices=list(STEPS), metavar="STEP", default=[],
            help=f"only this step; repeatable: {', '.join(STEPS)}",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [
            name
            for name in STEPS
            if (not options["only"] or name in options["only"]) and not self._run(name)
        ]
        if failed:
            raise CommandError(f"Not all went well: {', '.join(failed)}. The log says why.")

    def _run(self, name: str) -> bool:
        """Whether a step went well. Its failure keeps no other one from running."""
        label, step = STEPS[name]
        try:
            outcome = step()
        except Exception:
            logger.exception("Daily review: step %s failed", name)
            return False
        more = f", {outcome.failed} failed" if outcome.failed else ""
        self.stdout.write(f"{name}: {outcome.done} {label}{more}")
        return not outcome.failed
