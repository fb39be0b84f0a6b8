"""The mode “Difference to live”: what the form changes in the live article, word by word."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.review.comparing import compare_contents
from articles.review.reading import read_content


def serve_difference(page: Any, request: HttpRequest) -> HttpResponse:
    """Compare a page instance, as it is in the form, with what is live of it."""
    stored = type(page)._default_manager.filter(pk=page.pk, live=True).first() if page.pk else None
    live = read_content(stored) if stored else None
    context = {
        "page": page,
        "differences": compare_contents(live, read_content(page)),
        "language": page.locale.language_code,
    }
    return TemplateResponse(request, "articles/previews/difference.html", context)
