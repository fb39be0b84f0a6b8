"""What was and is to be sent to endpoints, with each attempt."""

import json
from typing import Any

import django_filters
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from api.admin.endpoint_views import endpoint_buttons, endpoint_url, index_crumb
from api.admin.history import log_webhook
from api.admin.webhook_states import (
    TYPES,
    StateColumn,
    delivery_state,
    endpoint_state,
    moment,
    type_name,
    types_told,
)
from api.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from api.webhooks.operations import replay
from api.worker.status import Summary, worker_status

ANY = ("add", "change", "delete", "view")


class DeliveryFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=DeliveryState.choices)
    type = django_filters.ChoiceFilter(label=gettext_lazy("Change"), choices=list(TYPES.items()))
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Date"), widget=DateRangePickerWidget
    )

    class Meta:
        model = WebhookDelivery
        fields = ()


class DeliveryIndexView(generic.IndexView):
    """The deliveries to all endpoints, the newest first."""

    model = WebhookDelivery
    page_title = gettext_lazy("Deliveries")
    header_icon = "webhook"
    template_name = "api/webhooks/deliveries.html"
    index_url_name = "webhooks:deliveries"
    index_results_url_name = "webhooks:deliveries_results"
    filterset_class = DeliveryFilterSet
    search_fields = ["webhook_id", "subject"]
    default_ordering = "-pk"
    paginate_by = 50
    is_of_one = False
    """Whether all of them are of the same endpoint."""

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(WebhookEndpoint)

    @cached_property
    def may_change(self) -> bool:
        return bool(self.user_has_permission("change"))

    @cached_property
    def columns(self) -> list[BaseColumn]:
        endpoint = Column("endpoint", label=_("Endpoint"), classname="webhooks-address")
        ticks = BulkActionsCheckboxColumn("bulk_actions", obj_type="delivery")
        return [
            *([ticks] if self.may_change else []),
            TitleColumn(
                "type",
                label=_("Change"),
                accessor=lambda row: capfirst(type_name(row.type)),
                get_url=lambda row: reverse("webhooks:delivery", args=[row.pk]),
                get_title_id=lambda row: f"delivery_{row.pk}_title",
            ),
            Column(
                "about",
                label=_("Of"),
                accessor=lambda row: about(_data(row)),
                classname="webhooks-about",
            ),
            *([] if self.is_of_one else [endpoint]),
            StateColumn("state", label=_("State"), accessor=delivery_state),
            Column("attempts", label=_("Attempts"), sort_key="attempts"),
            Column(
                "created_at",
                label=_("Queued"),
                accessor=lambda row: moment(row.created_at),
                sort_key="pk",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[WebhookDelivery]:
        return WebhookDelivery.objects.select_related("endpoint__client")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return {**context, "may_change": self.may_change}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, index_crumb(), here]


class EndpointView(DeliveryIndexView):
    """How one endpoint is doing, what may be done with it, and its deliveries."""

    template_name = "api/webhooks/endpoint.html"
    is_of_one = True

    @cached_property
    def endpoint(self) -> WebhookEndpoint:
        endpoints = WebhookEndpoint.objects.select_related("client__clinic")
        return get_object_or_404(endpoints, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.endpoint)

    def get_base_queryset(self) -> QuerySet[WebhookDelivery]:
        return WebhookDelivery.objects.filter(endpoint=self.endpoint)

    def get_index_url(self) -> str:
        return endpoint_url(self.endpoint)

    def get_index_results_url(self) -> str:
        return reverse("webhooks:endpoint_results", args=[self.endpoint.pk])

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return endpoint_buttons(self.endpoint, self.user_has_permission)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        endpoint = self.endpoint
        return super().get_context_data(
            *args,
            endpoint=endpoint,
            state=endpoint_state(endpoint),
            types=types_told(endpoint),
            is_on=endpoint.state == EndpointState.ENABLED,
            **kwargs,
        )


class DeliveryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One delivery: what is sent, and each request with its answer."""

    model = WebhookEndpoint
    any_permission_required = ANY
    page_title = gettext_lazy("Delivery")
    header_icon = "webhook"
    template_name = "api/webhooks/delivery.html"

    @cached_property
    def delivery(self) -> WebhookDelivery:
        deliveries = WebhookDelivery.objects.select_related("endpoint__client")
        return get_object_or_404(deliveries, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return type_name(self.delivery.type)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        endpoint = self.delivery.endpoint
        of = {"url": endpoint_url(endpoint), "label": str(endpoint)}
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, index_crumb(), of, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.delivery
        is_waiting = delivery.state == DeliveryState.PENDING
        return super().get_context_data(
            delivery=delivery,
            endpoint=delivery.endpoint,
            state=delivery_state(delivery),
            about=about(_data(delivery)),
            payload=_readable(delivery.payload),
            attempts=list(delivery.attempt_log.reverse()),
            is_waiting=is_waiting,
            is_off=delivery.endpoint.state != EndpointState.ENABLED,
            has_no_worker=is_waiting and worker_status().summary == Summary.NO_WORKER,
            may_send=self.user_has_permission("change")
            and delivery.state != DeliveryState.SUPERSEDED,
            **kwargs,
        )


class SendDeliveryAgainView(PermissionCheckedMixin, View):
    model = WebhookEndpoint
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(WebhookDelivery.objects.select_related("endpoint"), pk=pk)
        with transaction.atomic():
            if replay(WebhookDelivery.objects.filter(pk=pk)):
                what = delivery.webhook_id
                log_webhook(delivery.endpoint, "send_again", request.user, what=what)
                messages.success(request, _("It is sent again, under the same id."))
            else:
                problem = _("A later change has taken its place: that one says what is true now.")
                messages.error(request, problem)
        return redirect("webhooks:delivery", pk=pk)


def about(data: dict[str, Any]) -> str:
    """What a change is of, as far as its entry says: of what is gone, the id."""
    name = data.get("slug") or data.get("id") or ""
    return " · ".join(str(each) for each in (name, data.get("locale")) if each)


def _data(delivery: WebhookDelivery) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(delivery.payload)["data"]
    return data


def _readable(payload: str) -> str:
    return json.dumps(json.loads(payload), ensure_ascii=False, indent=2)
