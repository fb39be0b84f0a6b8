"""Making, rotating and revoking keys. The only places where a whole key is in hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from api.keys.lookup import memory
from api.keys.text import KeyText, generate_key
from api.models import ApiClient, ApiKey, KeyState


class TooManyKeysError(Exception):
    """The client has as many active keys as it may have."""


class KeyNotActiveError(Exception):
    """The key is expired or revoked, so there is nothing to take over from."""


@dataclass(frozen=True)
class NewKey:
    """A key that was just made, and its text: shown once, kept nowhere."""

    key: ApiKey
    text: KeyText


@sensitive_variables("text")
def create_key(client: ApiClient, *, expires_at: datetime | None, user: Any = None) -> NewKey:
    """Give the client one more key. Raises `TooManyKeysError`."""
    with transaction.atomic():
        # Locked, so that two at a time do not make three.
        ApiClient.objects.select_for_update().get(pk=client.pk)
        if client.keys.active(timezone.now()).count() >= ApiClient.MOST_KEYS:
            raise TooManyKeysError
        text = generate_key()
        key = ApiKey.objects.create(
            client=client, prefix=text.prefix, digest=text.digest(), expires_at=expires_at
        )
        _log(key, "create", user)
    return NewKey(key, text)


def rotate_key(
    key: ApiKey, *, overlap: timedelta, expires_at: datetime | None, user: Any = None
) -> NewKey:
    """Give the key's client a new one, and let `key` expire after `overlap` or when it would
    have. Raises `KeyNotActiveError` or `TooManyKeysError`."""
    now = timezone.now()
    with transaction.atomic():
        ApiClient.objects.select_for_update().get(pk=key.client_id)
        key.refresh_from_db()
        if key.state(now) != KeyState.ACTIVE:
            raise KeyNotActiveError
        new = create_key(key.client, expires_at=expires_at, user=user)
        key.expires_at = min(key.expires_at or now + overlap, now + overlap)
        key.save(update_fields=["expires_at"])
        _log(key, "rotate", user)
    memory.forget(key.prefix)
    return new


def revoke_key(key: ApiKey, *, user: Any = None) -> None:
    """Have the key refused from now on, in other processes within five seconds. For ever."""
    with transaction.atomic():
        revoked = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(
            revoked_at=timezone.now()
        )
        if revoked:
            _log(key, "revoke", user)
    key.refresh_from_db()
    memory.forget(key.prefix)


def _log(key: ApiKey, action: str, user: Any) -> None:
    """Write the client's history, with the key's public part only."""
    log(key.client, f"api.key.{action}", user=user, data={"key": f"ca_{key.prefix}"})
