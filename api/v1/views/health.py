"""`/health/live` and `/health/ready`: for load balancers and orchestrators, outside v1."""

from django.http import HttpRequest, HttpResponse

from api.reading.query import fetch
from api.v1.views.base import JSON, DeliveryView

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
    """The process can read its content. Send it no requests while this fails (503)."""

    schema = None  # type: ignore[assignment]
    checks_host = False
    is_limited = False

    def get(self, request: HttpRequest) -> HttpResponse:
        fetch("SELECT 1 FROM api_storestate")
        body = b'{"status":"ready","database":"ok"}'
        return HttpResponse(body, content_type=JSON, headers=_HEADERS)
