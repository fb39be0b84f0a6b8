"""The sign-offs of all articles, to look up: a listing with filters, and each one on a page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from articles.admin.evidence import HISTORY as EVIDENCE
from articles.admin.reports.export import SafeCellsMixin
from articles.models import SignOff


class SignOffIndexView(SafeCellsMixin, generic.IndexView):
    pass


class SignOffInspectView(generic.InspectView):
    """A record is read; nobody changes or deletes one."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if self.object.page_id is None:
            return []
        url = reverse(EVIDENCE, args=[self.object.page_id])
        return [Button(_("Evidence"), url=url, icon_name="clipboard-list", priority=10)]

    def get_edit_url(self) -> None:
        return None

    def get_delete_url(self) -> None:
        return None


class SignOffViewSet(ModelViewSet):
    name = "sign_offs"
    url_prefix = "sign-offs"
    model = SignOff
    icon = "clipboard-list"
    menu_label = _("Sign-offs")
    menu_name = "sign-offs"
    menu_hook = "register_reports_menu_item"
    menu_order = 250
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = SignOffIndexView
    inspect_view_class = SignOffInspectView
    form_fields: list[str] = []
    add_to_reference_index = False
    list_per_page = 50
    list_display = [
        "title",
        Column("locale", label=_("Language"), sort_key="locale"),
        Column("reviewer_name", label=_("Reviewer"), sort_key="reviewer_name"),
        Column("credentials", label=_("Credentials")),
        Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
        Column(
            "decision", label=_("Decision"), accessor="get_decision_display", sort_key="decision"
        ),
        DateColumn("signed_at", label=_("Signed"), sort_key="signed_at"),
        Column("valid_until", label=_("Valid until"), sort_key="valid_until"),
    ]
    list_filter = {
        "role": ["exact"],
        "decision": ["exact"],
        "locale": ["exact"],
        "reviewer_name": ["icontains"],
        "signed_at": ["date__gte", "date__lte"],
        "valid_until": ["lte"],
    }
    list_export = [
        "title",
        "translation_key",
        "locale",
        "reviewer_name",
        "credentials",
        "role",
        "decision",
        "comment",
        "signed_at",
        "valid_until",
        "content_hash",
    ]
    search_fields = ["title", "reviewer_name", "comment"]
    search_backend_name = None
    ordering = ["-signed_at"]
    inspect_view_fields = [name for name in list_export if name != "translation_key"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SignOff]:
        # The text that was signed is long, and shown with the article's evidence.
        found: QuerySet[SignOff] = SignOff.objects.defer("content")
        return found

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = dict.fromkeys(
            ("add_url_name", "edit_url_name", "delete_url_name", "history_url_name")
        )
        without["usage_url_name"] = None
        return dict(super().get_common_view_kwargs(**{**without, **kwargs}))

    def get_permissions_to_register(self) -> Any:
        """The only one that there is to give."""
        return super().get_permissions_to_register().filter(codename="view_signoff")

    def get_urlpatterns(self) -> list[URLPattern]:
        names = ("index", "index_results", "inspect")
        return [each for each in super().get_urlpatterns() if each.name in names]


def sign_off_viewset() -> SignOffViewSet:
    return SignOffViewSet()
