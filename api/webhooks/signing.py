"""Secrets and signatures of webhooks.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signed_headers(
    webhook_id: str, timestamp: int, payload: str, secrets_: Sequence[str]
) -> dict[str, str]:
    """Return the headers that let a receiver with any of the secrets know the request is ours.

    ``timestamp``: of the attempt, in seconds since 1970.
    """
    content = f"{webhook_id}.{timestamp}.{payload}".encode()
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_signature(content, each)}" for each in secrets_),
    }


def _signature(content: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
