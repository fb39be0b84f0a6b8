"""What the history of a page says of decisions about its review."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from articles.review.overdue import TAKEN_DOWN
from articles.review.overriding import ENDED, MADE


class OverrideMade(LogFormatter):
    label = gettext_lazy("Override a rule")

    def format_message(self, log_entry: Any) -> str:
        until = parse_date(log_entry.data["expires_on"])
        return _("Overrode the rule %(rule)s until %(date)s") % {
            "rule": log_entry.data["rule"],
            "date": date_format(until, "DATE_FORMAT") if until else "",
        }

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data["reason"])


class OverrideEnded(LogFormatter):
    label = gettext_lazy("End an override")

    def format_message(self, log_entry: Any) -> str:
        return _("Ended the override of the rule %(rule)s") % {"rule": log_entry.data["rule"]}


class OverdueTakenDown(LogFormatter):
    label = gettext_lazy("Unpublish: review overdue")
    message = gettext_lazy("Unpublished, because its review was overdue for too long")


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(MADE)(OverrideMade)
    actions.register_action(ENDED)(OverrideEnded)
    actions.register_action(TAKEN_DOWN)(OverdueTakenDown)
