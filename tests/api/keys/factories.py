"""Clients with a key in hand."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from api.keys.operations import NewKey, create_key
from api.models import ApiClient

_numbers = count(1)


def make_key(*, expires_in: timedelta | None = None, **client: Any) -> NewKey:
    """A new client, as `client` says, and its key."""
    owner = ApiClient.objects.create(**{"name": f"Front end {next(_numbers)}", **client})
    return create_key(owner, expires_at=timezone.now() + expires_in if expires_in else None)


def bearer(key: NewKey) -> dict[str, str]:
    """The header that sends the key."""
    return {"authorization": f"Bearer {key.text.whole}"}
