"""A screen that says what will happen, asks for what it needs, and does it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin


class ActionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Something that is done with one thing, its `target`, after it was confirmed."""

    model: Any = None
    permission_required = "change"
    template_name = "api/action.html"
    index_url_name = ""
    submit_label: Any = ""
    explanation: Any = ""

    @cached_property
    def target(self) -> Any:
        raise NotImplementedError

    def act(self, form: Any) -> HttpResponse:
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return str(self.target)

    def get_cancel_url(self) -> str:
        return reverse(self.index_url_name)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        label = capfirst(self.get_index_label())
        index = {"url": reverse(self.index_url_name), "label": label}
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, index, here]

    def get_index_label(self) -> Any:
        return self.model._meta.verbose_name_plural

    def form_valid(self, form: Any) -> HttpResponse:
        return self.act(form)
