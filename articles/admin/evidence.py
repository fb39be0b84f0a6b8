"""The evidence of an article in the admin: its history on one page, and the signed ZIP of it."""

import tempfile
from collections.abc import Iterator
from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import GenericPageBreadcrumbsMixin
from wagtail.admin.widgets.button import HeaderButton

from articles.admin.page_models import article_page_models
from articles.evidence.archive import write_archive
from articles.evidence.keys import NoEvidenceKey, signing_key
from articles.evidence.pages import build_history
from articles.evidence.records import read_evidence, subject_of

PERMISSION = "articles.view_publication"
HISTORY, DOWNLOAD = "articles_evidence", "articles_evidence_download"


class EvidenceMenuItem(PageMenuItem):
    label = _("Evidence")
    icon_name = "clipboard-list"
    url_name = HISTORY


def evidence_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Any]:
    """In the menu of an article's header, for those who may see what was live."""
    if _is_article(page) and user.has_perm(PERMISSION):
        yield EvidenceMenuItem(page=page, priority=66)


class _OfArticle:
    """Finds the article; refuses who may not see the records, or not work on the page."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def object(self) -> Any:
        pages = swapper.load_model("wagtailcore", "Page")._default_manager
        page = get_object_or_404(pages, pk=self.kwargs["page_id"])
        permissions = page.permissions_for_user(self.request.user)
        works_on_it = permissions.can_edit() or permissions.can_publish()
        user: Any = self.request.user
        if not (_is_article(page) and user.has_perm(PERMISSION) and works_on_it):
            raise PermissionDenied
        return page.specific


class EvidenceView(
    _OfArticle, GenericPageBreadcrumbsMixin, WagtailAdminTemplateMixin, TemplateView
):
    """What was live, who signed it, what was overridden. ``?text=`` chooses the text to read."""

    page_title = _("Evidence")
    header_icon = "clipboard-list"
    template_name = "articles/evidence/admin.html"

    def get_page_subtitle(self) -> str:
        return str(self.object.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                _("Download"),
                url=reverse(DOWNLOAD, args=[self.object.pk]),
                icon_name="download",
            )
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = build_history(read_evidence(subject_of(self.object)))
        wanted = self.request.GET.get("text", "")
        shown = [each for each in history["publications"] if str(each["number"]) == wanted]
        chosen = next(iter(shown or history["publications"]), None)
        return super().get_context_data(**history, chosen=chosen, **kwargs)


class EvidenceDownloadView(_OfArticle, View):
    """The ZIP. Written to disk first: an export that fails half-way must not look like one."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | FileResponse:
        page = self.object
        try:
            key = signing_key()
        except NoEvidenceKey as error:
            messages.error(request, str(error))
            return redirect(HISTORY, page.pk)
        file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
        write_archive(file, [subject_of(page)], key)
        file.seek(0)
        name = f"evidence-{page.slug}.{page.locale.language_code}.zip"
        return FileResponse(file, as_attachment=True, filename=name)


def evidence_urls() -> list[URLPattern]:
    return [
        path(
            "articles/evidence/<int:page_id>/",
            require_admin_access(EvidenceView.as_view()),
            name=HISTORY,
        ),
        path(
            "articles/evidence/<int:page_id>/download/",
            require_admin_access(EvidenceDownloadView.as_view()),
            name=DOWNLOAD,
        ),
    ]


def _is_article(page: Any) -> bool:
    return issubclass(page.specific_class or type(page), tuple(article_page_models()))
