"""Markup for search engines, as `include=json_ld` adds it."""

from typing import Any, Literal

from pydantic import ConfigDict, Field

from api.documents.schema.base import Delivered


class JsonLd(Delivered):
    """A schema.org graph of the article: put it into the page as it is."""

    model_config = ConfigDict(serialize_by_alias=True)

    context: Literal["https://schema.org"] = Field(alias="@context")
    """Always `https://schema.org`."""
    graph: list[dict[str, Any]] = Field(
        alias="@graph",
        examples=[[{"@type": "MedicalWebPage", "@id": "https://clinic.example.org/migraine/"}]],
    )
    """The `MedicalWebPage` first, then what it is about and what it cites."""
