"""The list of what is done in the background."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from api.changes.documents import settle_due
from api.changes.log import prune
from api.documents.media import delete_retired_files
from api.models import Duty
from api.previews.sessions import forget_previews
from api.purging.purge import backends
from api.webhooks.fan_out import DUTY, fan_out
from api.webhooks.retention import forget_old
from api.worker.purging import purge_again, purge_changes
from articles.review.daily import run_daily_review
from articles.scheduling import next_publication, run_schedule

RETRIES = (5, 30, 60, 300)
"""Seconds until a duty that failed is tried again: the first time, the second, and so on."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A duty in the hands of a worker."""

    duty: Duty
    token: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A duty: what to do, and when. What `work` raises is noted, and tried again."""

    name: str
    work: Callable[[Held], None]
    every: timedelta
    at: time | None = None
    """The time of day, in the site's time zone, of what is done by days."""
    retries: tuple[int, ...] = RETRIES
    """Seconds until it is tried again after it failed once, twice, and so on."""
    next_time: Callable[[], datetime | None] | None = None
    """What returns the moment at which there will be something to do, where it is known before."""
    follows_changes: bool = False
    """Whether it deals with the log of changes from its `position` on."""

    def next_due(self, now: datetime) -> datetime:
        """Return when it is due after it went well at `now`."""
        if self.at is None:
            regular = now + self.every
            return min(regular, (self.next_time and self.next_time()) or regular)
        local = timezone.localtime(now)
        due = local.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return due if due > local else due + self.every

    def retry_due(self, failures: int, now: datetime) -> datetime:
        """Return when it is tried again after it failed `failures` times in a row."""
        return now + timedelta(seconds=self.retries[min(failures, len(self.retries)) - 1])


def plans() -> Iterator[Plan]:
    """Everything the workers of this site do, besides sending webhooks."""
    yield Plan(
        name="schedule",
        work=_publish_and_expire,
        every=timedelta(seconds=2),
        next_time=next_publication,
    )
    yield Plan(name="settle", work=_settle, every=timedelta(seconds=1))
    yield Plan(name=DUTY, work=fan_out_held, every=timedelta(seconds=0.5), follows_changes=True)
    if backends():
        # Soon again: a cache that is away keeps no other one from dropping what is wrong.
        yield Plan(
            name="purge",
            work=_purge,
            every=timedelta(seconds=0.5),
            retries=(2, 5),
            follows_changes=True,
        )
        yield Plan(
            name="purge_again",
            work=_purge_again,
            every=timedelta(seconds=1),
            retries=(2, 5),
            follows_changes=True,
        )
    yield Plan(name="files", work=_delete_files, every=timedelta(minutes=1))
    yield Plan(name="daily_review", work=_review, every=timedelta(days=1), at=time(5))
    yield Plan(name="tidy", work=_tidy, every=timedelta(hours=1))


def _publish_and_expire(held: Held) -> None:
    run_schedule()


def _settle(held: Held) -> None:
    settle_due()


def fan_out_held(held: Held) -> None:
    while fan_out(held.duty.name, held.token):
        pass


def _purge(held: Held) -> None:
    purge_changes(held.duty.name, held.token)


def _purge_again(held: Held) -> None:
    purge_again(held.duty.name, held.token)


def _delete_files(held: Held) -> None:
    delete_retired_files()


def _review(held: Held) -> None:
    run_daily_review()


def _tidy(held: Held) -> None:
    prune()
    forget_old()
    forget_previews()
