"""The part of a worker that sends."""

from threading import Event
from typing import Any

import pytest
from django.db import DataError

from api.models import WebhookDelivery
from api.webhooks import outcome
from api.webhooks.operations import send_ping
from api.worker import sender as module
from api.worker.sender import Sender
from tests.api.webhooks.endpoints import make_endpoint
from tests.api.webhooks.receivers import LOOPBACK, receiver


@pytest.mark.django_db
def test_what_cannot_be_noted_holds_nobody_up(
    settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    content = settings.CLINIC_CONTENT
    allowed = {**content["API"], "WEBHOOK_PRIVATE_NETWORKS": LOOPBACK}
    settings.CLINIC_CONTENT = {**content, "API": allowed}
    with receiver() as found:
        odd, plain = (send_ping(make_endpoint(found.url)) for _each in range(2))

        def record(delivery: WebhookDelivery, *args: Any, **kwargs: Any) -> None:
            if delivery.pk == odd.pk:
                raise DataError("The database does not take it")
            outcome.record(delivery, *args, **kwargs)

        monkeypatch.setattr(module, "record", record)
        sender = Sender()
        sender.tick(Event())
        sender.drain()
    odd.refresh_from_db()
    plain.refresh_from_db()
    assert plain.state == "delivered"
    # Its lease ends, and it is sent again.
    assert (odd.state, bool(odd.lease)) == ("pending", True)
    assert odd.webhook_id in caplog.text
