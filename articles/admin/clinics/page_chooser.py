"""Screens of Wagtail's that name pages to everybody who may enter the admin."""

from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from articles.admin.quality_menu import works_on_pages
from articles.clinics.membership import is_clinic_editor


def only_what_is_live(pages: Any, request: HttpRequest) -> Any:
    """Who edits a clinic and no pages chooses among what readers see: no draft's title leaks.

    Nor that of a draft below which somebody looks: the chooser names it above the list.
    """
    if not is_clinic_editor(request.user) or works_on_pages(request.user):
        return pages
    parent = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    page_model = swapper.load_model("wagtailcore", "Page")
    if parent and not page_model.objects.live().filter(pk=parent).exists():
        raise PermissionDenied
    return pages.live()


def may_be_moved_there(request: HttpRequest, page: Any, destination: Any) -> None:
    """Wagtail's `before_move_page` hook: its question names both pages before it asks for rights.

    Raises PermissionDenied where the move itself would.
    """
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
