"""Where a reviewer reads an article, sees what changed, and signs it or asks for changes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState

from articles.checks.reading import read_article
from articles.checks.running import Finding, check_article
from articles.models import AbstractArticlePage, ReviewTask
from articles.placing.reach import read_impact_of_publishing
from articles.problems import PublishRefused, SignOffRefused
from articles.review.comments import add_remarks, build_parts, remarks_in
from articles.review.comparing import compare_contents
from articles.review.content import content_hash
from articles.review.gate import SIGN_OFF_RULES
from articles.review.reading import read_content
from articles.review.signing import clinician_of, last_approval, signer_problem
from articles.sections.blocks.body import BodyBlock
from articles.withdrawing.state import current_withdrawals, withdrawn_everywhere


class ReviewScreenView(WagtailAdminTemplateMixin, TemplateView):
    """For the members of the step's groups, while the article is with them.

    The form carries the version and the hash of the text that the screen shows: what is signed
    is what was read, or nothing.
    """

    page_title = gettext_lazy("Review")
    header_icon = "clipboard-list"
    template_name = "articles/review/review.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.task.get_actions(self.article, request.user):
            raise PermissionDenied
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            messages.warning(request, _("This review has been decided already."))
            return redirect("wagtailadmin_pages:edit", self.article.pk)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign, or ask for changes; what is refused leaves everything typed in its place."""
        approve = "sign" in request.POST
        comment = request.POST.get("comment", "").strip()
        remarks = {} if approve else remarks_in(request.POST, self.parts)
        if not approve and not (comment or remarks):
            messages.error(request, _("Say what should change: in the comment, or at a part."))
            return self.render_to_response(self.get_context_data())
        try:
            self.task.on_action(
                self.task_state,
                request.user,
                "approve" if approve else "reject",
                comment=comment,
                revision_id=_number(request.POST.get("revision_id", "")),
                content_hash=request.POST.get("content_hash", ""),
            )
        except (SignOffRefused, PublishRefused) as refused:
            messages.error(request, refused.summary())
            return self.render_to_response(self.get_context_data())
        add_remarks(self.article, request.user, self.revision, remarks)
        return self._done(approve=approve)

    def _done(self, *, approve: bool) -> HttpResponseRedirect:
        page = self.article.__class__._default_manager.get(pk=self.article.pk)
        if not approve:
            said = _("“%(title)s” went back to its editors with your comments.")
        elif withdrawn_everywhere(page) is not None:
            said = _("“%(title)s” is signed off. It is withdrawn: a publisher can reinstate it.")
        elif page.live:
            said = _("“%(title)s” is signed off and live.")
        else:
            said = _("“%(title)s” is signed off. The next step of its review has begun.")
        messages.success(self.request, said % {"title": page.get_admin_display_title()})
        return redirect("wagtailadmin_home")

    @cached_property
    def task_state(self) -> Any:
        found = get_object_or_404(TaskState, pk=self.kwargs["task_state_id"])
        if not isinstance(found.task.specific, ReviewTask):
            raise Http404
        return found

    @cached_property
    def task(self) -> ReviewTask:
        task: ReviewTask = self.task_state.task.specific
        return task

    @cached_property
    def article(self) -> AbstractArticlePage:
        page = self.task_state.workflow_state.content_object
        specific = page.specific if page else None
        if not isinstance(specific, AbstractArticlePage):
            raise Http404
        return specific

    @cached_property
    def revision(self) -> Any:
        return self.article.get_latest_revision()

    @cached_property
    def draft(self) -> Any:
        return self.revision.as_object()

    @cached_property
    def checked(self) -> Any:
        return read_article(self.draft)

    @cached_property
    def parts(self) -> list[Any]:
        labels = {name: str(block.label) for name, block in BodyBlock().child_blocks.items()}
        return build_parts(self.checked, {**labels, "claims": _("Claims")})

    def get_page_subtitle(self) -> str:
        return str(self.article.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = read_content(self.draft)
        before = last_approval(self.article, self.task.role)
        result = check_article(self.checked)
        findings = [found for found in result.findings if found.rule not in SIGN_OFF_RULES]
        blocking = [found for found in findings if found.is_blocking]
        warnings = [found for found in findings if not found.is_blocking]
        return {
            **super().get_context_data(**kwargs),
            "article": self.article,
            "role": self.task.get_role_display(),
            "revision": self.revision,
            "content_hash": content_hash(content),
            "before": before,
            "differences": compare_contents(before.content if before else None, content),
            "language": self.article.locale.language_code,
            "blocking": blocking,
            "finding_groups": [
                (self._placed(blocking), _("Keeps it from going live"), "warning"),
                (self._placed(warnings), _("Worth a look"), "info-circle"),
            ],
            "parts": self._parts_with_remarks(),
            "withdrawals": current_withdrawals(self.article),
            "comment": self.request.POST.get("comment", ""),
            "impact": read_impact_of_publishing(self.draft),
            "clinician": clinician_of(self.request.user),
            "problem": signer_problem(
                self.article, self.revision, self.request.user, self.task.role
            ),
            "preview_url": reverse(
                "wagtailadmin_pages:revisions_view", args=[self.article.pk, self.revision.pk]
            ),
            "submitted_by": self.task_state.workflow_state.requested_by,
        }

    def _placed(self, findings: list[Finding]) -> list[tuple[Finding, str]]:
        """Findings, each with the name of its section."""
        sections = self.checked.by_section
        return [
            (found, sections[found.section].label if found.section in sections else "")
            for found in findings
        ]

    def _parts_with_remarks(self) -> list[dict[str, Any]]:
        posted = self.request.POST
        return [
            {
                "label": group.label,
                "parts": [
                    {"part": part, "remark": posted.get(f"remark-{part.path}", "")}
                    for part in group.parts
                ],
            }
            for group in self.parts
        ]


def review_screen_urls() -> list[Any]:
    return [
        path(
            "articles/review/<int:task_state_id>/",
            ReviewScreenView.as_view(),
            name="articles_review",
        )
    ]


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) < 19 else None
