"""JSON bodies of requests: small, strict, with a cure for each mistake."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from api.v1.errors import BodyTooLarge, InvalidBody, MalformedRequest, UnsupportedMediaType

JSON = "application/json"
MOST_BYTES = 16 * 1024
LONGEST_NAME = 80
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:]{8}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)

Member = Callable[[Any], Any]
"""Takes a member's value and returns what it means, or raises `ValueError` with a sentence for
the client."""


def read_object(request: HttpRequest, members: Mapping[str, Member]) -> dict[str, Any]:
    """Return the members that the body has, each as its reader returns it.

    The body is a JSON object without other members. Everything else is refused.
    """
    given = _object_in(_text_of(request))
    values = {}
    for name, value in given.items():
        if name not in members:
            detail = "This member is not known here."
            raise InvalidBody(_shown(name), detail, allowed=list(members))
        try:
            values[name] = members[name](value)
        except ValueError as error:
            raise InvalidBody(name, str(error)) from error
    return values


def text_member(longest: int) -> Member:
    """Any text up to a length, without the spaces around it; null is none."""

    def read(value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise ValueError("The value must be a text or null.")
        text = value.strip()
        if len(text) > longest:
            raise ValueError(f"The value must have {longest} characters at most.")
        if "\0" in text:
            raise ValueError("The value must not contain NUL.")
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValueError(
                "The value has half of a surrogate pair: write the whole pair, or UTF-8."
            ) from None
        return text

    return read


def choices_member(allowed: Sequence[str]) -> Member:
    """A list of texts, each one of these."""

    def read(value: Any) -> list[str]:
        if not isinstance(value, list) or not all(each in allowed for each in value):
            raise ValueError(f"The value must be a list of any of: {', '.join(allowed)}.")
        return list(dict.fromkeys(value))

    return read


def integer_member(least: int, most: int) -> Member:
    def read(value: Any) -> int:
        # In JSON 2 and 2.0 are the same number; true is none.
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or value != value // 1 or not least <= value <= most:
            raise ValueError(f"The value must be a whole number from {least} to {most}.")
        return int(value)

    return read


def boolean_member(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("The value must be true or false.")
    return value


def moment_member(value: Any) -> datetime:
    """A date with a time and a place in the world (RFC 3339)."""
    found = None
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            found = datetime.fromisoformat(value.upper())
        except ValueError:
            found = None
    if found is None:
        raise ValueError("The value must be a date and time such as 2026-03-05T08:00:00Z.")
    return found


def _text_of(request: HttpRequest) -> str:
    media_type = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if media_type != JSON:
        raise UnsupportedMediaType(f"Send JSON, with the header `Content-Type: {JSON}`.")
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("Send the body as it is, without a `Content-Encoding`.")
    try:
        # Nothing is read of a body that says it is too long, and little of one that is.
        body = b"" if _stated_length(request) > MOST_BYTES else request.read(MOST_BYTES + 1)
    except UnreadablePostError as error:
        raise MalformedRequest("The body ended before its length was reached.") from error
    if _stated_length(request) > MOST_BYTES or len(body) > MOST_BYTES:
        raise BodyTooLarge(f"The body is longer than {MOST_BYTES} bytes.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequest("The body is not valid UTF-8.") from error


def _stated_length(request: HttpRequest) -> int:
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _object_in(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise MalformedRequest("The body is not JSON. Send an object, such as {}.") from error
    if not isinstance(found, dict):
        raise MalformedRequest("The body must be a JSON object, such as {}.")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise InvalidBody(_shown(name), "Give this member once only.")
        found[name] = value
    return found


def _shown(name: str) -> str:
    """Return a member's name fit to be repeated in an error."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
