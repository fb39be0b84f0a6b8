"""Holds every answer of the API against its OpenAPI document, whichever test asked for it."""

import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import brotli
import zstandard
from django.http import HttpRequest
from jsonschema_rs import Draft202012Validator, ValidationError

from api.middleware import DeliveryMiddleware
from api.v1.openapi import build_schema
from api.v1.views.base import DeliveryView

READS = ("GET", "HEAD")
PROBLEM = "application/problem+json"
# The files of the docs page and the probes are no part of v1's description.
NOT_DESCRIBED = re.compile(r"/docs/assets/|/health/(live|ready)$")
DECODE: Mapping[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}
FORMATS = {"portable_text": "WithPortableText", "plain": "WithPlainText"}


@contextmanager
def holding_answers() -> Iterator[list[str]]:
    """While it lasts, note of each answer what of it is not described; of a good one nothing.

    The middleware is where all ways come through: Django's test client, its live server, and the
    layer in front of Django's request handling.
    """
    found: list[str] = []
    answer = DeliveryMiddleware.__call__

    def hold(self: DeliveryMiddleware, request: HttpRequest) -> Any:
        response = answer(self, request)
        view = getattr(getattr(request.resolver_match, "func", None), "view_class", None)
        if isinstance(view, type) and issubclass(view, DeliveryView):
            found.extend(differences(request, response))
        return response

    DeliveryMiddleware.__call__ = hold  # type: ignore[method-assign]
    try:
        yield found
    finally:
        DeliveryMiddleware.__call__ = answer  # type: ignore[method-assign]


def differences(request: HttpRequest, response: Any) -> list[str]:
    """Return what of an answer is not as the description says."""
    if NOT_DESCRIBED.search(request.path_info) and response.status_code < 400:
        return []
    asked = f"{request.method} {request.get_full_path()}: {response.status_code}"
    media_type = response.get("Content-Type", "").partition(";")[0]
    try:
        schema = described(request, response.status_code, media_type)
    except KeyError as missing:
        return [f"{asked}, {media_type or 'no body'} is not described ({missing})"]
    if schema is None or request.method == "HEAD":
        return [f"{asked} has a body"] if response.content else []
    if not media_type.endswith("json"):
        return []
    body = json.loads(DECODE[response.get("Content-Encoding", "")](response.content))
    return [f"{asked}: {each}" for each in errors_of(schema, body)]


def described(request: HttpRequest, status: int, media_type: str) -> str | None:
    """Return the type that the body must have, as JSON; None: there must be no body."""
    path = template_of(request.path_info)
    operation = operation_of(path, request.method)
    if status >= 400 and operation is None:
        return types_of(PROBLEM, {PROBLEM: {"schema": reference("Problem")}})
    if request.method == "OPTIONS":
        return {204: None}[status]
    if operation is None:
        raise KeyError(request.method)
    stated = operation["responses"][str(status)]
    if "content" not in stated:
        return None
    schema = types_of(media_type, stated["content"])
    return narrowed(schema, request.META.get("QUERY_STRING", ""))


def operation_of(path: str | None, method: str | None) -> Any:
    """Return what is stated of a method; a HEAD is answered as a GET."""
    stated = document()["paths"].get(path, {})
    return stated.get("get" if method in READS else str(method).lower())


def types_of(media_type: str, content: Mapping[str, Any]) -> str:
    return json.dumps(content[media_type]["schema"])


def narrowed(schema: str, query: str) -> str:
    """Of a type for several forms of an answer, return those that this query may be answered with.

    A whole answer must not be a part of it, nor be in another format of rich text.
    """
    name = json.loads(schema).get("$ref", "").rpartition("/")[2]
    forms = [
        each["$ref"].rpartition("/")[2]
        for each in document()["components"]["schemas"].get(name, {}).get("anyOf", ())
    ]
    if not forms:
        return schema
    asked = parse_qs(query)
    suffix = "Fields" if "fields" in asked else FORMATS.get(asked.get("rich_text", [""])[0], "")
    endings = ("Fields", *FORMATS.values())
    chosen = [
        each for each in forms if (each.endswith(suffix) if suffix else not each.endswith(endings))
    ]
    # Cards have no rich text: there is one form for all formats.
    return json.dumps(reference((chosen or forms)[0]))


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def errors_of(schema: str, body: Any) -> list[str]:
    validator = validator_of(schema)
    if validator.is_valid(body):
        return []

    def told(error: ValidationError) -> str:
        return f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}"

    return [told(error) for error in validator.iter_errors(body)]


@cache
def validator_of(schema: str) -> Draft202012Validator:
    whole = {**json.loads(schema), "components": document()["components"]}
    return Draft202012Validator(whole, validate_formats=True)


@cache
def document() -> dict[str, Any]:
    """The description as the code makes it; that the stored one is the same has its own test."""
    return build_schema()


@cache
def templates() -> list[tuple[re.Pattern[str], str]]:
    """What addresses below v1 look like. Those without a variable part come first."""
    paths = sorted(document()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))), path) for path in paths]


def template_of(path: str) -> str | None:
    """Return the path of the description that an address is one of."""
    _before, found, rest = path.partition("/api/v1/")
    if not found:
        return None
    matching = (name for pattern, name in templates() if pattern.fullmatch(f"/{rest}"))
    return next(matching, None)
