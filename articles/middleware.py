"""Turns a refused publication into a message, wherever in the admin it happened."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from articles.problems import PublishRefused, ReinstateRefused, SignOffRefused

_REFUSALS = (PublishRefused, SignOffRefused, ReinstateRefused)


class PublishRefusedMiddleware:
    """Answers a request of the admin that ended in ``PublishRefused`` or ``SignOffRefused``.

    The editor's form says the same at its fields. Paths without that form come here: approval
    from the dashboard, bulk actions, copies, and whatever a host project adds. What the request
    had written in a transaction is rolled back by then; drafts are kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, _REFUSALS) or not _is_admin(request):
            return None
        page_id = getattr(exception, "page_id", None)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(
                {
                    "success": False,
                    "error_code": "publish_refused",
                    "error_message": exception.summary(),
                },
                status=400,
            )
        url = _way_back(request, page_id)
        messages.error(request, exception.summary(), buttons=_edit_button(page_id))
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # What a workflow's modal expects: it goes to the address, and the message shows there.
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _way_back(request: HttpRequest, page_id: int | None) -> str:
    """Where the editor came from; else the article; else the dashboard."""
    wanted = get_valid_next_url_from_request(request)
    if wanted:
        return str(wanted)
    if page_id:
        return reverse("wagtailadmin_pages:edit", args=[page_id])
    return reverse("wagtailadmin_home")


def _edit_button(page_id: int | None) -> list[object]:
    if not page_id:
        return []
    edit = reverse("wagtailadmin_pages:edit", args=[page_id])
    return [messages.button(edit, _("Edit"))]
