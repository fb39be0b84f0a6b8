"""The screens of clinics, each of which shows a person the clinics that are theirs and no other."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChosenMultipleView, SnippetChosenView
from wagtail.snippets.views.snippets import EditView, HistoryView, IndexView, UsageView

from articles.clinics.spreadsheets.columns import LOADED, row_of
from articles.clinics.spreadsheets.columns import Column as SpreadsheetColumn
from articles.clinics.spreadsheets.columns import columns as spreadsheet_columns
from articles.models import Clinic
from articles.spreadsheets import safe_cell

SEE = frozenset({"add", "change", "delete", "view"})
CHOOSE = SEE | {"choose"}


def clinics_for(user: Any, actions: Any = SEE) -> QuerySet[Clinic]:
    """The clinics with which they may do one of these."""
    policy = policy_registry.get_by_type(Clinic)
    found: QuerySet[Clinic] = policy.instances_user_has_any_permission_for(user, actions)
    return found


class _OfThisClinic:
    """Wagtail asks whether they may do this with some clinic; this, whether with this one."""

    request: HttpRequest
    needed: frozenset[str]

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        clinic = super().get_object(*args, **kwargs)  # type: ignore[misc]
        policy = policy_registry.get_by_type(Clinic)
        if not policy.user_has_any_permission_for_instance(self.request.user, self.needed, clinic):
            raise PermissionDenied
        return clinic


class ClinicIndexView(IndexView):
    """Exports exactly the columns that the import reads."""

    export_filename = "clinics"

    @cached_property
    def list_export(self) -> list[str]:
        return [column.name for column in self._columns]

    @cached_property
    def _columns(self) -> list[SpreadsheetColumn]:
        return spreadsheet_columns()

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(pk__in=clinics_for(self.request.user))

    def to_row_dict(self, item: Any) -> dict[str, str]:
        return row_of(item, self._columns)

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def write_csv_row(self, writer: Any, row_dict: Any) -> Any:
        return super().write_csv_row(
            writer, {name: safe_cell(value) for name, value in row_dict.items()}
        )

    def stream_csv(self, queryset: Any) -> Any:
        """With the mark by which Excel knows UTF-8."""
        yield "\ufeff"
        yield from super().stream_csv(queryset)

    def get_queryset(self) -> Any:
        clinics = super().get_queryset()
        return clinics.prefetch_related(*LOADED) if self.is_export else clinics

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if self.request.user.has_perm("articles.import_clinics"):
            label, url = _("Import from a spreadsheet"), reverse("articles_clinics_import")
            buttons.append(HeaderButton(label, url=url, icon_name="upload"))
        return buttons

    @cached_property
    def filters(self) -> Any:
        """The groups to filter by are theirs, too."""
        filters = super().filters
        for field in filters.form.fields.values() if filters else ():
            if getattr(getattr(field, "queryset", None), "model", None) is Clinic:
                field.queryset = clinics_for(self.request.user)
        return filters

    def get_edit_url(self, instance: Any) -> str | None:
        if instance.pk not in self._editable:
            return None
        url: str | None = super().get_edit_url(instance)
        return url

    @cached_property
    def _editable(self) -> set[int]:
        return set(clinics_for(self.request.user, {"change"}).values_list("pk", flat=True))


class ClinicEditView(_OfThisClinic, EditView):
    needed = frozenset({"change"})


class ClinicUsageView(_OfThisClinic, UsageView):
    needed = frozenset({"change"})


class ClinicHistoryView(_OfThisClinic, HistoryView):
    needed = frozenset({"add", "change", "delete"})


class OwnClinicsToChoose:
    """For the views of a chooser: those that this person sees anywhere else.

    People with access to the admin who see no clinics at all choose from none.
    """

    request: HttpRequest

    def get_object_list(self) -> Any:
        return super().get_object_list().filter(pk__in=clinics_for(self.request.user, CHOOSE))  # type: ignore[misc]


class ClinicChosenView(SnippetChosenView):
    def get_object(self, pk: Any) -> Any:
        return clinics_for(self.request.user, CHOOSE).get(pk=pk)


class ClinicChosenMultipleView(SnippetChosenMultipleView):
    def get_objects(self, pks: Any) -> Any:
        return clinics_for(self.request.user, CHOOSE).filter(pk__in=pks)
