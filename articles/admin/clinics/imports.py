"""Importing clinics: a file, a dry run row by row, and only then the writing.

Between the two requests the rows travel in the page, signed for this person: nothing is stored.
"""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.clinics.spreadsheets.columns import column_names
from articles.clinics.spreadsheets.plan import Outcome, Plan, build_plan, check_table
from articles.clinics.spreadsheets.reading import MOST_BYTES, MOST_ROWS, Table, read_table
from articles.clinics.spreadsheets.writing import PlanChangedError, import_table

LIST = "wagtailsnippets_articles_clinic:list"
IMPORT = "articles.import_clinics"
_SALT = "articles.clinics.import"
_MOST_SECONDS = 60 * 60
# Below what Django takes in a form (`DATA_UPLOAD_MAX_MEMORY_SIZE`).
_MOST_SIGNED = 2_000_000


def may_import(user: Any) -> bool:
    return bool(user.has_perm(IMPORT))


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), with the columns that the export has."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Table:
        file = self.cleaned_data["file"]
        table = read_table(file.name, file.read(MOST_BYTES + 1))
        check_table(table)
        return table


class ImportView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    template_name = "articles/clinics/import.html"
    form_class = ImportForm
    page_title = gettext_lazy("Import clinics")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(LIST), "label": _("Clinics")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "rows" in request.POST:
            return self._import(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        return self._show(form.cleaned_data["file"])

    def _show(self, table: Table) -> HttpResponse:
        """The dry run."""
        plan = build_plan(table)
        signed = signing.dumps(
            [self.request.user.pk, plan.digest, table.names, table.rows], salt=_SALT, compress=True
        )
        if len(signed) > _MOST_SIGNED:
            form = self.get_form()
            form.add_error("file", _("The file is too large. Split it into several."))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(plan=plan, rows=signed))

    def _import(self, request: HttpRequest) -> HttpResponse:
        try:
            user_pk, digest, names, rows = signing.loads(
                request.POST["rows"], salt=_SALT, max_age=_MOST_SECONDS
            )
        except signing.BadSignature:
            messages.error(request, _("That took more than an hour. Choose the file again."))
            return redirect("articles_clinics_import")
        if user_pk != request.user.pk:
            raise PermissionDenied
        table = Table(names, [(number, cells) for number, cells in rows])
        try:
            plan = import_table(
                table, digest=digest, leave_out="leave_out" in request.POST, user=request.user
            )
        except PlanChangedError:
            messages.warning(
                request, _("Clinics were edited meanwhile. This is what would change now.")
            )
            return self._show(table)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return self._show(table)
        messages.success(request, _done(plan))
        return redirect(LIST)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = kwargs.get("plan")
        kwargs.setdefault("form", None if plan else self.get_form())
        context = super().get_context_data(**kwargs)
        context["columns"], context["most_rows"] = column_names(), MOST_ROWS
        context["export_url"] = reverse(LIST) + "?export="
        if plan is not None:
            context["counts"] = [(each, plan.count(each)) for each in Outcome]
            context["refused"] = plan.count(Outcome.REFUSED)
            context["shown"] = [row for row in plan.rows if row.outcome != Outcome.SAME]
        return context


def _done(plan: Plan) -> str:
    new, changed = plan.count(Outcome.NEW), plan.count(Outcome.CHANGED)
    return " ".join(
        (
            ngettext("%d clinic made.", "%d clinics made.", new) % new,
            ngettext("%d clinic changed.", "%d clinics changed.", changed) % changed,
        )
    )


def import_urls() -> list[URLPattern]:
    return [path("clinics/import/", ImportView.as_view(), name="articles_clinics_import")]
