"""Workers as real processes: killed, stopped, several at once, and cut off from their database."""

import random
import signal
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from api.models import (
    Change,
    DeliveryState,
    Duty,
    WebhookAttempt,
    WebhookDelivery,
    WorkerProcess,
)
from api.webhooks.operations import send_ping
from tests.api.changes.test_log import publish
from tests.api.webhooks.endpoints import make_endpoint
from tests.api.webhooks.receivers import receiver
from tests.api.worker.processes import WorkerProcesses, eventually
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def is_delivered() -> bool:
    waiting = WebhookDelivery.objects.filter(state=DeliveryState.PENDING).exists()
    behind = (Duty.objects.get(pk="webhooks").position or 0) < (
        Change.objects.values_list("sequence", flat=True).last() or 0
    )
    return not waiting and not behind


def test_a_change_is_told_and_a_signal_ends_the_worker_with_what_it_began(
    crew: WorkerProcesses,
) -> None:
    with receiver() as found:
        endpoint = make_endpoint(found.url)
        Duty.objects.update(lease="")
        worker = crew.start()
        eventually(lambda: WorkerProcess.objects.count() == 1)
        page = ArticlePageFactory()
        eventually(lambda: len(found.received) == 1)
        eventually(is_delivered)
        assert str(page.translation_key) in found.received[0].body

        found.hold = threading.Event()
        delivery = send_ping(endpoint)
        eventually(lambda: found.most_at_once == 1 and _is_leased(delivery))
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert worker.poll() is None
        found.hold.set()
        assert crew.end(worker) == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.lease) == ("delivered", "")
    assert not WorkerProcess.objects.exists()
    assert not Duty.objects.exclude(lease="").exists()


def _is_leased(delivery: WebhookDelivery) -> bool:
    return WebhookDelivery.objects.filter(pk=delivery.pk).exclude(lease="").exists()


def test_nothing_is_lost_or_renamed_while_two_workers_are_killed_again_and_again(
    crew: WorkerProcesses,
) -> None:
    chance = random.Random(5)
    with receiver() as found:
        found.answers = [(chance.choice([204, 204, 503]), {"Retry-After": "1"}, b"")] * 3
        make_endpoint(found.url, most_at_once=4)
        Duty.objects.update(lease="")
        pages = [ArticlePageFactory() for _each in range(12)]
        pair = [crew.start(), crew.start()]
        for number in range(4):
            publish(pages[number], title=f"Again {number}")
            time.sleep(chance.uniform(0.1, 0.8))
            crew.kill(pair[number % 2])
            pair[number % 2] = crew.start()
        WebhookDelivery.objects.filter(state="pending").update(due_at=timezone.now())
        eventually(is_delivered)
        told = {each.headers["webhook-id"] for each in found.received}
    delivered = WebhookDelivery.objects.filter(state="delivered")
    assert told >= set(delivered.values_list("webhook_id", flat=True))
    # Of each article its last change has arrived, whatever became of those before.
    last = {each.subject: each.sequence for each in Change.objects.filter(page_id__isnull=False)}
    assert {each.subject: each.sequence for each in delivered.order_by("sequence")} == last
    known = set(WebhookDelivery.objects.values_list("webhook_id", flat=True))
    assert told <= known
    assert WebhookDelivery.objects.count() == len(known)


def test_what_a_killed_worker_had_begun_is_begun_again_under_the_same_id(
    crew: WorkerProcesses,
) -> None:
    with receiver() as found:
        found.hold = threading.Event()
        endpoint = make_endpoint(found.url)
        Duty.objects.update(lease="")
        delivery = send_ping(endpoint)
        worker = crew.start()
        eventually(lambda: found.most_at_once == 1)
        crew.kill(worker)
        assert _is_leased(delivery)
        found.hold.set()
        found.hold = None
        crew.start()
        eventually(is_delivered)
    assert {each.headers["webhook-id"] for each in found.received} == {delivery.webhook_id}
    assert len(found.received) == 2
    assert WebhookAttempt.objects.count() == 1


def test_a_receiver_that_hangs_keeps_no_other_waiting(crew: WorkerProcesses) -> None:
    with receiver() as hung, receiver() as found:
        hung.hold = threading.Event()
        slow = make_endpoint(hung.url, most_at_once=16)
        make_endpoint(found.url)
        Duty.objects.update(lease="")
        for _each in range(20):
            send_ping(slow)
        crew.start()
        eventually(lambda: hung.most_at_once >= 10)
        ArticlePageFactory()
        eventually(lambda: len(found.received) == 1)
        assert not hung.received
        hung.hold.set()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only on PostgreSQL: it has connections")
def test_a_worker_goes_on_when_the_database_comes_back(crew: WorkerProcesses) -> None:
    with receiver() as found:
        make_endpoint(found.url)
        Duty.objects.update(lease="")
        worker = crew.start()
        for _each in range(3):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            time.sleep(0.3)
        ArticlePageFactory()
        eventually(lambda: len(found.received) == 1)
        assert worker.poll() is None


def test_two_workers_share_the_duties(crew: WorkerProcesses) -> None:
    first, second = crew.start(), crew.start()
    eventually(lambda: Duty.objects.exclude(lease="").count() >= 5)
    eventually(lambda: WorkerProcess.objects.count() == 2)
    holders = set(Duty.objects.values_list("lease", flat=True))
    for process in (first, second):
        mine = WorkerProcess.objects.get(pid=process.pid).token
        others = WorkerProcess.objects.exclude(pid=process.pid).values_list("token", flat=True)
        assert holders <= {mine, *others}
    crew.kill(first)
    left = WorkerProcess.objects.get(pid=second.pid).token
    eventually(lambda: set(Duty.objects.values_list("lease", flat=True)) == {left})
