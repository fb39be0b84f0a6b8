"""How far an article's review has come, on a day. The API says the same of what it delivers."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.checks.conf import thresholds_of


class ReviewState(models.TextChoices):
    NONE = "none", _("no review date")
    CURRENT = "current", _("current")
    DUE_SOON = "due_soon", _("due soon")
    OVERDUE = "overdue", _("overdue")


def due_soon_days() -> int:
    """Days before its day from which on a review is due soon: a threshold of rule V3."""
    return int(thresholds_of("V3")["due_soon_days"])


def review_state(due: dt.date | None, today: dt.date) -> ReviewState:
    """The state of a review that is due on a day, which itself is not late yet."""
    if due is None:
        return ReviewState.NONE
    if due < today:
        return ReviewState.OVERDUE
    soon = due <= today + dt.timedelta(days=due_soon_days())
    return ReviewState.DUE_SOON if soon else ReviewState.CURRENT


def due_condition(state: str, today: dt.date) -> models.Q:
    """Rows with a ``next_review_date`` of this state: `review_state` for the database."""
    soon = today + dt.timedelta(days=due_soon_days())
    return {
        ReviewState.NONE: models.Q(next_review_date=None),
        ReviewState.OVERDUE: models.Q(next_review_date__lt=today),
        ReviewState.DUE_SOON: models.Q(next_review_date__gte=today, next_review_date__lte=soon),
        ReviewState.CURRENT: models.Q(next_review_date__gt=soon),
    }[ReviewState(state)]
