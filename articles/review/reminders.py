"""Reminders of reviews: some days ahead, then every week once one is overdue."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from articles.conf import get_setting
from articles.mail import admin_url, send_to
from articles.models import ReviewReminder
from articles.review.library import article_pages
from articles.review.outcome import Outcome
from articles.review.recipients import by_person, read_recipients

logger = logging.getLogger("articles.review")

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Due:
    """A live article whose review is due or overdue; ``step``: days before, as it is recorded."""

    page: Any
    step: int

    @property
    def is_overdue(self) -> bool:
        return self.step < 0

    @property
    def day(self) -> dt.date:
        return self.page.next_review_date  # type: ignore[no-any-return]

    @property
    def url(self) -> str:
        return admin_url("wagtailadmin_pages:edit", self.page.pk)


def reminder_step(days: int, ahead: Iterable[int]) -> int | None:
    """Which reminder belongs to a review that is due in so many days; `None`: not yet one.

    ``ahead``: the days before it on which one is sent. A day on which nothing ran is made up for.
    Overdue: -1, then -8 and so on.
    """
    if days < 0:
        return -1 - (-days - 1) // _WEEK * _WEEK
    return min((step for step in ahead if days <= step), default=None)


def send_reminders(today: dt.date) -> Outcome:
    """Send each person one mail with what is new to be said of their articles.

    What is said is recorded before it is sent: a reminder goes out once, whatever dies halfway and
    however many run at a time. A mail that the server refuses is sent by the next run.
    """
    due = {entry.page.pk: entry for entry in read_due(today)}
    outcome = Outcome()
    for user, page_ids in by_person(read_recipients(list(due))).items():
        try:
            outcome.done += _remind(user, [due[pk] for pk in due if pk in set(page_ids)])
        except Exception:
            outcome.failed += 1
            logger.exception("Reminder of reviews not sent to user %s", user.pk)
    return outcome


def read_due(today: dt.date) -> list[Due]:
    """Articles for which there is a reminder on a day, the most urgent first."""
    ahead = get_setting("REMINDER_DAYS")
    latest = today + dt.timedelta(days=max(ahead, default=0))
    pages = article_pages("next_review_date").filter(live=True, next_review_date__lte=latest)
    found = []
    for page in pages.select_related("locale").order_by("next_review_date", "pk"):
        step = reminder_step((page.next_review_date - today).days, ahead)
        if step is not None:
            found.append(Due(page, step))
    return found


def _remind(user: Any, entries: list[Due]) -> int:
    """Mail what this person has not been told yet; return how many mails that took."""
    with transaction.atomic():
        claims = [(entry, _claim(user, entry)) for entry in entries]
    new = [(entry, claim) for entry, claim in claims if claim is not None]
    if not new:
        return 0
    told = [entry for entry, _claim in new]
    context = {
        "overdue": [entry for entry in told if entry.is_overdue],
        "ahead": [entry for entry in told if not entry.is_overdue],
        "count": len(told),
        "report_url": admin_url("articles_reviews:index"),
    }
    try:
        send_to(user, "review_reminder", context)
    except Exception:
        ReviewReminder.objects.filter(pk__in=[claim.pk for _entry, claim in new]).delete()
        raise
    return 1


def _claim(user: Any, entry: Due) -> ReviewReminder | None:
    """The record of this reminder, or `None` where somebody else has it. Waits for them."""
    claim, created = ReviewReminder.objects.get_or_create(
        page_id=entry.page.pk, due_date=entry.day, days_before=entry.step, recipient=user.email
    )
    return claim if created else None
