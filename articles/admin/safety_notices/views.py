"""The screen of an article's safety notice: writing one, seeing how it reads, signing it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from articles.admin.article_screen import ArticleScreenMixin
from articles.models import AbstractArticlePage, NoticeRequest, Severity
from articles.problems import PublishRefused, SignOffRefused
from articles.review.signing import clinician_of
from articles.safety_notices.request import (
    decline_notice,
    may_decline,
    may_request,
    notice_problem,
    open_request,
    request_notice,
)
from articles.safety_notices.sign import notice_signer_problem, sign_notice

SCREEN, DECIDE = "articles_safety_notice", "articles_safety_notice_decide"


class NoticeForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Safety notice"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "What readers must know or do now, in two or three plain sentences. Empty it to have "
            "the notice removed."
        ),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How urgent it is"),
        required=False,
        choices=Severity.choices,
        widget=forms.RadioSelect,
    )


class NoticeView(ArticleScreenMixin, FormView):  # type: ignore[type-arg]
    """For those who may publish the article, and for its reviewers."""

    template_name = "articles/safety_notices/notice.html"
    form_class = NoticeForm
    page_title = gettext_lazy("Safety notice")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_request(request.user, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def waiting(self) -> NoticeRequest | None:
        return open_request(self.article)

    def get_initial(self) -> dict[str, Any]:
        notice: Any = self.waiting or self.article
        if notice is self.article:
            return {"text": notice.safety_notice, "severity": notice.safety_notice_severity}
        return {"text": notice.text, "severity": notice.severity}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting, user = self.waiting, self.request.user
        return super().get_context_data(
            article=self.article,
            problem=notice_problem(self.article),
            waiting=waiting,
            signer_problem=notice_signer_problem(waiting, user) if waiting else "",
            clinician=clinician_of(user),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.article.pk]),
            difference=self.article.has_unpublished_changes,
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        data = form.cleaned_data
        if "preview" in self.request.POST:
            severity = dict(Severity.choices).get(data["severity"], "")
            preview = {**data, "severity_label": severity}
            return self.render_to_response(self.get_context_data(form=form, preview=preview))
        try:
            request_notice(self.article, **data, user=self.request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.form_invalid(form)
        said = _("The notice for “%(title)s” waits for a reviewer's signature. They are told.")
        messages.success(self.request, said % {"title": self.article.title})
        return redirect(SCREEN, self.article.pk)


class DecideView(View):
    """Signs a notice, or says that it is not put on. Only by POST."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = get_object_or_404(NoticeRequest.objects.select_related("page"), pk=kwargs["pk"])
        if not may_decline(request.user, notice):
            raise PermissionDenied
        title = {"title": notice.title}
        if "sign" not in request.POST:
            decline_notice(notice, user=request.user)
            messages.success(request, _("The notice for “%(title)s” is not put on.") % title)
            return redirect(SCREEN, notice.page_id)
        try:
            sign_notice(notice, user=request.user)
        except (SignOffRefused, PublishRefused) as refused:
            messages.error(request, refused.summary())
            return redirect(SCREEN, notice.page_id)
        said = _("Readers of “%(title)s” see the notice now.")
        if not notice.text:
            said = _("The notice of “%(title)s” is removed.")
        messages.success(request, said % title)
        return redirect(SCREEN, notice.page_id)


def safety_notice_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In the menu of a live article's header."""
    is_article = isinstance(page, AbstractArticlePage) and page.live and not page.alias_of_id
    if is_article and may_request(user, page):
        url = reverse(SCREEN, args=[page.pk])
        yield Button(_("Safety notice"), url=url, icon_name="warning", priority=63)


def safety_notice_urls() -> list[URLPattern]:
    return [
        path("articles/safety-notice/<int:page_id>/", NoticeView.as_view(), name=SCREEN),
        path("articles/safety-notice/decide/<int:pk>/", DecideView.as_view(), name=DECIDE),
    ]
