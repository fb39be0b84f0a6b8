"""What receivers verify with the library of Standard Webhooks."""

import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from api.webhooks.signing import new_secret, signed_headers


def test_receivers_can_verify_with_either_secret() -> None:
    new, old, other = new_secret(), new_secret(), new_secret()
    payload = '{"type":"article.updated","data":{"title":"Migräne"}}'
    headers = signed_headers("msg_1", int(time.time()), payload, [new, old])
    for secret in (new, old):
        assert Webhook(secret).verify(payload, headers)["data"] == {"title": "Migräne"}
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(payload, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new).verify(payload.replace("updated", "removed"), headers)


def test_an_old_request_is_recognised() -> None:
    secret = new_secret()
    headers = signed_headers("msg_1", int(time.time()) - 3600, "{}", [secret])
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify("{}", headers)
