"""Refuses to publish copies of articles below a copied page, before anything is copied."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from articles.checks.reading import article_models


def refuse_published_copies(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Wagtail's `before_copy_page` hook. A copy of an article is not signed.

    The gate refuses each copy when it is saved; half of the pages would be copied by then.
    """
    posted = request.POST
    if not (posted.get("copy_subpages") and posted.get("publish_copies")) or posted.get("alias"):
        return None
    below = page.get_descendants().live()
    if not any(below.type(model).exists() for model in article_models()):
        return None
    messages.error(
        request,
        _(
            "Nothing was copied. The copy of a live article has to be signed off itself: "
            "copy without publishing."
        ),
    )
    return redirect("wagtailadmin_pages:copy", page.pk)
