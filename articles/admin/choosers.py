"""Choosers for snippets: search, the columns that tell two of them apart, create in place."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from articles.admin.clinics.views import (
    ClinicChosenMultipleView,
    ClinicChosenView,
    OwnClinicsToChoose,
)
from articles.models import Citation, Clinic, Clinician, Topic


def state_mark(citation: Citation) -> str:
    """The word where a source was taken back or replaced, nothing where all is well."""
    if citation.retracted:
        return str(_("Retracted"))
    return str(_("Superseded")) if citation.superseded else ""


def _filter_form(names: tuple[str, ...]) -> type[forms.Form]:
    """Search in the chooser: each word must occur in one of these fields."""

    class FilterForm(SearchFilterMixin, BaseFilterForm):
        def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
            query = self.cleaned_data.get("q", "")
            for word in query.split():
                found = Q()
                for name in names:
                    found |= Q(**{f"{name}__icontains": word})
                objects = objects.filter(found)
            self.is_searching, self.search_query = bool(query), query
            return objects

    return FilterForm


def _views(*columns: Column, search: tuple[str, ...], objects: type = object) -> dict[str, Any]:
    """The two views of a chooser: more columns than the title, and where its search looks.

    ``objects``: a class whose `get_object_list` says what there is to choose from.
    """

    class WithColumns(objects):
        filter_form_class = _filter_form(search)
        page_subtitle = ""  # The title names the model already.

        @property
        def columns(self) -> list[Column]:
            return [*super().columns, *columns]

    return {
        "choose_view_class": type("ChooseView", (WithColumns, ChooseView), {}),
        "choose_results_view_class": type(
            "ChooseResultsView", (WithColumns, ChooseResultsView), {}
        ),
    }


def _creation_form(of: type, *names: str) -> type[Any]:
    """The key fields; everything else can be filled in later."""

    class CreationForm(WagtailAdminModelForm):
        class Meta(WagtailAdminModelForm.Meta):
            model = of
            fields = names

    return CreationForm


class _Chooser(SnippetChooserViewSet):
    per_page = 15


class TopicChooser(_Chooser):
    choose_one_text = _("Choose a topic")
    choose_another_text = _("Choose another topic")
    edit_item_text = _("Edit this topic")
    create_action_label = _("Create topic")
    creation_tab_label = _("New topic")
    creation_form_class = _creation_form(Topic, "name", "slug", "type", "description")
    choose_view_class, choose_results_view_class = _views(
        Column("type", label=_("Type"), accessor="get_type_display"),
        Column("slug", label=_("Slug")),
        search=("name", "slug", "synonyms"),
    ).values()


class ClinicianChooser(_Chooser):
    choose_one_text = _("Choose a clinician")
    choose_another_text = _("Choose another clinician")
    edit_item_text = _("Edit this clinician")
    create_action_label = _("Create clinician")
    creation_tab_label = _("New clinician")
    creation_form_class = _creation_form(
        Clinician, "name", "credentials", "role", "conflicts_of_interest"
    )
    choose_view_class, choose_results_view_class = _views(
        Column("role", label=_("Role")),
        search=("name", "credentials", "role"),
    ).values()


class CitationChooser(_Chooser):
    choose_one_text = _("Choose a source")
    choose_another_text = _("Choose another source")
    edit_item_text = _("Edit this source")
    create_action_label = _("Create source")
    creation_tab_label = _("New source")
    creation_form_class = _creation_form(
        Citation,
        "title",
        "authors",
        "container_title",
        "year",
        "study_design",
        "doi",
        "pmid",
        "url",
    )
    choose_view_class, choose_results_view_class = _views(
        Column("container_title", label=_("Journal or website")),
        Column("study_design", label=_("Study design"), accessor="get_study_design_display"),
        Column("state", label=_("State"), accessor=state_mark),
        search=("title", "authors", "container_title", "doi", "pmid"),
    ).values()


class ClinicChooser(_Chooser):
    choose_one_text = _("Choose a clinic")
    choose_another_text = _("Choose another clinic")
    edit_item_text = _("Edit this clinic")
    create_action_label = _("Create clinic")
    creation_tab_label = _("New clinic")
    creation_form_class = _creation_form(
        Clinic, "name", "slug", "phone", "emergency_number", "booking_url", "country"
    )
    choose_view_class, choose_results_view_class = _views(
        Column("locality", label=_("Town")),
        Column("country", label=_("Country")),
        search=("name", "legal_name", "locality"),
        objects=OwnClinicsToChoose,
    ).values()
    chosen_view_class = ClinicChosenView
    chosen_multiple_view_class = ClinicChosenMultipleView
