"""Making and ending an override."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.admin.overrides.forms import OverrideForm
from articles.admin.reports.choices import rule_name
from articles.models import RuleOverride
from articles.models.base import PAGE_MODEL
from articles.models.pages import AbstractArticlePage
from articles.review.overriding import (
    end_override,
    may_end,
    may_override,
    overridable_rules,
    override_rule,
)

INDEX = "articles_overrides:index"


class OverrideAddView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Lets a rule pass for an article; ``?rule=`` chooses it beforehand."""

    template_name = "articles/overrides/add.html"
    form_class = OverrideForm
    page_title = gettext_lazy("Override a rule")
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_override(request.user, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def article(self) -> Any:
        """The article as its latest draft has it."""
        page = get_object_or_404(apps.get_model(PAGE_MODEL), pk=self.kwargs["page_id"])
        specific = page.specific_class
        if specific is None or not issubclass(specific, AbstractArticlePage) or page.alias_of_id:
            raise PermissionDenied
        return page.get_latest_revision_as_object()

    @cached_property
    def choices(self) -> Any:
        return overridable_rules(self.article)

    def get_page_subtitle(self) -> str:
        return str(self.article.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {"url": self.edit_url, "label": self.article.title}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.page_title}]

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.article.pk])

    def get_initial(self) -> dict[str, Any]:
        return {"rule": self.request.GET.get("rule", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choices": self.choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["media"] = context["form"].media
        context["in_force"] = [
            (override, rule_name(override.rule))
            for override in RuleOverride.objects.filter(page_id=self.article.pk).in_force()
        ]
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            made = override_rule(self.article, **form.cleaned_data, user=self.request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(rule)s” is overridden for “%(title)s”.")
            % {"rule": rule_name(made.rule), "title": self.article.title},
        )
        return redirect(self.edit_url)


class OverrideEndView(WagtailAdminTemplateMixin, TemplateView):
    """Asks, then ends an override before its day."""

    template_name = "articles/overrides/end.html"
    page_title = gettext_lazy("End the override now")
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_end(request.user, self.override):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def override(self) -> RuleOverride:
        return get_object_or_404(RuleOverride, pk=self.kwargs["pk"])

    @cached_property
    def next_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse(INDEX)

    def get_page_subtitle(self) -> str:
        return self.override.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(INDEX), "label": _("Overrides")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = rule_name(self.override.rule)
        return super().get_context_data(
            override=self.override, rule_name=name, next_url=self.next_url, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if end_override(self.override, user=request.user):
            messages.success(
                request,
                _("The override of “%(rule)s” has ended. The rule binds “%(title)s” again.")
                % {"rule": rule_name(self.override.rule), "title": self.override.title},
            )
        else:
            messages.warning(request, _("This override had ended already."))
        return redirect(self.next_url)
