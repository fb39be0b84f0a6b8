"""What the background work is doing now: for the admin and for whoever watches the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Min, Q
from django.utils import timezone

from api.models import DeliveryState, Duty, EndpointState, WebhookDelivery, WorkerProcess
from api.worker.duties import plans
from api.worker.processes import MISSED
from articles.models import ScheduleFailure

LATE = timedelta(minutes=2)
"""How long a duty may be due without a worker that has it."""
MOST_SCHEDULES = 100
"""Failed schedules that are named; all are counted."""


class Summary(StrEnum):
    OK = "ok"
    NO_WORKER = "no worker"
    FAILING = "failing"


@dataclass(frozen=True, kw_only=True)
class WorkerState:
    """A worker that was heard of a moment ago."""

    host: str
    pid: int
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class DutyState:
    """A duty of this version, and the worker that has it."""

    name: str
    holder: WorkerState | None
    due_at: datetime
    succeeded_at: datetime | None
    failures: int
    failing_since: datetime | None
    error: str
    is_late: bool
    """Whether it is due and left undone although there are workers."""

    @property
    def is_failing(self) -> bool:
        return self.failing_since is not None or self.is_late


@dataclass(frozen=True, kw_only=True)
class OutboxState:
    """What is to be sent to endpoints that are enabled."""

    waiting: int
    waiting_since: datetime | None
    """When the oldest of them was put there."""
    due: int
    """Those of the waiting that could be sent now."""
    due_since: datetime | None
    given_up: int
    """In the last 24 hours, of all endpoints."""


@dataclass(frozen=True, kw_only=True)
class WorkerStatus:
    at: datetime
    workers: Sequence[WorkerState]
    duties: Sequence[DutyState]
    outbox: OutboxState
    failed_schedules: int
    schedule_failures: Sequence[ScheduleFailure]
    """The oldest ones, `MOST_SCHEDULES` at most."""

    @property
    def summary(self) -> Summary:
        """An item that cannot be published, or a receiver that fails, is not the workers' fault."""
        if not self.workers:
            return Summary.NO_WORKER
        is_failing = any(each.is_failing for each in self.duties)
        return Summary.FAILING if is_failing else Summary.OK


def worker_status() -> WorkerStatus:
    """Read the state of the workers, in a constant number of queries."""
    now = timezone.now()
    workers = _workers(now)
    failures = list(ScheduleFailure.objects.all()[:MOST_SCHEDULES])
    are_all = len(failures) < MOST_SCHEDULES
    return WorkerStatus(
        at=now,
        workers=list(workers.values()),
        duties=_duties(workers, now),
        outbox=_outbox(now),
        failed_schedules=len(failures) if are_all else ScheduleFailure.objects.count(),
        schedule_failures=failures,
    )


def _workers(now: datetime) -> dict[str, WorkerState]:
    """Return those that work, by token."""
    return {
        each.token: WorkerState(
            host=each.host, pid=each.pid, started_at=each.started_at, seen_at=each.seen_at
        )
        for each in WorkerProcess.objects.filter(seen_at__gte=now - MISSED)
    }


def _duties(workers: dict[str, WorkerState], now: datetime) -> list[DutyState]:
    """Return the duties in the order of the list. What an older version left is not shown."""
    stored = {each.name: each for each in Duty.objects.all()}
    # Who has just begun needs a moment to take what is due.
    work_since = min((each.started_at for each in workers.values()), default=now)
    states = []
    for plan in plans():
        duty = stored.get(plan.name) or Duty(name=plan.name, due_at=work_since)
        is_held = duty.leased_until is not None and duty.leased_until >= now
        holder = workers.get(duty.lease) if is_held else None
        is_late = holder is None and max(duty.due_at, work_since) < now - LATE
        states.append(_duty_state(duty, holder, is_late=is_late))
    return states


def _duty_state(duty: Duty, holder: WorkerState | None, *, is_late: bool) -> DutyState:
    return DutyState(
        name=duty.name,
        holder=holder,
        due_at=duty.due_at,
        succeeded_at=duty.ended_at,
        failures=duty.failures,
        failing_since=duty.failing_since,
        error=duty.error,
        is_late=is_late,
    )


def _outbox(now: datetime) -> OutboxState:
    waiting = WebhookDelivery.objects.filter(
        state=DeliveryState.PENDING, endpoint__state=EndpointState.ENABLED
    )
    given_up = WebhookDelivery.objects.filter(
        state=DeliveryState.FAILED, ended_at__gte=now - timedelta(days=1)
    )
    is_due = Q(due_at__lte=now)
    return OutboxState(
        **waiting.aggregate(
            waiting=Count("pk"),
            waiting_since=Min("created_at"),
            due=Count("pk", filter=is_due),
            due_since=Min("due_at", filter=is_due),
        ),
        given_up=given_up.count(),
    )
