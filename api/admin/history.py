"""What the history says of API clients, by a key's public part only, and of webhook endpoints."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from api.models import EndpointState, WebhookEndpoint

KEYS = (
    ("create", _("Create API key"), _("Created the key %(key)s")),
    ("rotate", _("Rotate API key"), _("Let another key take the place of %(key)s")),
    ("revoke", _("Revoke API key"), _("Revoked the key %(key)s")),
)
PREVIEWS = (
    ("open", _("Open in front end"), _("Opened the draft in the front end of %(clinic)s")),
    ("close", _("Close preview"), _("Closed a preview of the draft")),
)
SHARES = (
    ("make", _("Share a draft"), _("Shared a draft with %(guest)s")),
    ("revoke", _("Stop sharing a draft"), _("Stopped sharing a draft with %(guest)s")),
)
WEBHOOKS = (
    ("rotate", _("Rotate webhook secret"), _("Gave it a new secret")),
    ("enable", _("Enable webhooks"), _("Switched it on")),
    ("disable", _("Disable webhooks"), _("Switched it off")),
    (
        EndpointState.GONE.value,
        _("Webhooks switched off"),
        _("Switched off: the receiver said it is gone (410)"),
    ),
    (
        EndpointState.FAILING.value,
        _("Webhooks switched off"),
        _("Switched off: every attempt failed for days"),
    ),
    ("test", _("Test webhooks"), _("Sent a test")),
    ("send_again", _("Send webhook again"), _("Sent %(what)s again")),
    (
        "send_again_all",
        _("Send webhooks again"),
        _("Sent again what changed since %(since)s: %(number)s"),
    ),
    (
        "send_again_given_up",
        _("Send failed webhooks again"),
        _("Sent again what was given up since %(since)s: %(number)s"),
    ),
)


def register_log_actions(actions: LogActionRegistry) -> None:
    groups = (("key", KEYS), ("preview", PREVIEWS), ("share", SHARES), ("webhook", WEBHOOKS))
    for group, sentences in groups:
        for name, label, sentence in sentences:
            actions.register_action(f"api.{group}.{name}")(_formatter(label, sentence))


def log_webhook(endpoint: WebhookEndpoint, action: str, user: Any, **data: Any) -> None:
    """Write the endpoint's history. ``action``: of `WEBHOOKS`; ``data``: what its sentence says."""
    log(endpoint, f"api.webhook.{action}", user=user, data=data)


def _formatter(action_label: Any, sentence: Any) -> type[Any]:
    class ApiLogFormatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry: Any) -> str:
            return str(sentence % log_entry.data)

    return ApiLogFormatter
