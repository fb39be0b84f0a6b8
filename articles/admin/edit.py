"""The editor of an article: Wagtail's, with an autosave that only ever saves."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.edit import EditView

from articles.admin.editorial_checks.side_panel import EditorialChecksMixin
from articles.admin.withdrawals.buttons import say_withdrawn

# What the buttons of a workflow, publishing and submitting put into the form.
_ACTIONS = ("action-", "workflow-action-")


class ArticleEditView(EditorialChecksMixin, EditView):
    """Wagtail's editor, in which one click is one decision.

    A click on "Approve" adds its action to the form. Wagtail's autosave may then send the same
    form once more while the answer is on its way: it would approve the next task as well, or
    fail because there is none.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        say_withdrawn(request, self.page)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.expects_json_response:
            data = request.POST.copy()
            for name in [name for name in data if name.startswith(_ACTIONS)]:
                del data[name]
            request.POST = data  # type: ignore[assignment]
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response
