"""The list and the forms of webhook endpoints."""

from typing import Any

import django_filters
from django.db import transaction
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from api.admin.webhook_states import StateColumn, endpoint_state, types_told
from api.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from api.webhooks.operations import create_endpoint

INDEX = "webhooks:index"
STATES = [*EndpointState.choices, ("trouble", gettext_lazy("enabled, but failing"))]


class EndpointFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, method="filter_state"
    )

    class Meta:
        model = WebhookEndpoint
        fields = ()

    def filter_state(self, endpoints: Any, name: str, state: str) -> QuerySet[WebhookEndpoint]:
        enabled = endpoints.filter(state=EndpointState.ENABLED, failures__gt=0)
        found: QuerySet[WebhookEndpoint] = (
            enabled if state == "trouble" else endpoints.filter(state=state)
        )
        return found


class EndpointIndexView(generic.IndexView):
    """Where changes are sent, and how that goes."""

    page_title = gettext_lazy("Webhooks")
    filterset_class = EndpointFilterSet
    search_fields = ["client__name", "url", "description"]
    default_ordering = ("client__name", "url")
    paginate_by = 50

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("url", label=_("Address"), sort_key="url", get_url=endpoint_url),
            Column("client", label=_("Client"), sort_key="client__name"),
            Column("types", label=_("Told of"), accessor=types_told, classname="webhooks-types"),
            StateColumn("state", label=_("State"), accessor=endpoint_state),
            DateColumn("delivered_at", label=_("Last delivery"), sort_key="delivered_at"),
            Column("waiting", label=_("Waiting"), sort_key="waiting"),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        deliveries = Button(
            _("All deliveries"),
            url=reverse("webhooks:deliveries"),
            icon_name="list-ul",
            priority=10,
        )
        return [*super().header_more_buttons, deliveries]

    def get_base_queryset(self) -> QuerySet[WebhookEndpoint]:
        waiting = _of_endpoint(DeliveryState.PENDING, Count("pk"))
        delivered = _of_endpoint(DeliveryState.DELIVERED, Max("ended_at"))
        return WebhookEndpoint.objects.select_related("client").annotate(
            waiting=Coalesce(waiting, 0), delivered_at=delivered
        )

    def get_list_more_buttons(self, instance: WebhookEndpoint) -> list[Button]:
        deliveries = Button(
            _("Deliveries"), url=endpoint_url(instance), icon_name="list-ul", priority=0
        )
        return [deliveries, *endpoint_buttons(instance, self.user_has_permission)]


def _of_endpoint(state: DeliveryState, figure: Any) -> Subquery:
    """One figure of the deliveries in a state."""
    rows = WebhookDelivery.objects.filter(endpoint=OuterRef("pk"), state=state).order_by()
    return Subquery(rows.values("endpoint").annotate(figure=figure).values("figure"))


class EndpointCreateView(generic.CreateView):
    """A new endpoint, with its secret."""

    page_title = gettext_lazy("Add webhook endpoint")
    submit_button_label = gettext_lazy("Add endpoint and make its secret")

    def form_valid(self, form: Any) -> HttpResponse:
        endpoint: WebhookEndpoint = form.save(commit=False)
        with transaction.atomic():
            create_endpoint(endpoint)
            log(endpoint, "wagtail.create", user=self.request.user)
        return show_secret(self.request, endpoint)


class EndpointEditView(generic.EditView):
    @cached_property
    def header_buttons(self) -> list[Button]:
        deliveries = HeaderButton(
            _("Deliveries"), url=endpoint_url(self.object), icon_name="list-ul"
        )
        return [*super().header_buttons, deliveries]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = endpoint_buttons(self.object, self.user_has_permission)
        return [each for each in buttons if each.url != self.get_edit_url()]

    def get_success_url(self) -> str:
        return endpoint_url(self.object)


class EndpointDeleteView(generic.DeleteView):
    @cached_property
    def confirmation_message(self) -> str:
        return _(
            "Nothing is sent there any more, and the log of what was sent goes too. To stop for a"
            " while, switch it off instead."
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title, "sublabel": str(self.object)}
        return [*self.breadcrumbs_items, index_crumb(), here]


def endpoint_url(endpoint: WebhookEndpoint) -> str:
    """The endpoint's own page: how it is doing, and its deliveries."""
    return reverse("webhooks:endpoint", args=[endpoint.pk])


def index_crumb() -> dict[str, Any]:
    return {"url": reverse(INDEX), "label": _("Webhooks")}


def endpoint_buttons(endpoint: WebhookEndpoint, may: Any) -> list[Button]:
    """What may be done with an endpoint. ``may`` says of an action whether the user may."""
    is_on = endpoint.state == EndpointState.ENABLED
    switch = (_("Switch off"), "disable", "circle-xmark")
    actions = [
        ("change", _("Edit"), "edit", "edit"),
        ("change", _("Send again"), "send_again", "resubmit"),
        ("change", _("Rotate secret"), "rotate", "rotate"),
        ("change", *(switch if is_on else (_("Switch on"), "enable", "check"))),
        ("delete", _("Delete"), "delete", "bin"),
    ]
    return [
        Button(
            label,
            url=reverse(f"webhooks:{name}", args=[endpoint.pk]),
            icon_name=icon,
            priority=10 * order,
        )
        for order, (permission, label, name, icon) in enumerate(actions, 1)
        if may(permission)
    ]


def show_secret(request: HttpRequest, endpoint: WebhookEndpoint) -> HttpResponse:
    """Answer with the endpoint's secret. No other page shows it, so it cannot be a redirect."""
    context = {"endpoint": endpoint, "back_url": endpoint_url(endpoint)}
    response = TemplateResponse(request, "api/webhooks/secret.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
