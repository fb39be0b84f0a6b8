"""`/schema/`: the stored OpenAPI."""

import json
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from api.documents.columns import etag_of
from api.v1 import responses
from api.v1.caching import conditional, known_etags, public_headers
from api.v1.openapi_yaml import as_yaml, from_yaml
from api.v1.operation import operation
from api.v1.parameters import Parameter, read_parameters
from api.v1.views.base import DeliveryView, accepts

STORED = Path(__file__).resolve().parent.parent.parent / "openapi.yaml"
MEDIA_TYPES = {"json": "application/vnd.oai.openapi+json", "yaml": "application/yaml"}
FORMAT = Parameter(
    name="format",
    description="`json` or `yaml`. Default: what the `Accept` header asks for, else JSON.",
    allowed=lambda: list(MEDIA_TYPES),
    schema={"type": "string", "enum": list(MEDIA_TYPES)},
)


class SchemaView(DeliveryView):
    """The OpenAPI description."""

    is_content = False
    media_types = ("application/json", *MEDIA_TYPES.values())

    @operation(
        operation_id="get_schema",
        summary="This description as OpenAPI 3.1",
        tags=["about"],
        parameters=[FORMAT.as_openapi()],
        responses=responses.SCHEMA,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """The types of everything the API answers, with examples."""
        name = read_parameters(request, (FORMAT,))["format"] or _wanted(request)
        body = stored_schema(name, reverse("api:v1:index").rstrip("/"))
        return conditional(
            body,
            etag=etag_of(body),
            known=known_etags(request),
            headers={**public_headers("schema"), "Vary": "Accept"},
            media_type=MEDIA_TYPES[name],
        )


def _wanted(request: HttpRequest) -> str:
    header = request.META.get("HTTP_ACCEPT", "*/*")
    json_types = ("application/json", MEDIA_TYPES["json"])
    return "json" if any(accepts(header, each) for each in json_types) else "yaml"


@cache
def stored_schema(name: str, server: str) -> bytes:
    """Return the stored description in the format `name`, for the API mounted at `server`."""
    schema = from_yaml(STORED.read_text(encoding="utf-8"))
    schema["servers"] = [{"url": server}]
    if name == "json":
        return json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()
    return as_yaml(schema).encode()
