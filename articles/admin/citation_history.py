"""What the history of a citation says of retractions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from articles.retractions.plan import LOG_ACTION


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(LOG_ACTION)(RetractionLogFormatter)


class RetractionLogFormatter(LogFormatter):
    label = gettext_lazy("Retraction")

    def format_message(self, log_entry: Any) -> str:
        if log_entry.data["retracted"]:
            message = _("Marked as retracted by the notice %(notice)s of %(date)s")
        else:
            message = _("No longer marked as retracted, by the notice %(notice)s of %(date)s")
        return message % {
            "notice": log_entry.data["notice"] or "–",
            "date": log_entry.data["date"] or "–",
        }
