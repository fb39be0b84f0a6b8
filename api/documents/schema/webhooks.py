"""A client's own endpoints, and what was and is to be sent to them."""

from typing import Literal

from pydantic import Field

from api.documents.schema.base import Delivered, UtcDateTime
from api.documents.schema.card import ListLinks, ListMeta

DeliveryState = Literal["pending", "delivered", "superseded", "failed"]
_AT = "2026-03-05T08:00:00Z"


class WebhookEndpointDocument(Delivered):
    """Where a client is told of changes."""

    id: int = Field(examples=[7])
    """The endpoint's number."""
    url: str = Field(examples=["https://www.example.org/hooks/articles/"])
    """The address that requests go to."""
    description: str = Field(examples=["The website's cache"])
    """What it is for, in the client's words; may be empty."""
    types: list[str] = Field(examples=[["article.withdrawn"]])
    """The types of changes that it is told of; empty: all."""
    most_at_once: int = Field(examples=[2])
    """How many requests it gets at the same time, at most."""
    enabled: bool
    """Whether anything is sent."""
    state: Literal["enabled", "disabled", "gone", "failing"]
    """Why not: `disabled` by hand; `gone`, for it answered 410; `failing`, for every attempt failed
    for days."""
    failures: int = Field(examples=[0])
    """Attempts in a row that failed."""
    failing_since: UtcDateTime | None = Field(examples=[None])
    """When the first of them was."""
    created_at: UtcDateTime = Field(examples=[_AT])
    """When it was made."""


class WebhookEndpointWithSecret(WebhookEndpointDocument):
    """An endpoint with its new secret, which is told once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw3q5n1lOMxyY="])
    """What signatures are checked with. Keep it: nobody can read it again."""


class WebhookEndpointList(Delivered):
    """All endpoints of the client."""

    meta: ListMeta
    """How many there are."""
    links: ListLinks
    """Always null: it is one page."""
    items: list[WebhookEndpointDocument]
    """The endpoints, by address."""


class WebhookAttemptDocument(Delivered):
    """One request, and what came of it."""

    started_at: UtcDateTime = Field(examples=[_AT])
    """When it was made."""
    milliseconds: int = Field(examples=[84])
    """How long it took."""
    status: int | None = Field(examples=[204])
    """The status of the answer; null where there was none."""
    error: str = Field(examples=[""])
    """Why there was none; else empty."""


class WebhookDeliveryDocument(Delivered):
    """One change that an endpoint is told of, or a test."""

    webhook_id: str = Field(examples=["msg_058034599947e745cd322cae322c2e39"])
    """The message's id: the same at every attempt."""
    type: str = Field(examples=["article.withdrawn"])
    """The type of the change, or `ping`."""
    sequence: int | None = Field(examples=[41])
    """The change's number in `/changes/`; a test has none."""
    state: DeliveryState
    """`pending`: it will be sent; `superseded`: a later change of the same thing replaced it;
    `failed`: it was given up."""
    attempts: int = Field(examples=[1])
    """How often it was sent since it was last queued."""
    due_at: UtcDateTime | None = Field(examples=[None])
    """When it is sent next; null where it has ended."""
    created_at: UtcDateTime = Field(examples=[_AT])
    """When it was queued first."""
    ended_at: UtcDateTime | None = Field(examples=[_AT])
    """When it ended."""
    last_attempt: WebhookAttemptDocument | None
    """How the last attempt went."""


class WebhookDeliveryList(Delivered):
    """One page of an endpoint's deliveries."""

    meta: ListMeta
    """How many there are."""
    links: ListLinks
    """The next page; `previous` is always null."""
    items: list[WebhookDeliveryDocument]
    """The deliveries, the newest first."""


class WebhookReplay(Delivered):
    """What is sent again."""

    count: int = Field(examples=[3])
    """How many deliveries."""
