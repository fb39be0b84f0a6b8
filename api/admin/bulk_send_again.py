"""Sending again the deliveries that were ticked in a list."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.permissions import policy_registry

from api.admin.endpoint_actions import sent_again
from api.admin.history import log_webhook
from api.admin.webhook_states import delivery_state, type_name
from api.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.operations import replay


class SendAgainBulkAction(BulkAction):
    display_name = _("Send again")
    aria_label = _("Send the ticked deliveries again")
    action_type = "send_again"
    template_name = "api/webhooks/bulk_send_again.html"
    models = [WebhookDelivery]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policy = policy_registry.get_by_type(WebhookEndpoint)
        if not policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Iterable[str]) -> list[WebhookDelivery]:
        numbers = [each for each in object_ids if each.isascii() and each.isdigit()]
        rows = WebhookDelivery.objects.filter(pk__in=numbers)
        return list(rows.select_related("endpoint__client"))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[str]:
        """Nothing: for a range there is a form, that says since when and of which endpoint."""
        return []

    def object_context(self, obj: WebhookDelivery) -> dict[str, Any]:
        return {"item": obj, "change": type_name(obj.type), "state": delivery_state(obj)}

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user}

    @classmethod
    def execute_action(
        cls, objects: Sequence[WebhookDelivery], user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        number = 0
        for delivery in objects:
            if replay(WebhookDelivery.objects.filter(pk=delivery.pk)):
                log_webhook(delivery.endpoint, "send_again", user, what=delivery.webhook_id)
                number += 1
        return number, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return sent_again(num_parent_objects)
