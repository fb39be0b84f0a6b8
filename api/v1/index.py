"""The index's type."""

from typing import Literal

from pydantic import Field

from api.documents.schema import Delivered


class IndexLinks(Delivered):
    """URLs of what there is."""

    articles: str = Field(examples=["https://cms.example.org/api/v1/articles/"])
    """Cards of published articles; append an id or a slug for one article."""
    sections: str = Field(examples=["https://cms.example.org/api/v1/sections/"])
    """Sections that may be shown without their article."""
    topics: str = Field(examples=["https://cms.example.org/api/v1/topics/"])
    """Conditions, therapies and drugs; append a slug for one."""
    clinics: str = Field(examples=["https://cms.example.org/api/v1/clinics/"])
    """Public profiles; append a slug for one."""
    find: str = Field(examples=["https://cms.example.org/api/v1/find/"])
    """What a path of the front end leads to; append `?path=`."""
    manifest: str = Field(examples=["https://cms.example.org/api/v1/manifest/"])
    """Every published article in short, to check a mirror."""
    changes: str = Field(examples=["https://cms.example.org/api/v1/changes/"])
    """What is published, and then every change of it, in order."""
    webhooks: str = Field(examples=["https://cms.example.org/api/v1/webhooks/"])
    """Your own endpoints that are told of changes; needs a key with the scope `webhooks`."""
    schema_: str = Field(alias="schema", examples=["https://cms.example.org/api/v1/schema/"])
    """The OpenAPI description."""
    docs: str = Field(examples=["https://cms.example.org/api/v1/docs/"])
    """The description to read and try."""


class ApiIndex(Delivered):
    """Where everything is."""

    version: Literal["v1"] = "v1"
    """The contract's version: v1 only grows."""
    locales: list[str] = Field(examples=[["en", "es"]])
    """Languages the site publishes in, or a key is bound to, as `locale=` takes them."""
    default_locale: str = Field(examples=["en"])
    """The language of answers where no `locale` is asked for."""
    links: IndexLinks
    """URLs of what there is."""
