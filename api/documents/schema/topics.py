"""Conditions, therapies and drugs, with their codes."""

from typing import Literal

from pydantic import Field

from api.documents.schema.base import Delivered

TopicType = Literal["condition", "therapy", "drug"]
TopicRelation = Literal["about", "treats", "drug"]


class TopicCode(Delivered):
    """A topic's code in a terminology."""

    system: str = Field(examples=["http://hl7.org/fhir/sid/icd-10-cm"])
    """URI of the terminology, as FHIR uses it."""
    oid: str | None = Field(examples=["2.16.840.1.113883.6.90"])
    """OID of the terminology, as CDA uses it."""
    code: str = Field(examples=["G43"])
    """The code."""
    display: str | None = Field(examples=["Migraine"])
    """The terminology's own name for the code."""
    version: str | None = Field(examples=["2026"])
    """Version of the terminology."""


class TopicRef(Delivered):
    """A topic of the article."""

    slug: str = Field(examples=["migraine"])
    """The topic's id in URLs and filters."""
    name: str = Field(examples=["Migraine"])
    """In the article's language."""
    type: TopicType
    """What the topic is."""
    relation: TopicRelation
    """How the article relates to it."""
    codes: list[TopicCode]
    """May be empty."""
