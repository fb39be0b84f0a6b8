"""Opening a draft in a clinic's front end, and the previews that are open."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from api.models import PreviewSession
from api.previews.addresses import front_end_address, origin_of
from api.previews.sessions import close_previews, may_preview, open_preview
from articles.admin.article_screen import ArticleScreenMixin
from articles.models import Clinic
from articles.previewing.modes import clinics_of

MOST_SHOWN = 200


def previews_of(user: Any) -> Any:
    """The open previews that a user may see and close: their own, or with the right everybody's."""
    found = PreviewSession.objects.open(timezone.now()).select_related(
        "page", "user", "clinic", "revision"
    )
    return found if user.has_perm("api.change_previewsession") else found.filter(user=user)


class OpenForm(forms.Form):
    """For which clinic, and which version."""

    LATEST, FIXED = "latest", "fixed"

    clinic = forms.ModelChoiceField(
        label=gettext_lazy("Clinic"), queryset=Clinic.objects.none(), empty_label=None
    )
    version = forms.ChoiceField(
        label=gettext_lazy("Version"),
        choices=[
            (LATEST, gettext_lazy("The latest draft, following what I write")),
            (FIXED, gettext_lazy("The version saved last, and none after it")),
        ],
        widget=forms.RadioSelect,
        initial=LATEST,
    )


class OpenInFrontEndView(ArticleScreenMixin, FormView):  # type: ignore[type-arg]
    """Choose a clinic; the draft is then shown in its front end."""

    form_class = OpenForm
    page_title = gettext_lazy("Open in front end")
    header_icon = "link-external"
    template_name = "api/previews/open.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_preview(request.user, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def clinics(self) -> Any:
        """Those with a front end that shows drafts. Where one carries the article, only such."""
        showing = Clinic.objects.exclude(preview_url="")
        placed = showing.filter(pk__in=[clinic.pk for clinic in clinics_of(self.article)])
        return (placed if placed.exists() else showing).order_by("name")

    def get_form(self, form_class: Any = None) -> OpenForm:
        form: OpenForm = super().get_form(form_class)
        form.fields["clinic"].queryset = self.clinics  # type: ignore[attr-defined]
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        is_fixed = form.cleaned_data["version"] == OpenForm.FIXED
        session = open_preview(
            self.request.user,
            self.article,
            revision=self.article.latest_revision if is_fixed else None,
            clinic=form.cleaned_data["clinic"],
        )
        log(
            self.article,
            "api.preview.open",
            user=self.request.user,
            data={"clinic": session.clinic.name if session.clinic else ""},
        )
        return redirect("api_preview_frame", session.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = previews_of(self.request.user).filter(page_id=self.article.pk)
        return super().get_context_data(
            article=self.article,
            has_clinics=self.clinics.exists(),
            sessions=sessions[:MOST_SHOWN],
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.article.pk]),
            **kwargs,
        )


class FrontEndFrameView(TemplateView):
    """The front end of a clinic in a frame, which is told when the draft changes."""

    template_name = "api/previews/frame.html"

    @cached_property
    def session(self) -> PreviewSession:
        """Only whoever opened it gets its token once more."""
        user: Any = self.request.user
        own = PreviewSession.objects.open(timezone.now()).filter(user=user)
        session = get_object_or_404(
            own.select_related("page__locale", "clinic", "user"), pk=self.kwargs["session_id"]
        )
        if not session.clinic or not may_preview(self.request.user, session.page.specific):
            raise Http404
        return session

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = front_end_address(self.session)
        return super().get_context_data(
            session=self.session,
            address=address,
            origin=origin_of(address),
            is_fixed=self.session.revision_id is not None,
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response.headers["Content-Security-Policy"] = _policy(context["origin"])
        response.headers["Cache-Control"] = "private, no-store"
        # Other origins are told nothing. With "no-referrer" the browser would send the page's own
        # form with `Origin: null`, which Django refuses.
        response.headers["Referrer-Policy"] = "same-origin"
        return response


class ClosePreviewView(View):
    """Close one preview; its address is refused from then on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, session_id: Any) -> HttpResponse:
        session = get_object_or_404(previews_of(request.user), pk=session_id)
        close_previews(PreviewSession.objects.filter(pk=session.pk))
        log(session.page.specific, "api.preview.close", user=request.user, data={})
        messages.success(request, _("The preview is closed. Its address is refused from now on."))
        if request.POST.get("next") == "page":
            return redirect("api_preview_open", session.page_id)
        return redirect("api_previews")


class OpenPreviewsView(WagtailAdminTemplateMixin, TemplateView):
    """The report: which drafts are open to front ends now."""

    page_title = gettext_lazy("Open previews")
    header_icon = "view"
    template_name = "api/previews/report.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sessions = list(previews_of(self.request.user)[: MOST_SHOWN + 1])
        return super().get_context_data(
            sessions=sessions[:MOST_SHOWN], is_cut=len(sessions) > MOST_SHOWN, **kwargs
        )


def _policy(origin: str) -> str:
    """The page's own policy: nothing but our files, and this one clinic in the frame."""
    files = {"'self'", origin_of(static("api/js/front-end-frame.js"))} - {"://"}
    own = " ".join(sorted(files))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {own}",
            f"style-src {own}",
            f"font-src {own}",
            f"img-src {own} data:",
            f"frame-src {origin}",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
