"""Mail to those who look after an endpoint."""

import logging
import re

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.template.loader import render_to_string
from wagtail.admin.mail import send_mail

from api.models import WebhookEndpoint
from articles.mail import admin_url, reachable, send_to, site_name

logger = logging.getLogger("api.webhooks")

_TEMPLATE, _FOLDER = "endpoint_disabled", "api/mail"


def tell_of_disabled(endpoint: WebhookEndpoint) -> None:
    """Mail the client's contacts and those who may change endpoints. A failure is logged."""
    context = {"endpoint": endpoint, "url": admin_url("webhooks:edit", endpoint.pk)}
    try:
        for user in _who_may_change():
            send_to(user, _TEMPLATE, context, folder=_FOLDER)
        _send_to_contacts(contacts(endpoint), {**context, "site_name": site_name()})
    except OSError as error:
        # SMTP's own errors are OSErrors. The state of the endpoint shows in the admin anyway.
        logger.error("No mail about endpoint %s: %s", endpoint.pk, type(error).__name__)


def contacts(endpoint: WebhookEndpoint) -> list[str]:
    """Return the mail addresses in the client's contact, which is free text."""
    found = []
    for word in re.split(r"[\s,;<>()]+", endpoint.client.contact):
        try:
            validate_email(word)
        except ValidationError:
            continue
        found.append(word)
    return found


def _who_may_change() -> list[object]:
    permission = {"content_type__app_label": "api", "codename": "change_webhookendpoint"}
    users = get_user_model()._default_manager
    by_group = {f"groups__permissions__{key}": value for key, value in permission.items()}
    by_name = {f"user_permissions__{key}": value for key, value in permission.items()}
    found = users.filter(Q(is_superuser=True) | Q(**by_group) | Q(**by_name))
    return reachable(found.distinct().order_by("pk"))


def _send_to_contacts(addresses: list[str], context: dict[str, object]) -> None:
    if addresses:
        subject = render_to_string(f"{_FOLDER}/{_TEMPLATE}_subject.txt", context)
        body = render_to_string(f"{_FOLDER}/{_TEMPLATE}.txt", context)
        send_mail(" ".join(subject.split()), body.strip(), addresses)
