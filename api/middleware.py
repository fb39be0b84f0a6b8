"""The short way for content reads: past sessions, sign-in, messages and CSRF.

Put it first in MIDDLEWARE. Without it every answer is the same, only slower, plus what other
middleware adds.
"""

from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from typing import cast

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.urls import (
    NoReverseMatch,
    Resolver404,
    ResolverMatch,
    URLResolver,
    get_script_prefix,
    resolve,
    reverse,
)
from django.urls.resolvers import RegexPattern

from api.v1.errors import problem_response
from api.v1.views.base import DeliveryView, finish

GetResponse = Callable[[HttpRequest], HttpResponseBase]

LONGEST_REMEMBERED = 200
"""Characters of an address whose view is remembered."""
SECURITY = "django.middleware.security.SecurityMiddleware"


class DeliveryMiddleware:
    """Hands requests for delivery views straight to them.

    Only `SecurityMiddleware` still runs for them where the site has it: its redirect to HTTPS
    and its headers hold for content as well.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.deliver: GetResponse = self._deliver
        if SECURITY in settings.MIDDLEWARE:
            self.security = SecurityMiddleware(self._deliver)
            self.deliver = self._deliver_securely

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """Paths below which the API's addresses lie. Before the first request the URLs may not be
        importable yet."""
        return _mounted_at()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(self.prefixes):
            return self.get_response(request)
        try:
            return self.deliver(request)
        except SuspiciousOperation as error:
            # A host that may not be redirected to HTTPS, because it is not one of ours.
            return finish(request, problem_response(error, request))

    def _deliver_securely(self, request: HttpRequest) -> HttpResponseBase:
        elsewhere = self.security.process_request(request)
        if elsewhere is not None:
            return elsewhere
        response = self._deliver(request)
        if response.status_code == 304:
            # It tells of an answer that had the headers.
            return response
        return self.security.process_response(request, cast(HttpResponse, response))

    def _deliver(self, request: HttpRequest) -> HttpResponseBase:
        match = _resolve(request.path_info, self.prefixes)
        if match is None:
            # An address of somebody else's below the same prefix.
            return self.get_response(request)
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response


def _mounted_at() -> tuple[str, ...]:
    """Return the paths below which the API's addresses lie, wherever the site mounted them.

    The first is that of v1.
    """
    try:
        index, health = reverse("api:v1:index"), reverse("api:health-live")
    except NoReverseMatch:
        return ()
    script = len(get_script_prefix()) - 1
    v1 = index[script:]
    return v1, v1.removesuffix("v1/"), health[script:].removesuffix("live")


def _resolve(path: str, prefixes: tuple[str, ...]) -> ResolverMatch | None:
    """Return the delivery view at `path`, if there is one.

    Below v1 only v1's own addresses are searched: going through the whole site's takes as long
    as reading the article.
    """
    try:
        if path.startswith(prefixes[0]):
            own = path[len(prefixes[0]) :]
            return (_remembered if len(own) <= LONGEST_REMEMBERED else _resolve_in_v1)(own)
    except Resolver404:
        pass
    try:
        match = resolve(path)
    except Resolver404:
        return None
    view = getattr(match.func, "view_class", None)
    return match if isinstance(view, type) and issubclass(view, DeliveryView) else None


def _resolve_in_v1(path: str) -> ResolverMatch:
    return _v1_resolver().resolve(path)


# The same articles are asked for again and again, and a match is only read.
_remembered = lru_cache(maxsize=2048)(_resolve_in_v1)


@cache
def _v1_resolver() -> URLResolver:
    return URLResolver(RegexPattern(r""), "api.v1.urls", app_name="v1", namespace="api:v1")
