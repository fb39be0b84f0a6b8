"""Sends webhooks: takes what is due, makes the requests at the same time, writes down what came.

Requests are made in threads that know nothing of the database; all else happens in one.
"""

import logging
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from api.models import WebhookDelivery
from api.webhooks.claims import claim
from api.webhooks.outcome import record
from api.webhooks.sending import Answer, send
from api.webhooks.signing import signed_headers

logger = logging.getLogger("api.worker")

MOST_AT_ONCE = 32
IDLE = 0.5
"""Seconds between two looks at the outbox while nothing is to be sent."""


@dataclass(frozen=True, kw_only=True)
class _Request:
    delivery: WebhookDelivery
    started_at: datetime
    headers: dict[str, str]


class Sender:
    """The part of a worker that sends. `tick` is called again and again by one thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="webhook")
        self._running: dict[Future[Answer], _Request] = {}

    def tick(self, stop: Event) -> None:
        """Begin what is due, and finish what has been answered; wait a moment if there is none."""
        begun = 0 if stop.is_set() else self._begin()
        if not self._running:
            stop.wait(IDLE)
        elif not self._finish(0.0 if begun else IDLE) and not begun:
            time.sleep(0.05)

    def drain(self) -> None:
        """Finish what was begun: `sending.DEADLINE` and a moment, at most."""
        while self._running:
            self._finish(1.0)
        self._pool.shutdown()

    def _begin(self) -> int:
        room = MOST_AT_ONCE - len(self._running)
        taken = claim(room) if room else []
        for delivery in taken:
            request = _request_of(delivery, timezone.now())
            future = self._pool.submit(
                send, delivery.endpoint.url, delivery.payload, request.headers
            )
            self._running[future] = request
        return len(taken)

    def _finish(self, patience: float) -> int:
        """Write down what has been answered, within `patience` seconds; return how much."""
        done, _running = wait(self._running, timeout=patience, return_when=FIRST_COMPLETED)
        for future in done:
            _note(self._running[future], future)
            # Only now: a database that is away is tried again with the same answer.
            del self._running[future]
        return len(done)


def _note(request: _Request, future: Future[Answer]) -> None:
    """Write down what came. What cannot be is sent again after its lease, and holds nobody up."""
    try:
        record(
            request.delivery,
            future.result(),
            started_at=request.started_at,
            headers=request.headers,
        )
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("What came of delivery %s cannot be noted", request.delivery.webhook_id)


def _request_of(delivery: WebhookDelivery, now: datetime) -> _Request:
    headers = signed_headers(
        delivery.webhook_id,
        int(now.timestamp()),
        delivery.payload,
        delivery.endpoint.secrets(now),
    )
    return _Request(delivery=delivery, started_at=now, headers=headers)
