"""Wagtail's page chooser lists all pages to everybody who may enter the admin."""

from typing import Any

from django.http import HttpRequest

from articles.admin.quality_menu import works_on_pages
from articles.clinics.membership import is_clinic_editor


def only_what_is_live(pages: Any, request: HttpRequest) -> Any:
    """Who edits a clinic and no pages chooses among what readers see: no draft's title leaks."""
    if is_clinic_editor(request.user) and not works_on_pages(request.user):
        return pages.live()
    return pages
