"""Responses as the OpenAPI states them: types, headers and whole examples."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from api.documents.schema import AnyArticleDocument, AnyArticleList
from api.v1.errors import CONTENT_TYPE
from api.v1.index import ApiIndex
from api.v1.problems import Problem, WithdrawnProblem

JSON = "application/json"

REF = OpenApiParameter(
    "ref",
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.PATH,
    description="The article's id (a UUID, shared by its translations) or its slug.",
)

TOKEN = OpenApiParameter(
    "token",
    {"type": "string", "minLength": 1, "maxLength": 400},
    OpenApiParameter.PATH,
    description="What the editor gave the front end with the address of the preview.",
)

_PROBLEMS = {
    400: "A query parameter is unknown, repeated or has a value that is not allowed.",
    404: "There is nothing public here.",
    405: "The resource does not have this method; `Allow` says what there is.",
    406: "The `Accept` header excludes what this resource has.",
    409: "Not as things stand: `detail` says what to do first.",
    413: "The body is longer than 16 kB.",
    415: "The body is not sent as `application/json`.",
    500: "A bug of ours.",
    503: "The database cannot be reached; `Retry-After` says when to try again.",
}


def problems(*statuses: int) -> dict[Any, Any]:
    return {
        (status, CONTENT_TYPE): OpenApiResponse(Problem, description=_PROBLEMS[status])
        for status in statuses
    }


NOT_MODIFIED = OpenApiResponse(description="The client's copy is current; there is no body.")

ARTICLE: dict[Any, Any] = {
    (200, JSON): OpenApiResponse(AnyArticleDocument, description="The article."),
    304: NOT_MODIFIED,
    **problems(400, 404, 406),
    (410, CONTENT_TYPE): OpenApiResponse(
        WithdrawnProblem, description="The article was withdrawn. Say so where it was shown."
    ),
    **problems(500, 503),
}
PREVIEW: dict[Any, Any] = {
    (200, JSON): OpenApiResponse(
        AnyArticleDocument, description="The draft, in the shape of a published article."
    ),
    **problems(400, 404, 406, 500, 503),
    (403, CONTENT_TYPE): OpenApiResponse(
        Problem,
        description="The token is none, has ended or was made for another draft; or a key that was "
        "sent lacks the scope `preview`, or is bound to another clinic or other languages.",
    ),
}
ARTICLE_LIST: dict[Any, Any] = {
    (200, JSON): OpenApiResponse(AnyArticleList, description="One page of cards."),
    304: NOT_MODIFIED,
    **problems(400, 406, 500, 503),
}
INDEX: dict[Any, Any] = {
    (200, JSON): OpenApiResponse(ApiIndex, description="Where everything is."),
    **problems(400, 406),
}
SCHEMA: dict[Any, Any] = {
    (200, "application/vnd.oai.openapi+json"): OpenApiResponse(
        OpenApiTypes.OBJECT, description="This description as OpenAPI 3.1."
    ),
    (200, "application/yaml"): OpenApiResponse(OpenApiTypes.OBJECT),
    304: NOT_MODIFIED,
    **problems(400, 406),
}
DOCS: dict[Any, Any] = {
    (200, "text/html"): OpenApiResponse(
        OpenApiTypes.STR, description="This description to read and try."
    ),
    **problems(400, 406),
}

__all__ = [
    "ARTICLE",
    "ARTICLE_LIST",
    "DOCS",
    "INDEX",
    "PREVIEW",
    "REF",
    "SCHEMA",
    "TOKEN",
    "OpenApiExample",
]
