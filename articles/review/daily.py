"""What has to be done about reviews once a day."""

import logging
from collections.abc import Callable, Collection
from typing import NamedTuple

from django.utils import timezone

from articles.review.health import take_snapshot
from articles.review.outcome import Outcome
from articles.review.overdue import apply_overdue_policy
from articles.review.publication_record import end_stale
from articles.review.reminders import send_reminders

logger = logging.getLogger("articles.review")


class Step(NamedTuple):
    done: str
    """What it has done, in words that a number stands before."""
    act: Callable[[], Outcome]


def _close_records() -> Outcome:
    return Outcome(done=end_stale())


# In this order. What is counted last has seen what was taken down before.
STEPS = {
    "reminders": Step("reminders sent", lambda: send_reminders(timezone.localdate())),
    "overdue": Step(
        "overdue articles taken down", lambda: apply_overdue_policy(timezone.localdate())
    ),
    "health": Step("live articles counted", take_snapshot),
    "records": Step("records of publications closed", _close_records),
}


def run_daily_review(names: Collection[str] = ()) -> dict[str, Outcome | None]:
    """Take these steps, all by default, and return what came of each; None where it failed whole.

    The failure of one keeps no other one from running. Twice a day does no harm.
    """
    wanted = [name for name in STEPS if not names or name in names]
    return {name: _run(name) for name in wanted}


def _run(name: str) -> Outcome | None:
    try:
        return STEPS[name].act()
    except Exception:
        logger.exception("Daily review: step %s failed", name)
        return None
