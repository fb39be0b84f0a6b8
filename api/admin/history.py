"""What the history says of API clients: which key, by its public part only."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter


def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label, sentence in (
        ("create", _("Create API key"), _("Created the key %(key)s")),
        ("rotate", _("Rotate API key"), _("Let another key take the place of %(key)s")),
        ("revoke", _("Revoke API key"), _("Revoked the key %(key)s")),
    ):
        actions.register_action(f"api.key.{name}")(_formatter(label, sentence))


def _formatter(action_label: Any, sentence: Any) -> type[Any]:
    class KeyLogFormatter(LogFormatter):
        label = action_label

        def format_message(self, log_entry: Any) -> str:
            return str(sentence % log_entry.data)

    return KeyLogFormatter
