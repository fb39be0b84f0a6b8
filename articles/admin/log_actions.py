"""What the history of a page says of decisions about its review."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from articles.models import Severity
from articles.placing.history import ALLOWED, PLACED, TAKEN_OFF
from articles.review.overdue import TAKEN_DOWN
from articles.review.overriding import ENDED, MADE
from articles.review.signing import CARRIED
from articles.safety_notices.request import DECLINED, REQUESTED
from articles.safety_notices.sign import SIGNED
from articles.withdrawing.reinstate import REINSTATED
from articles.withdrawing.withdraw import WITHDRAWN


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


class Withdrawn(LogFormatter):
    label = gettext_lazy("Withdraw")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        severity = dict(Severity.choices).get(data["severity"], data["severity"])
        where = ", ".join(data["clinics"])
        message = _("Withdrawn everywhere (%(severity)s)")
        if where:
            message = _("Withdrawn at %(clinics)s (%(severity)s)")
        return _signed(message % {"severity": severity, "clinics": where}, log_entry)

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data["reason"])


class Reinstated(LogFormatter):
    label = gettext_lazy("Reinstate")

    def format_message(self, log_entry: Any) -> str:
        message = _("Reinstated")
        if log_entry.data["clinic"]:
            message = _("Reinstated at %(clinic)s") % {"clinic": log_entry.data["clinic"]}
        return _signed(message, log_entry)


class NoticeFormatter(LogFormatter):
    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data["text"])


class NoticeRequested(NoticeFormatter):
    label = gettext_lazy("Ask for a safety notice")
    message = gettext_lazy("Asked for a safety notice, or its removal")


class NoticeDeclined(NoticeFormatter):
    label = gettext_lazy("Decline a safety notice")
    message = gettext_lazy("Did not put the safety notice on")


class NoticeSigned(NoticeFormatter):
    label = gettext_lazy("Sign a safety notice")

    def format_message(self, log_entry: Any) -> str:
        if log_entry.data["text"]:
            return _("Signed a safety notice, and put it on the live text")
        return _("Removed the safety notice from the live text")


class NoticeCarried(LogFormatter):
    label = gettext_lazy("Take a safety notice into the draft")
    message = gettext_lazy("The draft got the safety notice of the live text")


class Placing(LogFormatter):
    """A decision about clinics; ``sentence`` names them."""

    sentence: Any

    def format_message(self, log_entry: Any) -> str:
        return str(self.sentence) % {"clinics": ", ".join(log_entry.data["clinics"])}

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("reason", ""))


class Placed(Placing):
    label = gettext_lazy("Place at clinics")
    sentence = gettext_lazy("Placed at %(clinics)s")


class TakenOff(Placing):
    label = gettext_lazy("Take from clinics")

    def format_message(self, log_entry: Any) -> str:
        message = _("Taken from %(clinics)s")
        if log_entry.data["keep_off"]:
            message = _("Kept off %(clinics)s")
        return message % {"clinics": ", ".join(log_entry.data["clinics"])}


class Allowed(Placing):
    label = gettext_lazy("Allow at a clinic again")
    sentence = gettext_lazy("Allowed at %(clinics)s again")


def _signed(message: str, log_entry: Any) -> str:
    """With who acted, where that was nobody with an account."""
    if log_entry.user_id is not None or not log_entry.data["by"]:
        return message
    return _("%(message)s by %(name)s") % {"message": message, "name": log_entry.data["by"]}


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(MADE)(OverrideMade)
    actions.register_action(ENDED)(OverrideEnded)
    actions.register_action(TAKEN_DOWN)(OverdueTakenDown)
    actions.register_action(WITHDRAWN)(Withdrawn)
    actions.register_action(REQUESTED)(NoticeRequested)
    actions.register_action(DECLINED)(NoticeDeclined)
    actions.register_action(SIGNED)(NoticeSigned)
    actions.register_action(CARRIED)(NoticeCarried)
    actions.register_action(REINSTATED)(Reinstated)
    actions.register_action(PLACED)(Placed)
    actions.register_action(TAKEN_OFF)(TakenOff)
    actions.register_action(ALLOWED)(Allowed)
