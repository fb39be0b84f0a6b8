from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from api.models import Duty, WebhookDelivery, WorkerProcess
from api.webhooks.operations import send_ping
from tests.api.webhooks.endpoints import make_endpoint


def test_live_asks_nobody(client: Client) -> None:
    # Without the `db` fixture a query would fail.
    response = client.get("/health/live")
    assert response.status_code == 200
    assert response.json() == {"status": "live"}
    assert response["Cache-Control"] == "no-store"


def test_ready_asks_the_database_and_says_how_the_background_work_goes(
    client: Client, db: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        response = client.get("/health/ready")
    assert response.json() == {
        "status": "ready",
        "database": "ok",
        "worker": "no worker",
        "failing_duties": [],
        "failed_schedules": 0,
        "webhooks": {"waiting": 0, "due": 0, "seconds_late": 0, "given_up_today": 0},
    }


def test_ready_names_what_fails_and_what_is_late(client: Client, db: None) -> None:
    now = timezone.now()
    WorkerProcess.objects.create(token="a", host="one", pid=1)
    leased_until = now + timedelta(seconds=60)
    Duty.objects.create(
        name="settle", lease="a", leased_until=leased_until, failures=1, failing_since=now
    )
    send_ping(make_endpoint())
    WebhookDelivery.objects.update(due_at=now - timedelta(seconds=90))
    found = client.get("/health/ready").json()
    assert (found["status"], found["worker"]) == ("ready", "failing")
    assert found["failing_duties"] == ["settle"]
    assert found["webhooks"]["due"] == 1
    assert found["webhooks"]["seconds_late"] >= 90
