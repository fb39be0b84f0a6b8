"""The OpenAPI document, generated from the views and the delivered types."""

from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings

from api.v1.examples import COMPONENT_EXAMPLES, RESPONSE_EXAMPLES
from api.v1.field_examples import part_examples
from api.v1.resource_examples import RESOURCE_COMPONENT_EXAMPLES, RESOURCE_EXAMPLES

SETTINGS: dict[str, Any] = {
    "TITLE": "Clinic Articles",
    "VERSION": "1",
    "DESCRIPTION": (
        "Published health articles as finished JSON: one document per article that needs nothing "
        "else.\n\nv1 only grows: members and values may be added, none is removed or changes its "
        "meaning. Ignore what you do not know."
    ),
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/v1",
    "SERVERS": [{"url": "/api/v1"}],
    "TAGS": [
        {"name": "articles", "description": "Published articles."},
        {"name": "previews", "description": "Drafts that an editor has opened to a front end."},
        {"name": "topics", "description": "Conditions, therapies and drugs."},
        {"name": "clinics", "description": "Clinics' public profiles."},
        {"name": "citations", "description": "Sources."},
        {"name": "withdrawals", "description": "Articles that were taken back."},
        {"name": "webhooks", "description": "Where your front end is told of changes."},
        {"name": "about", "description": "The API itself."},
    ],
    "SORT_OPERATIONS": False,
    "PREPROCESSING_HOOKS": [],
    "POSTPROCESSING_HOOKS": [
        "api.v1.openapi.add_examples",
        "api.v1.openapi.add_headers",
        "api.v1.openapi_access.add_access",
        "api.v1.openapi_links.add_links",
    ],
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {},
}

_HEADERS = {
    "ETag": "Strong; send it back as `If-None-Match`.",
    "Last-Modified": "When the answer last changed.",
    "Cache-Control": "How long caches may keep the answer.",
    "Surrogate-Key": "Tags for purging, separated by spaces.",
    "Retry-After": "Seconds to wait.",
}
_HEADERS_BY_STATUS = {
    "200": ("ETag", "Cache-Control", "Surrogate-Key"),
    "304": ("ETag", "Cache-Control"),
    "410": ("Cache-Control", "Surrogate-Key"),
    "503": ("Retry-After",),
}


def build_schema() -> dict[str, Any]:
    """Return the document. Whatever settings the site has for drf-spectacular play no part."""
    with patched_settings(SETTINGS):
        generator = SchemaGenerator(urlconf="api.v1.urls")  # type: ignore[no-untyped-call]
        schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


def add_examples(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Give every delivered type a whole example, and the main answers one."""
    components = result["components"]["schemas"]
    examples = {**RESOURCE_COMPONENT_EXAMPLES, **COMPONENT_EXAMPLES}
    for name, example in {**examples, **part_examples(list(components), examples)}.items():
        components[name]["examples"] = [example]
    whole_answers = {**RESPONSE_EXAMPLES, **RESOURCE_EXAMPLES}
    for operations in result["paths"].values():
        for operation in operations.values():
            for (operation_id, status), example in whole_answers.items():
                if operation["operationId"] == operation_id:
                    for content in operation["responses"][status]["content"].values():
                        content["examples"] = {"example": {"value": example}}
    return result


def add_headers(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """State the headers that clients and caches may rely on."""
    for operations in result["paths"].values():
        for method, operation in operations.items():
            if {"about", "previews"} & set(operation["tags"]):
                continue
            for status, response in operation["responses"].items():
                names = _HEADERS_BY_STATUS.get(status, ())
                if (method == "post" or "webhooks" in operation["tags"]) and status != "503":
                    names = ()
                if operation["operationId"] in ("get_article", "get_section") and status == "200":
                    names = (*names, "Last-Modified")
                if names:
                    response["headers"] = {
                        name: {"description": _HEADERS[name], "schema": {"type": "string"}}
                        for name in names
                    }
    return result
