"""Withdrawing an article, and reinstating it: both ask first, and act on POST."""

from typing import Any

import swapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from articles.admin.withdrawals.forms import WithdrawForm
from articles.models import AbstractArticlePage, Withdrawal
from articles.problems import PublishRefused, ReinstateRefused
from articles.withdrawing.impact import Impact, read_impact
from articles.withdrawing.reinstate import Readiness, may_reinstate, read_readiness, reinstate
from articles.withdrawing.state import current_withdrawals
from articles.withdrawing.withdraw import may_withdraw, withdraw, withdrawable_problem

INDEX = "articles_withdrawals:index"


class WithdrawView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Shows what a withdrawal would touch, and the form that decides it."""

    template_name = "articles/withdrawals/withdraw.html"
    form_class = WithdrawForm
    page_title = gettext_lazy("Withdraw")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_withdraw(request.user, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.problem:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    @cached_property
    def article(self) -> Any:
        pages = swapper.load_model("wagtailcore", "Page")._default_manager
        page = get_object_or_404(pages.select_related("locale"), pk=self.kwargs["page_id"])
        if not isinstance(page.specific_deferred, AbstractArticlePage):
            raise PermissionDenied
        return page

    @cached_property
    def problem(self) -> str:
        return withdrawable_problem(self.article)

    @cached_property
    def impact(self) -> Impact:
        return read_impact(self.article)

    @cached_property
    def other_languages(self) -> list[Any]:
        """The other live languages that this person may withdraw."""
        return [
            page
            for page in self.impact.languages
            if page.pk != self.article.pk and may_withdraw(self.request.user, page)
        ]

    def get_page_subtitle(self) -> str:
        return str(self.article.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*get_breadcrumbs_items_for_page(self.article, self.request.user), here]

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.article.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "page": self.article,
            "impact": self.impact,
            "languages": self.other_languages,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "media": context["form"].media,
            "impact": self.impact,
            "problem": self.problem,
            "edit_url": self.edit_url,
            "current": current_withdrawals(self.article),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        data = form.cleaned_data
        chosen = set(data.get("languages", ()))
        others = [page for page in self.other_languages if str(page.pk) in chosen]
        try:
            made = withdraw(
                [self.article, *others],
                clinics=form.chosen_clinics,
                severity=data["severity"],
                reason=data["reason"],
                replacement=data["replacement"],
                user=self.request.user,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        messages.success(self.request, self._said(made), buttons=[_list_button()])
        return redirect(self.edit_url)

    def _said(self, made: list[Withdrawal]) -> str:
        languages = len({record.page_id for record in made})
        title = {"title": self.article.title, "count": languages}
        if made[0].is_everywhere:
            said = ngettext(
                "“%(title)s” is withdrawn in %(count)d language. Front ends are being told.",
                "“%(title)s” is withdrawn in %(count)d languages. Front ends are being told.",
                languages,
            )
            return said % title
        clinics = ", ".join(dict.fromkeys(record.clinic_name for record in made))
        return _("“%(title)s” is withdrawn at %(clinics)s.") % {**title, "clinics": clinics}


class ReinstateView(WagtailAdminTemplateMixin, TemplateView):
    """Shows why an article was withdrawn and who has signed it off since; ends the withdrawal."""

    template_name = "articles/withdrawals/reinstate.html"
    page_title = gettext_lazy("Reinstate")
    header_icon = "undo"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_reinstate(request.user, self.withdrawal):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def withdrawal(self) -> Withdrawal:
        found: Withdrawal = get_object_or_404(
            Withdrawal.objects.select_related("page__locale"), pk=self.kwargs["pk"]
        )
        return found

    @cached_property
    def readiness(self) -> Readiness:
        return read_readiness(self.withdrawal)

    def get_page_subtitle(self) -> str:
        return self.withdrawal.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(INDEX), "label": _("Withdrawals")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.page_title}]

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.withdrawal.page_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            withdrawal=self.withdrawal, ready=self.readiness, edit_url=self.edit_url, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            reinstate(self.withdrawal, user=request.user)
        except (ReinstateRefused, PublishRefused) as refused:
            messages.error(request, refused.summary())
            return self.render_to_response(self.get_context_data())
        title = {"title": self.withdrawal.title, "clinic": self.withdrawal.clinic_name}
        if self.withdrawal.clinic_slug:
            said = _("“%(title)s” is back at %(clinic)s.")
        elif _is_live(self.withdrawal.page_id):
            said = _("“%(title)s” is reinstated and live.")
        else:
            said = _("“%(title)s” is reinstated. It goes live at the time that was set.")
        messages.success(request, said % title)
        return redirect(self.edit_url)


def _is_live(page_id: int | None) -> bool:
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    return bool(pages.filter(pk=page_id, live=True).exists())


def _list_button() -> Any:
    return messages.button(reverse(INDEX), _("Withdrawals"))
