"""API keys in the menu Settings."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from api.admin.key_forms import ClientForm, NewClientForm
from api.admin.key_views import (
    ClientCreateView,
    ClientEditView,
    KeyIndexView,
    NewKeyView,
    RevokeView,
    RotateView,
)
from api.models import ApiClient, ApiKey


class ApiKeyViewSet(ModelViewSet):
    """A list of keys, and the forms of the clients that have them.

    Who may see, add and change clients may do so with keys. Nothing is deleted: a key that is not
    wanted any more is revoked, and stays in the list.
    """

    name = "api_keys"
    url_prefix = "api-keys"
    model = ApiClient
    icon = "key"
    menu_label = _("API keys")
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = KeyIndexView
    add_view_class = ClientCreateView
    edit_view_class = ClientEditView

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return ClientForm if for_update else NewClientForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = {"delete_url_name": None, "usage_url_name": None}
        return dict(super().get_common_view_kwargs(**{**without, **kwargs}))

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        own = {
            "model": ApiKey,
            "permission_policy": self.permission_policy,
            "search_fields": KeyIndexView.search_fields,
            "search_backend_name": None,
        }
        # What the viewset says of listing columns and filters is of clients.
        given = super().get_index_view_kwargs(**{**own, **kwargs})
        for name in ("list_display", "list_filter", "filterset_class", "ordering"):
            given.pop(name, None)
        return dict(given)

    def get_urlpatterns(self) -> list[URLPattern]:
        names = ("index", "index_results", "add", "edit", "history", "history_results")
        return [
            *(each for each in super().get_urlpatterns() if each.name in names),
            path("edit/<int:pk>/new-key/", self.construct_view(NewKeyView), name="new_key"),
            path("rotate/<int:pk>/", self.construct_view(RotateView), name="rotate"),
            path("revoke/<int:pk>/", self.construct_view(RevokeView), name="revoke"),
        ]


def api_key_viewset() -> ApiKeyViewSet:
    return ApiKeyViewSet()
