"""Wagtail's documents: a file is as public as the articles that link to it."""

from typing import Any

from django.http import Http404, HttpRequest

from api.documents import media
from api.documents.uses import articles_using, used_outside_articles


def withhold_document(document: Any, request: HttpRequest) -> None:
    """Answer 404 for a document that only articles link to which are not public.

    A document that nothing links to, or something else than articles as well, is as public as
    Wagtail has it, which asks its collection too. Who may enter the admin sees it all the same.
    """
    if media.used(media.DOCUMENT, [document.pk]) or _is_editor(request):
        return
    elsewhere = used_outside_articles(type(document), [document.pk])
    if articles_using(document) and not elsewhere:
        raise Http404("No public article links to this document.")


def _is_editor(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.has_perm("wagtailadmin.access_admin"))
