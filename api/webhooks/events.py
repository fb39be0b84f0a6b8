"""What a webhook says: the entry of the feed, and no content."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings

from api.changes.entries import entry_of
from api.reading.changes import ChangeRow
from articles.models.withdrawals import Severity

# What is sent first: what takes back or corrects, by how serious it is.
_URGENCY = {Severity.CRITICAL.value: 0, Severity.URGENT.value: 1, Severity.ADVICE.value: 2}
NOT_URGENT = 3


def urgency_of(severity: str) -> int:
    return _URGENCY.get(severity, NOT_URGENT)


def webhook_id_of(row: ChangeRow) -> str:
    """Return the id of a change: the same whoever makes it, and after a restored backup another."""
    what = f"{row.sequence} {row.occurred_at} {row.article or row.slug}"
    return f"msg_{hashlib.blake2b(what.encode(), digest_size=16).hexdigest()}"


def payload_of(row: ChangeRow) -> str:
    """Return the body for a change: its type, its time, and the feed's entry as `data`."""
    entry = entry_of(row, api_origin()).model_dump(mode="json")
    return _dumped(entry["type"], entry["occurred_at"], entry)


def ping(at: datetime) -> tuple[str, str]:
    """Return id and body of a test that says nothing happened."""
    text = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"msg_{secrets.token_hex(16)}", _dumped("ping", text, {})


def api_origin() -> str:
    """The scheme and host of the links in what no request asks for."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _dumped(kind: str, timestamp: str, data: dict[str, Any]) -> str:
    body = {"type": kind, "timestamp": timestamp, "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
