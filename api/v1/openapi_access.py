"""Keys and limits in the OpenAPI: the same for every operation."""

from typing import Any

from api.v1.errors import CONTENT_TYPE

_PROBLEMS = {
    "401": "A key that is not accepted, or none where the site wants one. Never read as nobody's.",
    "403": "The key may not do this: it lacks the scope, or is bound to other languages or another "
    "clinic; `errors` name what it may ask for.",
    "429": "More requests in a minute than the key, or without one the address, may make.",
}
_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "ca_<prefix>_<secret>_<checksum>",
        "description": "An API key. Without one, public content is read unless the site wants one.",
    }
}
_LIMIT = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_HEADERS = {
    "RateLimit-Limit": ("integer", "Requests per minute; absent where there is no limit."),
    "RateLimit-Remaining": ("integer", "How many of them are left."),
    "RateLimit-Reset": ("integer", "Seconds until there are as many again."),
    "Retry-After": ("integer", "Seconds to wait."),
    "WWW-Authenticate": ("string", "`Bearer`, with what is wrong with the key."),
}
_MORE_HEADERS = {
    "401": ("WWW-Authenticate",),
    "403": ("WWW-Authenticate",),
    "429": ("Retry-After",),
}


def add_access(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """State that a key may be sent, and what keys and limits can be answered with."""
    components = result["components"]
    components["securitySchemes"] = _SCHEMES
    components["headers"] = {
        name: {"description": description, "schema": {"type": kind}}
        for name, (kind, description) in _HEADERS.items()
    }
    for operations in result["paths"].values():
        for method, operation in operations.items():
            # Whoever writes says who they are, and who asks for what is theirs.
            needs_key = method == "post" or "webhooks" in operation["tags"]
            operation["security"] = [*([] if needs_key else [{}]), {"bearer": []}]
            operation["responses"] = _with_access(operation["responses"])
    return result


def _with_access(responses: dict[str, Any]) -> dict[str, Any]:
    problem = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    added = {
        status: {"content": problem, "description": description}
        for status, description in _PROBLEMS.items()
    }
    everything = {**added, **responses}
    for status, response in everything.items():
        for name in (*_LIMIT, *_MORE_HEADERS.get(status, ())):
            reference = {"$ref": f"#/components/headers/{name}"}
            response["headers"] = {**response.get("headers", {}), name: reference}
    return dict(sorted(everything.items()))
