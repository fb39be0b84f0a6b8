"""The shortest way for content reads: in front of Django's request handling.

    from api.wsgi import get_wsgi_application

    application = get_wsgi_application()

Which addresses it answers, what is public and what is said is decided by the same views as behind
Django's own handler. Left out is what content reads do not need and what takes longer than the
read: the middleware, the signals around a request, and what a request with a body needs.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.conf import settings
from django.core import wsgi
from django.core.handlers.wsgi import WSGIRequest, get_path_info, get_script_name
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.urls import set_script_prefix, set_urlconf
from django.utils.log import log_response

from api.previews.secrecy import without_tokens

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def get_wsgi_application() -> "DeliveryLayer":
    """Return Django's WSGI application behind the layer."""
    return DeliveryLayer(wsgi.get_wsgi_application())


class DeliveryLayer:
    """A WSGI application that answers content reads, and hands all else to `application`."""

    def __init__(self, application: Application) -> None:
        # It needs the models, which are there once Django is set up.
        from api.middleware import DeliveryMiddleware

        self.application = application
        self._middleware = DeliveryMiddleware(_not_ours)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not self._may_be_ours(environ):
            return self.application(environ, start_response)
        set_urlconf(settings.ROOT_URLCONF)
        set_script_prefix(get_script_name(environ))
        try:
            request = BodylessRequest(environ)
            response = cast(HttpResponse, self._middleware(request))
        except _NotOursError:
            return self.application(environ, start_response)
        finally:
            _let_go_of_broken_connections()
        if response.status_code >= 400:
            _log(request, response)
        start_response(
            f"{response.status_code} {response.reason_phrase}", list(response.headers.items())
        )
        # A list: granian sends one at once, and goes through anything else piece by piece.
        return [response.content]

    def _may_be_ours(self, environ: Environ) -> bool:
        """Whether it is a read below the API's prefixes. Others have bodies, or parts to play."""
        return environ["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS") and environ.get(
            "PATH_INFO", ""
        ).startswith(self._middleware.prefixes)


class BodylessRequest(WSGIRequest):
    """Django's request, without reading what only requests with a body have."""

    def __init__(self, environ: Environ) -> None:
        script_name = get_script_name(environ)
        path_info = get_path_info(environ) or "/"
        self.environ = self.META = environ
        self.path_info = environ["PATH_INFO"] = path_info
        environ["SCRIPT_NAME"] = script_name
        self.path = f"{script_name.rstrip('/')}/{path_info.replace('/', '', 1)}"
        self.method = environ["REQUEST_METHOD"]
        self.resolver_match = None


class _NotOursError(Exception):
    """The address is somebody else's."""


def _not_ours(request: HttpRequest) -> HttpResponse:
    raise _NotOursError


def _let_go_of_broken_connections() -> None:
    """What Django does around every request, where there is something to do."""
    for connection in connections.all(initialized_only=True):
        is_due = connection.errors_occurred or connection.close_at is not None
        # Whoever opened a transaction around the request closes it.
        if is_due and not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _log(request: HttpRequest, response: HttpResponse) -> None:
    path = without_tokens(request.path)
    log_response("%s: %s", response.reason_phrase, path, response=response, request=request)
