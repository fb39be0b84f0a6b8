"""Webhooks in the menu Settings."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from api.admin.delivery_views import (
    DeliveryIndexView,
    DeliveryView,
    EndpointView,
    SendDeliveryAgainView,
)
from api.admin.endpoint_actions import (
    DisableView,
    EnableView,
    RotateSecretView,
    SendAgainView,
    TestView,
)
from api.admin.endpoint_views import (
    EndpointCreateView,
    EndpointDeleteView,
    EndpointEditView,
    EndpointIndexView,
)
from api.admin.webhook_forms import EndpointForm, NewEndpointForm
from api.models import WebhookEndpoint


class WebhookViewSet(ModelViewSet):
    """Endpoints, and what is sent to them. Who may see endpoints may see their deliveries."""

    name = "webhooks"
    url_prefix = "webhooks"
    model = WebhookEndpoint
    icon = "webhook"
    menu_label = _("Webhooks")
    menu_order = 620
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = EndpointIndexView
    add_view_class = EndpointCreateView
    edit_view_class = EndpointEditView
    delete_view_class = EndpointDeleteView

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return EndpointForm if for_update else NewEndpointForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return dict(super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs}))

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        own = {"search_fields": EndpointIndexView.search_fields, "search_backend_name": None}
        given = super().get_index_view_kwargs(**{**own, **kwargs})
        # What stands on the view, not on the viewset.
        for name in ("list_display", "list_filter", "filterset_class", "default_ordering"):
            given.pop(name, None)
        return dict(given)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Groups may be let see endpoints without changing them."""
        content_type = ContentType.objects.get_for_model(self.model)
        return Permission.objects.filter(content_type=content_type)

    def get_urlpatterns(self) -> list[URLPattern]:
        names = ("index", "index_results", "add", "edit", "delete", "history", "history_results")
        results = {"results_only": True}
        return [
            *(each for each in super().get_urlpatterns() if each.name in names),
            path("rotate/<int:pk>/", RotateSecretView.as_view(), name="rotate"),
            path("enable/<int:pk>/", EnableView.as_view(), name="enable"),
            path("disable/<int:pk>/", DisableView.as_view(), name="disable"),
            path("test/<int:pk>/", TestView.as_view(), name="test"),
            path("send-again/<int:pk>/", SendAgainView.as_view(), name="send_again"),
            path("endpoint/<int:pk>/", EndpointView.as_view(), name="endpoint"),
            path(
                "endpoint/<int:pk>/results/",
                EndpointView.as_view(**results),
                name="endpoint_results",
            ),
            path("deliveries/", DeliveryIndexView.as_view(), name="deliveries"),
            path(
                "deliveries/results/",
                DeliveryIndexView.as_view(**results),
                name="deliveries_results",
            ),
            path("deliveries/<int:pk>/", DeliveryView.as_view(), name="delivery"),
            path(
                "deliveries/<int:pk>/send-again/",
                SendDeliveryAgainView.as_view(),
                name="delivery_send_again",
            ),
        ]


def webhook_viewset() -> WebhookViewSet:
    return WebhookViewSet()
