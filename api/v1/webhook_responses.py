"""Bodies and responses of `/webhooks/`, as the OpenAPI states them."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api.documents.schema.webhooks import (
    WebhookDeliveryDocument,
    WebhookDeliveryList,
    WebhookEndpointDocument,
    WebhookEndpointList,
    WebhookEndpointWithSecret,
    WebhookReplay,
)
from api.models import ChangeType
from api.v1.errors import CONTENT_TYPE
from api.v1.problems import Problem
from api.v1.responses import JSON, problems

NUMBER = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,19}$"},
    OpenApiParameter.PATH,
    description="The endpoint's `id`.",
)

_NO_NUL = "^[^\\u0000]*$"
_MEMBERS: dict[str, Any] = {
    "url": {
        "type": "string",
        "maxLength": 500,
        "pattern": "^\\s*https?://",
        "description": "An `https://` address on the public internet, without user name, password "
        "and fragment.",
    },
    "description": {
        "type": ["string", "null"],
        "maxLength": 160,
        "pattern": _NO_NUL,
        "description": "What it is for.",
    },
    "types": {
        "type": "array",
        "items": {"type": "string", "enum": list(ChangeType.values)},
        "description": "The types of changes to be told of; empty: all.",
    },
    "most_at_once": {
        "type": "integer",
        "minimum": 1,
        "maximum": 16,
        "description": "How many requests it gets at the same time, at most; else 2.",
    },
}


def _body(properties: dict[str, Any], example: dict[str, Any], **more: Any) -> dict[str, Any]:
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {JSON: {**schema, **more, "examples": [example]}}


NEW_BODY = _body(
    _MEMBERS,
    {"url": "https://www.example.org/hooks/articles/", "types": ["article.withdrawn"]},
    required=["url"],
)
CHANGE_BODY = _body(
    {
        **_MEMBERS,
        "enabled": {"type": "boolean", "description": "Whether anything is sent."},
    },
    {"enabled": False},
)
REPLAY_BODY = _body(
    {
        "since": {
            "type": "string",
            "format": "date-time",
            "description": "From when on: a moment that has passed.",
        },
        "webhook_id": {
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": _NO_NUL,
            "description": "Which message.",
        },
    },
    {"since": "2026-03-05T08:00:00Z"},
    minProperties=1,
    maxProperties=1,
)

_WRONG_BODY: dict[Any, Any] = {
    (400, CONTENT_TYPE): OpenApiResponse(
        Problem,
        description="The body is no JSON object, or `errors` name its member that is wrong.",
    )
}
_NONE_SUCH: dict[Any, Any] = {
    (404, CONTENT_TYPE): OpenApiResponse(
        Problem, description="The client of this key has no such endpoint."
    )
}


def _answer(status: int, model: Any, description: str) -> dict[Any, Any]:
    return {(status, JSON): OpenApiResponse(model, description=description)}


LIST = {
    **_answer(200, WebhookEndpointList, "All endpoints of the client."),
    **problems(400, 406, 500, 503),
}
CREATED = {
    **_answer(201, WebhookEndpointWithSecret, "The endpoint, with its secret."),
    **_WRONG_BODY,
    **problems(406, 409, 413, 415, 500, 503),
}
ONE = {
    **_answer(200, WebhookEndpointDocument, "The endpoint."),
    **problems(400, 406, 500, 503),
    **_NONE_SUCH,
}
CHANGED = {
    **_answer(200, WebhookEndpointDocument, "The endpoint as it is now."),
    **_WRONG_BODY,
    **_NONE_SUCH,
    **problems(406, 413, 415, 500, 503),
}
DELETED = {
    204: OpenApiResponse(description="It is deleted."),
    **_NONE_SUCH,
    **problems(400, 406, 500, 503),
}
ROTATED = {
    **_answer(200, WebhookEndpointWithSecret, "The endpoint, with its new secret."),
    **_NONE_SUCH,
    **problems(400, 406, 500, 503),
}
PINGED = {
    **_answer(202, WebhookDeliveryDocument, "It is queued."),
    **_NONE_SUCH,
    **problems(400, 406, 409, 500, 503),
}
DELIVERIES = {
    **_answer(200, WebhookDeliveryList, "One page of deliveries."),
    **_NONE_SUCH,
    **problems(400, 406, 500, 503),
}
REPLAYED = {
    **_answer(202, WebhookReplay, "They are queued."),
    **_WRONG_BODY,
    **_NONE_SUCH,
    **problems(406, 413, 415, 500, 503),
}
