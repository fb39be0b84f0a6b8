"""The editor of an article: Wagtail's, with an autosave that only ever saves."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin.views.pages.edit import EditView

from articles.admin.editorial_checks.side_panel import EditorialChecksMixin
from articles.admin.placing.side_panel import ReachMixin
from articles.admin.withdrawals.buttons import say_withdrawn

# What the buttons of a workflow, publishing and submitting put into the form.
_ACTIONS = ("action-", "workflow-action-")
# What tells which revision a form was loaded from, or has written.
_REVISIONS = ("loaded_revision_id", "overwrite_revision_id")


class ArticleEditView(ReachMixin, EditorialChecksMixin, EditView):
    """Wagtail's editor, in which one click is one decision.

    A click on "Approve" adds its action to the form. Wagtail's autosave may then send the same
    form once more while the answer is on its way: it would approve the next task as well, or
    fail because there is none.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        say_withdrawn(request, self.page)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether an autosave would undo what was saved since the form was loaded.

        Wagtail takes a form that names no revision for up to date: that of a page that had none.
        An autosave of it that waits while the editor clicks "Save" would follow with what the
        form held before the last words, and take their place.
        """
        named = (self.request.POST.get(name) for name in _REVISIONS)
        if self.latest_revision and not any(named):
            return True
        return bool(super().is_out_of_date)

    def form_valid(self, form: Any) -> HttpResponse:
        if self.expects_json_response:
            latest = self.latest_revision
            form.written_upon = (latest.pk, latest.created_at) if latest else ()
        response: HttpResponse = super().form_valid(form)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.expects_json_response:
            data = request.POST.copy()
            for name in [name for name in data if name.startswith(_ACTIONS)]:
                del data[name]
            request.POST = data  # type: ignore[assignment]
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response
