"""`/health/live` and `/health/ready`: for load balancers and orchestrators, outside v1."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from api.reading.query import fetch
from api.v1.views.base import JSON, DeliveryView
from api.worker.status import worker_status

_HEADERS = {"Cache-Control": "no-store"}


class LiveView(DeliveryView):
    """The process answers. Restart it when this fails."""

    schema = None  # type: ignore[assignment]
    # Probes come by address, not by name.
    checks_host = False
    is_limited = False

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(b'{"status":"live"}', content_type=JSON, headers=_HEADERS)


class ReadyView(DeliveryView):
    """The process can read its content. Send it no requests while this fails (503).

    How the background work goes is told besides; a process that can read is ready without it.
    """

    schema = None  # type: ignore[assignment]
    checks_host = False
    is_limited = False

    def get(self, request: HttpRequest) -> HttpResponse:
        fetch("SELECT 1 FROM api_storestate")
        body = {"status": "ready", "database": "ok", **_background_work()}
        return JsonResponse(body, headers=_HEADERS)


def _background_work() -> dict[str, Any]:
    """What a monitor watches: whether somebody works, and what waits for how long."""
    status = worker_status()
    outbox, since = status.outbox, status.outbox.due_since
    return {
        "worker": status.summary.value,
        "failing_duties": [each.name for each in status.duties if each.is_failing],
        "failed_schedules": status.failed_schedules,
        "webhooks": {
            "waiting": outbox.waiting,
            "due": outbox.due,
            "seconds_late": round((status.at - since).total_seconds()) if since else 0,
            "given_up_today": outbox.given_up,
        },
    }
