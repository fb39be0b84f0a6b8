"""The problem document as types, for the OpenAPI."""

from pydantic import Field

from api.documents.schema import Delivered, WithdrawalNotice


class ProblemError(Delivered):
    """One thing that is wrong with a request."""

    parameter: str = Field(examples=["limit"])
    """The query parameter, or the member of the body, that is wrong."""
    detail: str = Field(examples=["The value must be a whole number from 1 to 100."])
    """What is wrong with it."""
    allowed: list[str] = Field(examples=[["condition", "therapy"]])
    """What it may be, and for an unknown one which ones there are; empty where there is no
    closed list."""


class Problem(Delivered):
    """Any error, after RFC 9457."""

    type: str = Field(examples=["urn:clinic-articles:problem:invalid-parameter"])
    """What kind of error, for programs."""
    title: str = Field(examples=["Invalid query parameter"])
    """What kind of error, for people."""
    status: int = Field(examples=[400])
    """The HTTP status again."""
    detail: str = Field(examples=["limit: The value must be a whole number from 1 to 100."])
    """What happened here and what to do."""
    instance: str = Field(examples=["/api/v1/articles/"])
    """The path that was asked for."""
    errors: list[ProblemError]
    """Each thing that is wrong; empty where there is nothing to list."""


class WithdrawnProblem(Problem, WithdrawalNotice):
    """The answer for a withdrawn article: a problem with its notice."""


class CursorExpiredProblem(Problem):
    """The answer for a cursor of the feed that is too old: a problem, and where to start again."""

    restart: str = Field(examples=["https://cms.example.org/api/v1/changes/"])
    """The beginning of this feed. Afterwards drop what its snapshot did not name."""
