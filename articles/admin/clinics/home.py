"""“Our clinic”: what the people of a clinic see of the library, and what they ask of it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.admin.clinics.request_forms import AskForm, ProposeForm
from articles.clinics.membership import EDIT_OWN, own_clinic_ids
from articles.clinics.placed import Placed, placed_articles
from articles.clinics.requests import ask, requests_of
from articles.models import Clinic, ClinicRequest

HOME = "articles_our_clinic:index"
_MOST_REQUESTS = 50


class OurClinicMixin(WagtailAdminTemplateMixin):
    """For people who may edit the clinics they work for, and work for one."""

    request: HttpRequest
    header_icon = "home"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(EDIT_OWN) or not self.clinic_ids:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def clinic_ids(self) -> set[int]:
        return own_clinic_ids(self.request.user)

    @cached_property
    def clinics(self) -> Any:
        return Clinic.objects.filter(pk__in=self.clinic_ids).select_related("parent")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse(HOME), "label": _("Our clinic")}
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, home, here]


class OurClinicView(OurClinicMixin, TemplateView):
    template_name = "articles/clinics/home.html"
    page_title = gettext_lazy("Our clinic")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = requests_of(self.request.user).select_related(
            "clinic", "assigned_to", "answer_article"
        )
        return super().get_context_data(
            clinics=self.clinics,
            articles=placed_articles(self.clinic_ids),
            requests=list(requests[:_MOST_REQUESTS]),
            **kwargs,
        )


class PlacedArticleMixin(OurClinicMixin):
    """For an article that one of their clinics shows today."""

    kwargs: dict[str, Any]

    @cached_property
    def placed(self) -> Placed:
        found = placed_articles(self.clinic_ids, pk=self.kwargs["page_id"])
        if not found:
            raise Http404
        return found[0]

    @cached_property
    def article(self) -> Any:
        """As it is live: a draft is in a revision."""
        return self.placed.page.specific

    def get_page_subtitle(self) -> str:
        return str(self.placed.page.title)


class ReadArticleView(PlacedArticleMixin, TemplateView):
    """The live text, to read."""

    template_name = "articles/clinics/read.html"
    page_title = gettext_lazy("Read the article")
    header_icon = "doc-full"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(article=self.article, placed=self.placed, **kwargs)


class RequestFormView(OurClinicMixin, FormView):  # type: ignore[type-arg]
    template_name = "articles/clinics/ask.html"

    def build(self, form: Any) -> ClinicRequest:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["media"] = context["form"].media
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            made = ask(self.build(form), user=self.request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        said = _("The central team has your request “%(title)s”. You get a mail when they answer.")
        messages.success(self.request, said % {"title": made.title})
        return redirect(HOME)


class AskView(RequestFormView):
    form_class = AskForm
    page_title = gettext_lazy("Ask for an article")
    header_icon = "doc-full"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "clinics": self.clinics}

    def build(self, form: Any) -> ClinicRequest:
        request: ClinicRequest = form.instance
        request.kind = ClinicRequest.Kind.ARTICLE
        return request


class ProposeView(PlacedArticleMixin, RequestFormView):
    """``?section=`` chooses the section beforehand."""

    form_class = ProposeForm
    page_title = gettext_lazy("Propose a change")
    header_icon = "comment"

    def get_initial(self) -> dict[str, Any]:
        return {"section_id": self.request.GET.get("section", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        sections = [
            (str(each.id), each.value.get("heading") or str(each.block.label))
            for each in self.article.sections
        ]
        return {
            **super().get_form_kwargs(),
            "clinics": self.placed.clinics,
            "sections": sections,
        }

    def build(self, form: Any) -> ClinicRequest:
        request: ClinicRequest = form.save_to(self.placed.page)
        return request
