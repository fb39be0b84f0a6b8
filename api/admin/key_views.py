"""The screens of API keys."""

from typing import Any

import django_filters
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from api.admin.actions import ActionView
from api.admin.key_forms import NewKeyForm, RotateForm
from api.keys.operations import (
    KeyNotActiveError,
    NewKey,
    TooManyKeysError,
    create_key,
    revoke_key,
    rotate_key,
)
from api.models import ApiClient, ApiKey, KeyState, Scope

INDEX = "api_keys:index"


def _moment(value: Any) -> str:
    if value is None:
        return _("never")
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


def _scopes(key: ApiKey) -> str:
    return ", ".join(key.client.scopes)


class KeyFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=KeyState.choices, method="filter_state"
    )

    class Meta:
        model = ApiKey
        fields = ()

    def filter_state(self, keys: Any, name: str, state: str) -> QuerySet[ApiKey]:
        found: QuerySet[ApiKey] = keys.in_state(KeyState(state), timezone.now())
        return found


class KeyIndexView(generic.IndexView):
    """All keys, by client. What is done with a key or its client starts here."""

    filterset_class = KeyFilterSet
    search_fields = ["client__name", "prefix"]
    paginate_by = 50
    add_item_label = gettext_lazy("Add API client")

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("client", label=_("Client"), sort_key="client__name", get_url=self.get_edit_url),
            Column("prefix", label=_("Key"), accessor=lambda key: f"ca_{key.prefix}"),
            Column("scopes", label=_("Scopes"), accessor=_scopes),
            Column("clinic", label=_("Clinic"), accessor=lambda key: key.client.clinic or ""),
            Column(
                "expires_at",
                label=_("Expires"),
                accessor=lambda key: _moment(key.expires_at),
                sort_key="expires_at",
            ),
            Column(
                "last_used_at",
                label=_("Last used"),
                accessor=lambda key: _moment(key.last_used_at),
                sort_key="last_used_at",
            ),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda key: key.state().label,
                primary=lambda key: key.state() == KeyState.ACTIVE,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[ApiKey]:
        return ApiKey.objects.select_related("client__clinic")

    def get_edit_url(self, instance: ApiKey) -> str | None:
        if not self.user_has_permission("change"):
            return None
        return reverse("api_keys:edit", args=[instance.client_id])

    def get_list_more_buttons(self, instance: ApiKey) -> list[Button]:
        if not self.user_has_permission("change"):
            return []
        actions = [
            (_("Edit client"), "edit", "edit", instance.client_id),
            (_("New key"), "new_key", "plus", instance.client_id),
        ]
        if instance.state() == KeyState.ACTIVE:
            actions += [
                (_("Rotate"), "rotate", "rotate", instance.pk),
                (_("Revoke"), "revoke", "circle-xmark", instance.pk),
            ]
        return [
            Button(
                label, url=reverse(f"api_keys:{name}", args=[pk]), icon_name=icon, priority=order
            )
            for order, (label, name, icon, pk) in enumerate(actions)
        ]


class ClientCreateView(generic.CreateView):
    """A new client, with its first key."""

    page_title = gettext_lazy("Add API client")
    submit_button_label = gettext_lazy("Create client and key")

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        with transaction.atomic():
            client = self.save_instance()
            expires_at = form.cleaned_data["expires_at"]
            new = create_key(client, expires_at=expires_at, user=self.request.user)
        return show_once(self.request, new)


class ClientEditView(generic.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        new_key = Button(
            _("New key"),
            url=reverse("api_keys:new_key", args=[self.object.pk]),
            icon_name="plus",
            priority=10,
        )
        return [*super().header_more_buttons, new_key]


class KeyActionView(ActionView):
    """Something that is done with a key, or for a client."""

    model = ApiClient
    header_icon = "key"
    index_url_name = INDEX

    @cached_property
    def target(self) -> Any:
        """The key, or the client."""
        keys = ApiKey.objects.select_related("client")
        return get_object_or_404(keys, pk=unquote(str(self.kwargs["pk"])))

    def get_index_label(self) -> Any:
        return ApiKey._meta.verbose_name_plural

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.act(form)
        except TooManyKeysError:
            problem = _(
                "This client has two active keys already: the one in use, and the one that takes"
                " its place. Revoke one of them first."
            )
        except KeyNotActiveError:
            problem = _("This key is not active any more. Make the client a new one instead.")
        messages.error(self.request, problem)
        return redirect(INDEX)


class NewKeyView(KeyActionView):
    page_title = gettext_lazy("New key")
    form_class = NewKeyForm
    submit_label = gettext_lazy("Make the key")

    @cached_property
    def target(self) -> ApiClient:
        return get_object_or_404(ApiClient, pk=unquote(str(self.kwargs["pk"])))

    def act(self, form: Any) -> HttpResponse:
        expires_at = form.cleaned_data["expires_at"]
        new = create_key(self.target, expires_at=expires_at, user=self.request.user)
        return show_once(self.request, new)


class RotateView(KeyActionView):
    page_title = gettext_lazy("Rotate")
    form_class = RotateForm
    submit_label = gettext_lazy("Make the new key")
    explanation = gettext_lazy(
        "A new key takes the place of this one. Both work until the time below has passed: put"
        " the new one into the front end by then."
    )

    def act(self, form: Any) -> HttpResponse:
        new = rotate_key(self.target, **form.cleaned_data, user=self.request.user)
        return show_once(self.request, new)


class RevokeView(KeyActionView):
    page_title = gettext_lazy("Revoke")
    form_class = NewKeyForm.__base__
    template_name = "api/keys/revoke.html"
    submit_label = gettext_lazy("Yes, revoke")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        client = self.target.client
        others = client.keys.active(timezone.now()).exclude(pk=self.target.pk)
        return super().get_context_data(
            key=self.target,
            client=client,
            scopes=[Scope(each).label for each in client.scopes],
            other=others.first(),
            **kwargs,
        )

    def act(self, form: Any) -> HttpResponse:
        revoke_key(self.target, user=self.request.user)
        message = _("The key ca_%(prefix)s of %(client)s is revoked.")
        messages.success(
            self.request,
            message % {"prefix": self.target.prefix, "client": self.target.client},
        )
        return redirect(INDEX)


def show_once(request: HttpRequest, new: NewKey) -> HttpResponse:
    """Answer with the whole key. It is kept nowhere, so the answer cannot be a redirect."""
    context = {"new": new, "client": new.key.client, "index_url": reverse(INDEX)}
    response = TemplateResponse(request, "api/keys/created.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
