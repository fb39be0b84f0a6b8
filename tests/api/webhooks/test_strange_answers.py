"""What receivers may answer, however strange, is written down and keeps nobody waiting."""

import socket
from typing import Any

import pytest
from django.utils import timezone

from api.models import WebhookAttempt
from api.webhooks.claims import claim
from api.webhooks.operations import send_ping
from api.webhooks.outcome import record
from api.webhooks.sending import send
from tests.api.webhooks.endpoints import make_endpoint
from tests.api.webhooks.receivers import LOOPBACK, raw_receiver

pytestmark = pytest.mark.django_db

OK = b"HTTP/1.1 200 OK\r\n"
BUSY = b"HTTP/1.1 503 no\r\n"
END = b"\r\n\r\n"
ANSWERS = {
    "NUL in a header": OK + b"X-A: a\0b" + END,
    "NUL in a header's name": OK + b"X-\0: a" + END,
    "NUL and half a character in the text": OK + END[2:] + b"\xed\xa0\x80\0",
    "half a character in a header": OK + b"X-A: \xed\xa0\x80" + END,
    "NUL in the status": b"HTTP/1.1 2\0 OK" + END,
    "NUL in the first line": b"\0HTTP/1.1 200 OK" + END,
    "a long header": BUSY + b"X-A: " + b"a" * 60_000 + END,
    "a long header's name": BUSY + b"X-" + b"a" * 60_000 + b": a" + END,
    "a piece without an end": OK + b"Transfer-Encoding: chunked" + END + b"f" * 30 + b"\r\na",
    "less than nothing": OK + b"Content-Length: -5" + END + b"a",
    "again in a million years": BUSY + b"Retry-After: " + b"9" * 20 + END,
    "again at the end of time": BUSY + b"Retry-After: Fri, 31 Dec 9999 23:59:59 -2359" + END,
    "again before all time": BUSY + b"Retry-After: Mon, 01 Jan 0001 00:00:00 +2359" + END,
    "again in ² seconds": BUSY + b"Retry-After: \xb2" + END,
    "the highest status": b"HTTP/1.1 999 no" + END,
}


@pytest.mark.parametrize("said", ANSWERS.values(), ids=ANSWERS.keys())
def test_it_is_written_down(said: bytes, settings: Any) -> None:
    content = settings.CLINIC_CONTENT
    allowed = {**content["API"], "WEBHOOK_PRIVATE_NETWORKS": LOOPBACK}
    settings.CLINIC_CONTENT = {**content, "API": allowed}

    def answer(opened: socket.socket) -> None:
        while END not in opened.recv(65536):
            pass
        opened.sendall(said)

    with raw_receiver(answer) as url:
        send_ping(make_endpoint(url))
        (delivery,) = claim(1)
        record(delivery, send(url, "{}", {}), started_at=timezone.now(), headers={})
    assert WebhookAttempt.objects.count() == 1
    delivery.refresh_from_db()
    assert delivery.lease == ""
