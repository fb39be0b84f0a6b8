"""What is told of the background work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from api.models import DeliveryState, Duty, EndpointState, WorkerProcess
from api.worker.duties import plans
from api.worker.processes import MISSED
from api.worker.status import LATE, MOST_SCHEDULES, Summary, worker_status
from articles.models import ScheduleFailure
from tests.api.admin.factories import make_delivery, make_endpoint

pytestmark = pytest.mark.django_db
NAMES = [each.name for each in plans()]


def start_worker(token: str = "a", *, ago: timedelta = timedelta(hours=1), **values) -> None:
    now = timezone.now()
    own = {"host": "cms-1", "pid": 12, "started_at": now - ago, "seen_at": now}
    WorkerProcess.objects.create(token=token, **{**own, **values})


def hold_all(token: str = "a") -> None:
    now = timezone.now()
    for name in NAMES:
        Duty.objects.create(
            name=name,
            due_at=now,
            ended_at=now,
            lease=token,
            leased_until=now + timedelta(minutes=1),
        )


def test_all_is_well_while_a_worker_holds_every_duty() -> None:
    start_worker()
    hold_all()
    status = worker_status()
    assert status.summary == Summary.OK == "ok"
    assert [each.name for each in status.duties] == NAMES
    assert {(each.holder.host, each.holder.pid) for each in status.duties} == {("cms-1", 12)}


def test_nobody_works() -> None:
    assert worker_status().summary == Summary.NO_WORKER == "no worker"
    hold_all()
    start_worker(seen_at=timezone.now() - MISSED - timedelta(seconds=1))
    status = worker_status()
    assert (status.summary, list(status.workers)) == (Summary.NO_WORKER, [])
    # Its leases may still run: nobody has the duties all the same.
    assert {each.holder for each in status.duties} == {None}


def test_a_duty_that_fails_is_told_with_its_error() -> None:
    start_worker()
    hold_all()
    since = timezone.now() - timedelta(minutes=3)
    Duty.objects.filter(name="schedule").update(failures=2, failing_since=since, error="OSError: x")
    status = worker_status()
    assert status.summary == Summary.FAILING == "failing"
    failing = [each for each in status.duties if each.is_failing]
    assert [(each.name, each.failures, each.failing_since, each.error) for each in failing] == [
        ("schedule", 2, since, "OSError: x")
    ]


def test_a_duty_that_no_worker_takes_is_late() -> None:
    start_worker()
    hold_all()
    long_ago = timezone.now() - LATE - timedelta(seconds=1)
    Duty.objects.filter(name="settle").update(due_at=long_ago)
    assert worker_status().summary == Summary.OK
    Duty.objects.filter(name="settle").update(lease="", leased_until=None)
    assert [each.name for each in worker_status().duties if each.is_late] == ["settle"]
    Duty.objects.filter(name="settle").delete()
    assert worker_status().summary == Summary.FAILING


def test_a_worker_that_has_just_begun_is_not_late() -> None:
    start_worker(ago=timedelta(seconds=1))
    Duty.objects.create(name="settle", due_at=timezone.now() - timedelta(days=1))
    assert worker_status().summary == Summary.OK


def test_what_an_older_version_left_is_no_duty() -> None:
    start_worker()
    hold_all()
    Duty.objects.create(name="removed", failing_since=timezone.now())
    assert worker_status().summary == Summary.OK


def test_the_outbox_counts_what_waits_for_endpoints_that_are_enabled() -> None:
    now = timezone.now()
    endpoint = make_endpoint()
    oldest = make_delivery(endpoint, created_at=now - timedelta(hours=2), due_at=now + LATE)
    due = make_delivery(endpoint, due_at=now - timedelta(minutes=1))
    make_delivery(endpoint, state=DeliveryState.DELIVERED)
    make_delivery(endpoint, state=DeliveryState.FAILED)
    make_delivery(endpoint, state=DeliveryState.FAILED, ended_at=now - timedelta(days=2))
    make_delivery(make_endpoint(state=EndpointState.DISABLED))
    outbox = worker_status().outbox
    assert (outbox.waiting, outbox.waiting_since) == (2, oldest.created_at)
    assert (outbox.due, outbox.due_since) == (1, due.due_at)
    assert outbox.given_up == 1


def test_failed_schedules_are_counted_beyond_those_named(django_assert_max_num_queries) -> None:
    items = [ScheduleFailure(item=f"x.Y {number}") for number in range(MOST_SCHEDULES + 1)]
    ScheduleFailure.objects.bulk_create(items)
    start_worker()
    hold_all()
    with django_assert_max_num_queries(6):
        status = worker_status()
    assert status.failed_schedules == MOST_SCHEDULES + 1
    assert len(status.schedule_failures) == MOST_SCHEDULES
    assert status.summary == Summary.OK
