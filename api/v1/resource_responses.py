"""Responses of the resources beside whole articles, as the OpenAPI states them."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api.documents.schema import (
    AnySectionDocument,
    AnySectionList,
    Changes,
    CitationDocument,
    ClinicList,
    ClinicProfile,
    FoundPath,
    Manifest,
    TopicList,
    TopicProfile,
    WithdrawalAcknowledgement,
    WithdrawalDocument,
)
from api.models import Acknowledgement
from api.v1.errors import CONTENT_TYPE
from api.v1.parameters import Parameter
from api.v1.problems import CursorExpiredProblem, Problem, WithdrawnProblem
from api.v1.responses import JSON, NOT_MODIFIED, problems

SECTION_REF = OpenApiParameter(
    "section",
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.PATH,
    description="The section's id, or its kind: the first section of that kind.",
)

_WITHDRAWN: dict[Any, Any] = {
    (410, CONTENT_TYPE): OpenApiResponse(
        WithdrawnProblem, description="The article was withdrawn. Say so where it was shown."
    )
}


def required(parameter: Parameter) -> OpenApiParameter:
    """Describe a parameter that must be given."""
    return OpenApiParameter(
        parameter.name, dict(parameter.schema), description=parameter.description, required=True
    )


def _one(model: Any, description: str) -> dict[Any, Any]:
    """The answers of one resource: it, or that there is none."""
    return {
        (200, JSON): OpenApiResponse(model, description=description),
        304: NOT_MODIFIED,
        **problems(400, 404, 406, 500, 503),
    }


def _many(model: Any, description: str) -> dict[Any, Any]:
    """The answers of a list, which may be empty."""
    return {
        (200, JSON): OpenApiResponse(model, description=description),
        304: NOT_MODIFIED,
        **problems(400, 406, 500, 503),
    }


SECTION = {**_one(AnySectionDocument, "The section."), **_WITHDRAWN}
SECTION_LIST = _many(AnySectionList, "One page of sections.")
FIND = {**_one(FoundPath, "The article, or the redirect."), **_WITHDRAWN}
MANIFEST = _many(Manifest, "One page of the manifest.")
CHANGES = {
    **_many(Changes, "One page of the feed."),
    (410, CONTENT_TYPE): OpenApiResponse(
        CursorExpiredProblem,
        description="The log does not go back to this cursor any more. Start again.",
    ),
}
TOPIC = _one(TopicProfile, "The topic.")
TOPIC_LIST = _many(TopicList, "One page of topics.")
CLINIC = _one(ClinicProfile, "The clinic.")
CLINIC_LIST = _many(ClinicList, "One page of clinics.")
CITATION = _one(CitationDocument, "The source.")

WITHDRAWAL_ID = OpenApiParameter(
    "withdrawal_id",
    {
        "type": "string",
        "format": "uuid",
        "examples": ["8b8f2a44-6e0f-4a52-9a0c-0c5f0e8f5a11"],
    },
    OpenApiParameter.PATH,
    description="The withdrawal's id: `withdrawal_id` in a 410 and in `/changes/`.",
)
WITHDRAWAL = _one(WithdrawalDocument, "The withdrawal.")
ACKNOWLEDGEMENT_BODY = {
    JSON: {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "note": {
                "type": ["string", "null"],
                "maxLength": Acknowledgement.LONGEST_NOTE,
                "pattern": "^[^\\u0000]*$",
                "description": "Plain text for the publishers: what is left to be done, say.",
            }
        },
        "examples": [{"note": "Both caches purged."}],
    }
}
ACKNOWLEDGEMENT: dict[Any, Any] = {
    (200, JSON): OpenApiResponse(
        WithdrawalAcknowledgement, description="The client's first acknowledgement, from before."
    ),
    (201, JSON): OpenApiResponse(WithdrawalAcknowledgement, description="Acknowledged."),
    (400, CONTENT_TYPE): OpenApiResponse(
        Problem,
        description="The body is no JSON object, or `errors` name its member that is wrong.",
    ),
    **problems(404, 406, 413, 415, 500, 503),
}


def slug_of(what: str) -> OpenApiParameter:
    """Describe a slug in an address."""
    return OpenApiParameter(
        "slug",
        {"type": "string", "minLength": 1, "maxLength": 255},
        OpenApiParameter.PATH,
        description=f"The {what}'s slug.",
    )


CITATION_NUMBER = OpenApiParameter(
    "number",
    {"type": "string", "pattern": "^[0-9]{1,19}$"},
    OpenApiParameter.PATH,
    description="The source's id: `citation_id` in articles.",
)
