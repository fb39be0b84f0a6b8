"""How endpoints and deliveries are doing, in words and a colour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from api.changes.entries import REMOVED
from api.models import ChangeType, DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint


@dataclass(frozen=True)
class Shown:
    """A word, its colour ("critical", "warning", "positive" or none), and more in small print."""

    label: Any
    tone: str = ""
    note: str = ""


class StateColumn(Column):
    """The accessor returns a `Shown`."""

    cell_template_name = "api/webhooks/state_cell.html"


class TypeChoice(models.TextChoices):
    """What deliveries are of, besides the changes that endpoints choose from."""

    REMOVED = REMOVED, gettext_lazy("article not for this client any more")
    PING = WebhookDelivery.PING, gettext_lazy("test")


TYPES = {**dict(ChangeType.choices), **dict(TypeChoice.choices)}

DELIVERY_TONES = {DeliveryState.DELIVERED: "positive", DeliveryState.FAILED: "critical"}


def moment(value: datetime | None) -> str:
    if value is None:
        return ""
    return str(date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT"))


def type_name(kind: str) -> str:
    return str(TYPES.get(kind, kind))


def types_told(endpoint: WebhookEndpoint) -> str:
    return ", ".join(type_name(each) for each in endpoint.types) or _("everything")


def endpoint_state(endpoint: WebhookEndpoint) -> Shown:
    since = endpoint.failing_since
    failing = _("failing since %(when)s") % {"when": moment(since)} if since else ""
    if endpoint.state != EndpointState.ENABLED:
        by_hand = endpoint.state == EndpointState.DISABLED
        label = EndpointState(endpoint.state).label
        return Shown(label, "" if by_hand else "critical", failing)
    if not endpoint.failures:
        return Shown(EndpointState.ENABLED.label, "positive")
    paused = endpoint.paused_until
    if paused is None or paused <= timezone.now():
        return Shown(_("failing"), "warning", failing)
    until = _("paused until %(when)s") % {"when": moment(paused)}
    return Shown(_("failing"), "warning", f"{failing}; {until}")


def delivery_state(delivery: WebhookDelivery) -> Shown:
    state = DeliveryState(delivery.state)
    tone = DELIVERY_TONES.get(state, "")
    if state != DeliveryState.PENDING:
        return Shown(state.label, tone, moment(delivery.ended_at))
    due = _("due %(when)s") % {"when": moment(delivery.due_at)}
    return Shown(state.label, "warning" if delivery.attempts else "", due)
