"""What is done with an endpoint: its secret, on and off, a test, sending again."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from api.admin.actions import ActionView
from api.admin.endpoint_views import INDEX, endpoint_url, show_secret
from api.admin.history import log_webhook
from api.admin.webhook_forms import SendAgainForm, Which
from api.admin.webhook_states import moment
from api.models import DeliveryState, EndpointState, WebhookEndpoint
from api.webhooks import operations


class EndpointActionView(ActionView):
    model = WebhookEndpoint
    header_icon = "webhook"
    index_url_name = INDEX
    form_class = forms.Form

    @cached_property
    def target(self) -> WebhookEndpoint:
        endpoints = WebhookEndpoint.objects.select_related("client__clinic")
        return get_object_or_404(endpoints, pk=unquote(str(self.kwargs["pk"])))

    def get_index_label(self) -> str:
        return _("Webhooks")

    def get_cancel_url(self) -> str:
        return endpoint_url(self.target)


class RotateSecretView(EndpointActionView):
    page_title = gettext_lazy("Rotate secret")
    template_name = "api/webhooks/rotate.html"
    submit_label = gettext_lazy("Make the new secret")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        until = self.target.previous_secret_until
        is_overlapping = len(self.target.secrets(timezone.now())) > 1
        return super().get_context_data(ends=until if is_overlapping else None, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            operations.rotate_secret(self.target)
            log_webhook(self.target, "rotate", self.request.user)
        return show_secret(self.request, self.target)


class EnableView(EndpointActionView):
    page_title = gettext_lazy("Switch on")
    submit_label = gettext_lazy("Switch on")
    explanation = gettext_lazy(
        "What waits is sent at once, then what changes from now on. What changed while it was off"
        " is not sent by itself: use “Send again” afterwards."
    )

    def act(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            operations.enable(self.target)
            log_webhook(self.target, "enable", self.request.user)
        messages.success(self.request, _("It is told of changes from now on."))
        return redirect(endpoint_url(self.target))


class DisableView(EndpointActionView):
    page_title = gettext_lazy("Switch off")
    submit_label = gettext_lazy("Switch off")
    explanation = gettext_lazy(
        "Nothing is sent there until it is switched on again, withdrawals neither. What waits goes"
        " on waiting; what changes meanwhile is not kept for it, and can be sent later by “Send"
        " again”."
    )

    def act(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            operations.disable(self.target)
            log_webhook(self.target, "disable", self.request.user)
        messages.success(self.request, _("Nothing is sent there any more."))
        return redirect(endpoint_url(self.target))


class TestView(PermissionCheckedMixin, View):
    """Sends a test, and leads to its delivery."""

    model = WebhookEndpoint
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
        if endpoint.state != EndpointState.ENABLED:
            messages.error(request, _("It is switched off. Switch it on to send a test."))
            return redirect(endpoint_url(endpoint))
        with transaction.atomic():
            delivery = operations.send_ping(endpoint)
            log_webhook(endpoint, "test", request.user)
        return redirect("webhooks:delivery", pk=delivery.pk)


class SendAgainView(EndpointActionView):
    page_title = gettext_lazy("Send again")
    form_class = SendAgainForm
    template_name = "api/webhooks/send_again.html"
    submit_label = gettext_lazy("Send again")

    def get_initial(self) -> dict[str, Any]:
        now = timezone.localtime()
        since = self.target.failing_since or now - timedelta(days=1)
        return {"since": timezone.localtime(since).replace(second=0, microsecond=0)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_off = self.target.state != EndpointState.ENABLED
        return super().get_context_data(is_off=is_off, **kwargs)

    def act(self, form: Any) -> HttpResponse:
        since, which = form.cleaned_data["since"], form.cleaned_data["which"]
        with transaction.atomic():
            if which == Which.ALL:
                number = operations.replay_since(self.target, since)
            else:
                failed = self.target.deliveries.filter(state=DeliveryState.FAILED)
                number = operations.replay(failed.filter(ended_at__gte=since))
            data = {"since": moment(since), "number": number}
            log_webhook(self.target, f"send_again_{which}", self.request.user, **data)
        messages.success(self.request, sent_again(number))
        return redirect(endpoint_url(self.target))


def sent_again(number: int) -> str:
    if not number:
        return _("There is nothing to send again.")
    return ngettext(
        "%(number)d delivery is sent again.", "%(number)d deliveries are sent again.", number
    ) % {"number": number}
