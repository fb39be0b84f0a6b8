"""Who may ask, and how often: the key of a request, its scopes, its limit."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables

from api.conf import get_setting
from api.keys.caller import Caller
from api.keys.lookup import KeyRefusedError, find_row, is_proven
from api.keys.text import KeyText, read_key
from api.keys.usage import usage
from api.limits.addresses import address_of
from api.limits.counting import Allowance, counter
from api.models import Scope
from api.v1.errors import Forbidden, TooManyRequests, Unauthorized

VARY = "Accept-Encoding, Authorization"
CHALLENGE = 'Bearer realm="Clinic Articles"'


def admit(request: HttpRequest, *, content: bool) -> None:
    """Let the request pass, or raise the problem that it is answered with.

    `content`: what it asks for needs the scope `read`, and a key at all where anonymous reads
    are off. Afterwards `caller_of(request)` is its caller.
    """
    if "HTTP_AUTHORIZATION" in request.META:
        _admit_key(request, content=content)
    # A browser's preflight carries no key, and asks for no content.
    elif request.method != "OPTIONS":
        limit = get_setting("ANONYMOUS_LIMIT")
        if limit is not None:
            _count(request, f"address {address_of(request)}", limit)
        if content and not get_setting("ANONYMOUS_READS"):
            raise Unauthorized(
                "Reading needs a key: send it as `Authorization: Bearer <key>`.",
                headers={"WWW-Authenticate": CHALLENGE},
            )


def set_access_headers(request: HttpRequest, response: HttpResponse) -> None:
    """Say what is left of the limit, and keep answers to keys out of all caches."""
    headers = response.headers
    own = headers.get("Vary")
    headers["Vary"] = f"{VARY}, {own}" if own else VARY
    allowance: Allowance | None = getattr(request, "allowance", None)
    if allowance is not None:
        headers["RateLimit-Limit"] = str(allowance.limit)
        headers["RateLimit-Remaining"] = str(allowance.remaining)
        headers["RateLimit-Reset"] = str(allowance.reset)
    if "HTTP_AUTHORIZATION" in request.META:
        headers["Cache-Control"] = "private, no-store"


@sensitive_variables("key")
def _admit_key(request: HttpRequest, *, content: bool) -> None:
    key = _key_in(request)
    name, limit = f"failures {address_of(request)}", get_setting("FAILED_KEY_LIMIT")
    # Keys that were right before pass: a neighbour at the same address may have the wrong one.
    if limit is not None and (key is None or not is_proven(key)):
        _refuse_exceeded(request, counter.look(name, limit))
    try:
        if key is None:
            raise KeyRefusedError(
                "This is no key of this API. Send `Authorization: Bearer ca_...`."
            )
        row = find_row(key)
    except KeyRefusedError as refused:
        if limit is not None:
            _count(request, name, limit)
        challenge = f'{CHALLENGE}, error="invalid_token", error_description="{refused}"'
        raise Unauthorized(str(refused), headers={"WWW-Authenticate": challenge}) from None
    usage.note(row)
    _admit_caller(request, row.caller, content=content)


def _admit_caller(request: HttpRequest, caller: Caller, *, content: bool) -> None:
    limit = caller.requests_per_minute or get_setting("KEY_LIMIT")
    if limit is not None:
        _count(request, f"key {caller.key}", limit)
    request.caller = caller  # type: ignore[attr-defined]
    if content and Scope.READ not in caller.scopes:
        challenge = f'{CHALLENGE}, error="insufficient_scope", scope="read"'
        raise Forbidden(
            "This key may not read content: it lacks the scope `read`.",
            headers={"WWW-Authenticate": challenge},
        )


@sensitive_variables("scheme", "text")
def _key_in(request: HttpRequest) -> KeyText | None:
    scheme, _space, text = request.META["HTTP_AUTHORIZATION"].partition(" ")
    return read_key(text.strip()) if scheme.lower() == "bearer" else None


def _count(request: HttpRequest, name: str, limit: int) -> None:
    _refuse_exceeded(request, counter.take(name, limit), counted=True)


def _refuse_exceeded(request: HttpRequest, allowance: Allowance, *, counted: bool = False) -> None:
    """Raise where the limit is used up; note on the request what its answer says of it."""
    if counted or allowance.exceeded:
        request.allowance = allowance  # type: ignore[attr-defined]
    if allowance.exceeded:
        raise TooManyRequests(
            f"The limit is {allowance.limit} requests per minute. Ask again in "
            f"{allowance.reset} s.",
            headers={"Retry-After": str(allowance.reset)},
        )
