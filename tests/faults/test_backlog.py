"""Ten thousand deliveries wait: what is urgent goes first, all others go, and no memory is lost."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from api.models import DeliveryState, Duty, WebhookDelivery, WebhookEndpoint
from articles.withdrawing.withdraw import withdraw
from tests.api.webhooks.endpoints import make_endpoint
from tests.api.webhooks.receivers import Receiver, receiver
from tests.api.worker.processes import eventually, workers
from tests.articles.factories import ArticlePageFactory, SuperuserFactory
from tests.benchmarks.processes import own_memory
from tests.faults.rounds import ROUNDS
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
    pytest.mark.soak,
]
WAITING = 10_000
TRIED = WAITING if ROUNDS else 400
"""How many of them have to arrive before the test ends."""
DRAINED = WAITING if ROUNDS else 300
SLOWEST = 10
"""Deliveries a second, on a machine that has much else to do; 240 on one that has not."""
URGENT_WITHIN = 15.0
"""Seconds, on a machine that has much else to do."""
MOST_MEMORY = 30_000_000
"""Bytes by which a worker may grow: less than what waits has."""
PADDING = "x" * 4_000
IS_WITHDRAWN = "article.withdrawn"


@pytest.fixture(autouse=True)
def receivers_are_here(settings: Any) -> None:
    content = settings.CLINIC_CONTENT
    allowed = {**content["API"], "WEBHOOK_PRIVATE_NETWORKS": ["127.0.0.0/8"]}
    settings.CLINIC_CONTENT = {**content, "API": allowed}


def fill_up(endpoints: list[WebhookEndpoint], total: int = WAITING) -> None:
    """Leave so many to be sent, as when the receivers were away for days."""
    now = timezone.now()
    WebhookDelivery.objects.bulk_create(
        (
            WebhookDelivery(
                endpoint=endpoints[number % len(endpoints)],
                webhook_id=f"msg_{number}",
                type="article.updated",
                subject=f"article {number}",
                # Older than what happens in the test.
                sequence=number - total,
                urgency=3,
                payload=f'{{"type":"article.updated","data":"{PADDING}"}}',
                due_at=now,
            )
            for number in range(total)
        ),
        batch_size=500,
    )


def place_of_withdrawal(found: Receiver) -> int:
    """After how many others it came; 0 if it has not come."""
    told = (number for number, each in enumerate(found.received) if IS_WITHDRAWN in each.body)
    return next(told, 0)


def test_a_withdrawal_overtakes_them_and_nobody_starves(tmp_path: Path) -> None:
    page, user = ArticlePageFactory(), SuperuserFactory()
    with (
        receiver() as one,
        receiver() as two,
        receiver() as hung,
        shared_database(tmp_path) as environment,
        workers(environment, tmp_path) as crew,
    ):
        hung.hold = threading.Event()
        found = [one, two]
        endpoints = [make_endpoint(each.url, most_at_once=4) for each in (one, two, hung)]
        fill_up(endpoints)
        Duty.objects.update(lease="")
        worker = crew.start()
        eventually(lambda: all(len(each.received) >= 20 for each in found))
        before = own_memory(worker.pid)
        withdraw([page], severity="critical", reason="Wrong dose.", user=user)
        eventually(lambda: all(place_of_withdrawal(each) for each in found), seconds=URGENT_WITHIN)
        # Before it went what was on its way, and what was sent while it was queued.
        assert all(place_of_withdrawal(each) < WAITING // 10 for each in found)
        most = 0

        def is_enough() -> bool:
            nonlocal most
            most = max(most, own_memory(worker.pid))
            return sum(len(each.received) for each in found) >= TRIED * len(found) // 3

        eventually(is_enough, seconds=60 + TRIED / 10)
        assert most - before < MOST_MEMORY
        if ROUNDS:
            eventually(lambda: not waiting_for(endpoints[:2]))
        hung.hold.set()
    for each in found:
        assert_in_order(each)
    numbers = [len(each.received) for each in found]
    assert min(numbers) > 0.7 * max(numbers), numbers


def waiting_for(endpoints: list[WebhookEndpoint]) -> bool:
    left = WebhookDelivery.objects.filter(endpoint__in=endpoints, state=DeliveryState.PENDING)
    return left.exists()


def assert_in_order(found: Receiver) -> None:
    """The oldest first, but for the four that are on their way at once."""
    ids = [each.headers["webhook-id"] for each in found.received if PADDING in each.body]
    numbers = [int(each.removeprefix("msg_")) // 3 for each in dict.fromkeys(ids)]
    assert all(abs(number - place) <= 8 for place, number in enumerate(numbers))


def test_receivers_that_are_back_have_them_all_soon_and_once(tmp_path: Path, capsys: Any) -> None:
    with (
        receiver() as one,
        receiver() as two,
        shared_database(tmp_path) as environment,
        workers(environment, tmp_path) as crew,
    ):
        endpoints = [make_endpoint(each.url, most_at_once=16) for each in (one, two)]
        fill_up(endpoints, DRAINED)
        Duty.objects.update(lease="")
        crew.start()
        took = eventually(lambda: not waiting_for(endpoints), seconds=DRAINED / SLOWEST)
        ended = set(WebhookDelivery.objects.values_list("state", "lease"))
    for number, found in enumerate((one, two)):
        # A worker that is slower than its lease sends again under the same id.
        ids = {each.headers["webhook-id"] for each in found.received}
        assert ids == {f"msg_{each}" for each in range(number, DRAINED, 2)}
    assert ended == {("delivered", "")}
    if ROUNDS:
        with capsys.disabled():
            print(f"\n{DRAINED} deliveries within {took:.0f} s, {DRAINED / took:.0f} a second")
