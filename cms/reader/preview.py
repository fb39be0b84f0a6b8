"""The reader in the editor's preview panel: the same pages, with the draft in them.

A published article is read from the API. A draft comes with the page, for nobody but who asks, in
the same shape and made by the same builder.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from api.previews.documents import preview_data
from api.v1.views.clinics import clinic_profiles
from articles.models import Clinic
from articles.previewing.modes import PreviewMode, front_end_modes
from cms.reader.files import read_front
from cms.reader.views import DRAFT_HEADERS, page_context, policy


def preview_modes(page: Any) -> list[PreviewMode]:
    """As readers see the article, and as those of each clinic do."""
    return front_end_modes(page, serve) if settings.READER else []


def serve(page: Any, request: HttpRequest, clinic: Clinic | None) -> HttpResponse:
    """The reader's page of a page instance, at a clinic or at none."""
    language = page.locale.language_code
    known = language in dict(settings.LANGUAGES)
    context = {
        **page_context(read_front(), language if known else settings.LANGUAGE_CODE),
        # Wagtail's tag looks for the page by this name.
        "page": page,
        "preview": {
            "article": preview_data(page, clinic=clinic),
            "clinic": _profile(clinic, language),
        },
    }
    headers = {
        **DRAFT_HEADERS,
        "Content-Security-Policy": policy(is_preview=True),
    }
    return TemplateResponse(request, "reader/page.html", context, headers=headers)


def _profile(clinic: Clinic | None, language: str) -> Any:
    if clinic is None:
        return None
    return clinic_profiles([clinic.pk], language)[clinic.pk].model_dump(mode="json")
