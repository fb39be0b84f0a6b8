"""The central team's side: the list of requests, and one request with its history and answer."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from articles.admin.clinics.home import HOME, AskView, OurClinicView, ProposeView, ReadArticleView
from articles.admin.clinics.request_forms import AnswerForm, AssignForm
from articles.admin.reports.columns import TagColumn
from articles.admin.reports.export import EditorialReportView, day
from articles.clinics.requests import answer, assign, may_answer, may_ask, may_see, take_back
from articles.models import ClinicRequest

LIST, DETAIL = "articles_clinic_requests:index", "articles_clinic_requests:detail"
TONES = {
    ClinicRequest.State.OPEN.value: "warning",
    ClinicRequest.State.ACCEPTED.value: "positive",
}


class RequestFilterSet(WagtailFilterSet):
    mine = django_filters.BooleanFilter(
        label=gettext_lazy("Assigned to me"),
        method=lambda found, name, value: found,
    )

    class Meta:
        model = ClinicRequest
        fields = ("state", "kind", "clinic")

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        mine = self.form.cleaned_data.get("mine")
        if mine is None:
            return found
        own = {"assigned_to": self.request.user}
        return found.filter(**own) if mine else found.exclude(**own)


class RequestsView(EditorialReportView):
    model = ClinicRequest
    permission_required = "view"
    page_title = gettext_lazy("Requests from clinics")
    header_icon = "mail"
    index_url_name = LIST
    index_results_url_name = "articles_clinic_requests:results"
    filterset_class = RequestFilterSet
    is_searchable = True
    search_fields = ["title", "reason", "clinic__name"]
    search_backend_name = None
    default_ordering = "-requested_at"
    no_results_message = gettext_lazy("No clinic has asked for anything here.")
    export_filename = "requests-from-clinics"
    export_headings = {
        "title": gettext_lazy("Title"),
        "kind": gettext_lazy("Kind"),
        "clinic": gettext_lazy("Clinic"),
        "requested_by_name": gettext_lazy("Asked by"),
        "requested_at": gettext_lazy("Asked"),
        "wanted_by": gettext_lazy("Wanted by"),
        "assigned_to": gettext_lazy("Assigned to"),
        "state": gettext_lazy("State"),
        "answer": gettext_lazy("Answer"),
    }
    list_export = list(export_headings)
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            sort_key="title",
            get_url=lambda row: reverse(DETAIL, args=[row.pk]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("clinic", label=gettext_lazy("Clinic"), sort_key="clinic__name"),
        Column(
            "requested_at",
            label=gettext_lazy("Asked"),
            accessor=lambda row: day(row.requested_at),
            sort_key="requested_at",
        ),
        Column(
            "wanted_by",
            label=gettext_lazy("Wanted by"),
            accessor=lambda row: day(row.wanted_by),
            sort_key="wanted_by",
        ),
        Column("assigned_to", label=gettext_lazy("Assigned to"), accessor=lambda row: _who(row)),
        TagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda row: ClinicRequest.State(row.state),
            tones=TONES,
            sort_key="state",
        ),
    ]

    def get_base_queryset(self) -> Any:
        return ClinicRequest.objects.select_related("clinic", "assigned_to")

    def get_cell(self, item: Any, name: str) -> Any:
        if name in ("kind", "state"):
            return getattr(item, f"get_{name}_display")()
        if name == "assigned_to":
            return _who(item)
        return str(item.clinic) if name == "clinic" else super().get_cell(item, name)


def _who(request: ClinicRequest) -> str:
    user: Any = request.assigned_to
    return (user.get_full_name() or user.get_username()) if user else ""


class RequestView(WagtailAdminTemplateMixin, TemplateView):
    """One request: for the central team with the answer, for the clinic with what came of it."""

    template_name = "articles/clinics/request.html"
    page_title = gettext_lazy("Request from a clinic")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user, self.asked):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def asked(self) -> ClinicRequest:
        found: ClinicRequest = get_object_or_404(
            ClinicRequest.objects.select_related(
                "clinic", "article", "topic", "answer_article", "assigned_to"
            ),
            pk=self.kwargs["pk"],
        )
        return found

    def get_page_subtitle(self) -> str:
        return self.asked.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse(HOME), "label": _("Our clinic")}
        if self.request.user.has_perm("articles.view_clinicrequest"):
            above = {"url": reverse(LIST), "label": _("Requests from clinics")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.asked.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.request.user, self.asked
        answers = may_answer(user) and asked.is_open
        context = super().get_context_data(
            asked=asked,
            assigned_to=_who(asked),
            may_answer=answers,
            may_take_back=asked.is_open and may_ask(user, asked.clinic),
            may_edit_pages=may_answer(user),
            history=ModelLogEntry.objects.for_instance(asked)
            .select_related("user")
            .order_by("timestamp", "pk"),
            **kwargs,
        )
        if answers:
            context.setdefault("assign_form", AssignForm(initial={"to": asked.assigned_to_id}))
            context.setdefault("answer_form", AnswerForm())
            context["media"] = context["answer_form"].media + context["assign_form"].media
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        steps: dict[str, Callable[[], HttpResponse | None]] = {
            "assign": self._assign,
            "answer": self._answer,
            "take_back": self._take_back,
        }
        step = steps.get(request.POST.get("step", ""))
        if step is None:
            return redirect(DETAIL, self.asked.pk)
        if step != self._take_back and not may_answer(request.user):
            raise PermissionDenied
        try:
            return step() or redirect(DETAIL, self.asked.pk)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect(DETAIL, self.asked.pk)

    def _assign(self) -> HttpResponse | None:
        form = AssignForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(assign_form=form))
        assign(self.asked, to=form.cleaned_data["to"], user=self.request.user)
        messages.success(self.request, _("The request is assigned."))
        return None

    def _answer(self) -> HttpResponse | None:
        form = AnswerForm(self.request.POST)
        if form.is_valid():
            try:
                answer(self.asked, **form.cleaned_data, user=self.request.user)
            except ValidationError as refused:
                if not hasattr(refused, "error_dict"):
                    raise
                form.add_error(None, refused)
        if form.errors:
            return self.render_to_response(self.get_context_data(answer_form=form))
        messages.success(self.request, _("Answered. The clinic is told by mail."))
        return None

    def _take_back(self) -> HttpResponse | None:
        take_back(self.asked, user=self.request.user)
        messages.success(self.request, _("The request is taken back."))
        return redirect(HOME)


def clinic_request_urls() -> list[URLPattern | URLResolver]:
    ours = [
        path("", OurClinicView.as_view(), name="index"),
        path("ask/", AskView.as_view(), name="ask"),
        path("articles/<int:page_id>/", ReadArticleView.as_view(), name="read"),
        path("articles/<int:page_id>/propose/", ProposeView.as_view(), name="propose"),
    ]
    central = [
        path("", RequestsView.as_view(), name="index"),
        path("results/", RequestsView.as_view(results_only=True), name="results"),
        path("<int:pk>/", RequestView.as_view(), name="detail"),
    ]
    return [
        path("our-clinic/", include((ours, "articles_our_clinic"))),
        path("clinic-requests/", include((central, "articles_clinic_requests"))),
    ]
