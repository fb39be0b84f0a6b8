"""From the text of a key to its caller, remembered for a moment in each process.

Three seconds, so that a revoked key is refused everywhere within five. The key itself is compared
at every request, by its digest and in constant time; only the row is remembered.
"""

import time
from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest
from threading import Lock
from typing import NamedTuple

from django.db import OperationalError
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from api.keys.caller import Caller
from api.keys.text import KeyText
from api.models import ApiKey
from api.reading.query import drop_broken_connection

REMEMBERED_SECONDS = 3.0
MOST_REMEMBERED = 4096


class KeyRow(NamedTuple):
    """What the database says of a key."""

    digest: str
    expires_at: datetime | None
    revoked: bool
    last_used_at: datetime | None
    caller: Caller


class KeyMemory:
    """Rows by prefix, those of unknown prefixes (None) included. At most `MOST_REMEMBERED`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rows: dict[str, tuple[float, KeyRow | None]] = {}
        self._proven: dict[str, str] = {}
        self._lock = Lock()

    def get(self, prefix: str) -> KeyRow | None:
        # The age counts from before the query: what it finds may be revoked while it runs.
        now = self._clock()
        read_at, row = self._rows.get(prefix, (0.0, None))
        if not read_at or now - read_at >= REMEMBERED_SECONDS:
            try:
                row = _get_row(prefix)
            except OperationalError:
                if not drop_broken_connection():
                    raise
                row = _get_row(prefix)
            with self._lock:
                self._rows.pop(prefix, None)
                self._rows[prefix] = (now, row)
                if len(self._rows) > MOST_REMEMBERED:
                    # The one that was read longest ago.
                    del self._rows[next(iter(self._rows))]
        return row

    def prove(self, prefix: str, digest: str) -> None:
        """Remember that a whole key with this digest was right."""
        if self._proven.get(prefix) != digest:
            with self._lock:
                self._proven[prefix] = digest
                if len(self._proven) > MOST_REMEMBERED:
                    del self._proven[next(iter(self._proven))]

    def proven(self, prefix: str) -> str:
        """Return the digest that was right for the prefix before, in this process."""
        return self._proven.get(prefix, "")

    def forget(self, prefix: str) -> None:
        with self._lock:
            self._rows.pop(prefix, None)

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()
            self._proven.clear()

    def __len__(self) -> int:
        return len(self._rows)


memory = KeyMemory()


class KeyRefusedError(Exception):
    """The key is not accepted; the message says why, for its holder."""


@sensitive_variables("key")
def find_row(key: KeyText) -> KeyRow:
    """Return the row of an accepted key, or raise `KeyRefusedError`.

    That a key expired or was revoked is told to nobody who does not hold the whole of it.
    """
    row, digest = memory.get(key.prefix), key.digest()
    # Always compared, so that an unknown prefix takes as long as a known one.
    if not compare_digest(digest, row.digest if row else "0" * 64) or row is None:
        raise KeyRefusedError("There is no such key.")
    if row.revoked:
        raise KeyRefusedError("This key was revoked. Ask for a new one.")
    if row.expires_at is not None and row.expires_at <= timezone.now():
        raise KeyRefusedError("This key has expired. Ask for a new one.")
    memory.prove(key.prefix, digest)
    return row


@sensitive_variables("key")
def is_proven(key: KeyText) -> bool:
    """Whether exactly this key was accepted before, in this process."""
    return compare_digest(key.digest(), memory.proven(key.prefix))


def _get_row(prefix: str) -> KeyRow | None:
    key = ApiKey.objects.select_related("client__clinic").filter(prefix=prefix).first()
    if key is None:
        return None
    client = key.client
    return KeyRow(
        digest=key.digest,
        expires_at=key.expires_at,
        revoked=key.revoked_at is not None,
        last_used_at=key.last_used_at,
        caller=Caller(
            key=key.prefix,
            client_id=client.pk,
            scopes=frozenset(client.scopes),
            clinic=client.clinic.slug if client.clinic else None,
            locales=tuple(client.locales),
            requests_per_minute=client.requests_per_minute,
        ),
    )
