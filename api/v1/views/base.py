"""What all views of the API share."""

import re
from typing import Any

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response
from drf_spectacular.openapi import AutoSchema
from rest_framework.views import APIView

from api.previews.secrecy import without_tokens
from api.v1.access import admit, set_access_headers
from api.v1.compression import compress
from api.v1.cors import set_cors
from api.v1.errors import NotAcceptable, NotAllowed, problem_response

JSON = "application/json"
REFUSED = re.compile(r";\s*q=0(\.0*)?\s*(;|$)")


class DeliveryView(APIView):
    """A resource to read. Answers are finished bytes, errors are problems.

    REST framework's request wrapper, content negotiation, authentication and throttling are
    left out: they cost more than the read itself, and nothing here needs them.
    """

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    parser_classes = ()
    http_method_names = ["get", "head", "post", "patch", "delete", "options"]
    schema = AutoSchema()

    methods: tuple[str, ...] = ("GET", "HEAD", "OPTIONS")
    """What the resource may be asked with; all else is 405."""
    media_types: tuple[str, ...] = (JSON,)
    checks_host = True
    is_limited = True
    """Whether keys are checked and requests are counted."""
    is_content = True
    """Whether a key needs the scope `read` for it."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        # A read needs no transaction, and on SQLite one would take the write lock.
        return non_atomic_requests(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if self.is_limited:
                admit(request, content=self.is_content)
            response = self.respond(request, *args, **kwargs)
        except Exception as error:
            response = problem_response(error, request)
            if response.status_code == 405:
                response["Allow"] = self.allow
        if self.is_limited:
            set_access_headers(request, response)
        log_without_token(request, response)
        return finish(request, response)

    def respond(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.checks_host:
            # Refuses a host that is not in ALLOWED_HOSTS, as CommonMiddleware does elsewhere.
            request.get_host()
        if request.method not in self.methods:
            *others, last = self.methods
            asked = f"{request.method} is not allowed here."
            raise NotAllowed(f"{asked} Use {', '.join(others)} or {last}.")
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": self.allow})
        self.check_accept(request)
        if request.method in ("POST", "PATCH", "DELETE"):
            act = getattr(self, request.method.lower())
            return act(request, *args, **kwargs)  # type: ignore[no-any-return]
        return self.get(request, *args, **kwargs)  # type: ignore[attr-defined, no-any-return]

    @property
    def allow(self) -> str:
        return ", ".join(self.methods)

    def check_accept(self, request: HttpRequest) -> None:
        """Refuse a request that takes none of the types the resource has."""
        header = request.META.get("HTTP_ACCEPT", "*/*")
        if header == "*/*" or any(accepts(header, each) for each in self.media_types):
            return
        raise NotAcceptable(f"This resource is {' or '.join(self.media_types)}.")


def log_without_token(request: HttpRequest, response: HttpResponse) -> None:
    """Log a refusal at an address with a preview's token before Django does, and without it.

    Logged once is logged: whoever comes later leaves it.
    """
    told = without_tokens(request.path)
    if response.status_code >= 400 and told != request.path:
        log_response("%s: %s", response.reason_phrase, told, response=response)


def accepts(header: str, media_type: str) -> bool:
    """Whether an `Accept` header takes `media_type`."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return any(
        part.partition(";")[0].strip().lower() in ranges and not REFUSED.search(part)
        for part in header.split(",")
    )


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add what every answer carries, errors included; a HEAD keeps the headers only."""
    headers = response.headers
    headers.setdefault("Vary", "Accept-Encoding")
    if response.status_code != 304:
        # Who is told that nothing changed has these.
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        compress(request, response)
    if response.status_code == 204:
        del headers["Content-Type"]
    elif response.status_code != 304:
        headers["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
    set_cors(request, response)
    return response
