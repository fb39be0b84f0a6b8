"""Every error of the API, and the one place that turns exceptions into answers (RFC 9457)."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import APIException

from api.conf import get_setting
from api.previews.secrecy import without_tokens
from api.reading.articles import NotBuiltError

logger = logging.getLogger("api")

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:clinic-articles:problem:"
_NOT_MIGRATED = ("42P01", "42703")
"""PostgreSQL's codes for a table and for a column that are not there. SQLite's is operational."""


class Problem(APIException):
    """An error to tell the client about. Subclasses name the kind of error."""

    code = "error"
    title = "Error"
    status_code = 500

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.text = detail
        self.errors = list(errors)
        self.members = dict(members or {})
        self.headers = dict(headers or {})


class InvalidParameter(Problem):
    """A query parameter that is unknown, repeated or has a value that is not allowed."""

    code, title, status_code = "invalid-parameter", "Invalid query parameter", 400

    def __init__(self, parameter: str, detail: str, *, allowed: Sequence[str] = ()) -> None:
        error = {"parameter": parameter, "detail": detail, "allowed": list(allowed)}
        super().__init__(f"{parameter}: {detail}", errors=[error])


class MalformedRequest(Problem):
    """A request that cannot be read at all."""

    code, title, status_code = "malformed-request", "Malformed request", 400


class InvalidBody(Problem):
    """A member of a request's body that is unknown, repeated or has a wrong value."""

    code, title, status_code = "invalid-body", "Invalid body", 400

    def __init__(self, member: str, detail: str, *, allowed: Sequence[str] = ()) -> None:
        error = {"parameter": member, "detail": detail, "allowed": list(allowed)}
        super().__init__(f"{member}: {detail}", errors=[error])


class BodyTooLarge(Problem):
    """A body that is longer than any that is meant."""

    code, title, status_code = "body-too-large", "Body too large", 413


class UnsupportedMediaType(Problem):
    """A body that is not JSON, or not sent as such."""

    code, title, status_code = "unsupported-media-type", "Unsupported media type", 415


class Unauthorized(Problem):
    """A key that is not accepted, or none where one is needed."""

    code, title, status_code = "unauthorized", "Unauthorized", 401


class Forbidden(Problem):
    """Something that the key may not do."""

    code, title, status_code = "forbidden", "Forbidden", 403


class PreviewRefused(Problem):
    """The address of a preview that is not shown, or not any more."""

    code, title, status_code = "preview-refused", "Preview refused", 403


class NotFound(Problem):
    """Nothing public is here, whether or not something ever was."""

    code, title, status_code = "not-found", "Not found", 404


class NotAllowed(Problem):
    """A method that the resource does not have."""

    code, title, status_code = "method-not-allowed", "Method not allowed", 405


class NotAcceptable(Problem):
    """An `Accept` header that excludes what the resource has."""

    code, title, status_code = "not-acceptable", "Not acceptable", 406


class Conflict(Problem):
    """Something that the state of the resource does not let happen now."""

    code, title, status_code = "conflict", "Conflict", 409


class Withdrawn(Problem):
    """An article that was taken back; `members` hold its notice."""

    code, title, status_code = "withdrawn", "Withdrawn", 410


class CursorExpired(Problem):
    """A place in the feed of changes that is not kept any more; `members` say how to go on."""

    code, title, status_code = "cursor-expired", "Cursor expired", 410


class TooManyRequests(Problem):
    """More requests in a minute than the caller may make."""

    code, title, status_code = "too-many-requests", "Too many requests", 429


class InternalError(Problem):
    """A bug of ours."""

    code, title, status_code = "internal-error", "Internal error", 500


class Unavailable(Problem):
    """The database cannot be reached."""

    code, title, status_code = "unavailable", "Temporarily unavailable", 503


def problem_response(error: Exception, request: HttpRequest) -> HttpResponse:
    """Return the answer to `request` for any exception."""
    problem = _as_problem(error, request)
    content = {
        "type": TYPE_PREFIX + problem.code,
        "title": problem.title,
        "status": problem.status_code,
        "detail": problem.text,
        "instance": quote(without_tokens(request.path), safe="/%", errors="replace"),
        "errors": problem.errors,
        **problem.members,
    }
    # Escaped to ASCII: whatever the client sent, the answer is valid UTF-8.
    response = HttpResponse(
        json.dumps(content, separators=(",", ":")),
        status=problem.status_code,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store"},
    )
    for name, value in problem.headers.items():
        response[name] = value
    return response


def _as_problem(error: Exception, request: HttpRequest) -> Problem:
    match error:
        case Problem():
            return error
        case Http404():
            return NotFound("There is nothing at this address.")
        case SuspiciousOperation():
            return MalformedRequest("The request's headers are not valid, such as its host.")
        case OperationalError() | InterfaceError():
            logger.error("The database cannot be reached: %s", type(error).__name__, exc_info=error)
            return _unavailable("The content cannot be read right now. Try again soon.")
        case ProgrammingError() if getattr(error.__cause__, "sqlstate", "") in _NOT_MIGRATED:
            logger.error("The database is not migrated to this version", exc_info=error)
            return _unavailable("The content cannot be read right now. Try again soon.")
        case PermissionDenied():
            return NotFound("There is nothing at this address.")
        case NotBuiltError():
            logger.error("Run `manage.py rebuild_documents`: there is no %s.", error)
            return _unavailable("This article has not been prepared in this form yet.")
    logger.error("Unexpected error in %s", without_tokens(request.path), exc_info=error)
    return InternalError("Something went wrong on our side. It has been logged.")


def _unavailable(detail: str) -> Unavailable:
    return Unavailable(detail, headers={"Retry-After": str(get_setting("RETRY_AFTER"))})
