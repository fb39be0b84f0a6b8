"""Sharing a draft with somebody without an account, and the drafts that are shared."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import date as format_date
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

from api.models import Share
from api.sharing.shares import make_share, may_share, stop_shares
from articles.admin.article_screen import ArticleScreenMixin

MOST_SHOWN = 200
VERSIONS_OFFERED = 20


def shares_of(user: Any) -> Any:
    """The shares in the report of a user: their own, or with the right everybody's."""
    found = Share.objects.listed()
    return found if user.has_perm("api.change_share") else found.filter(made_by=user)


class ShareForm(forms.Form):
    """With whom, which version, and until when."""

    version = forms.ChoiceField(
        label=gettext_lazy("Version"),
        help_text=gettext_lazy("What is written afterwards is not shown."),
    )
    guest = forms.CharField(
        label=gettext_lazy("Name of the person"),
        max_length=120,
        help_text=gettext_lazy("They see it in the draft, and it stands at their comments."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days until it ends"),
        min_value=1,
        max_value=Share.LONGEST_DAYS,
        initial=7,
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Pass phrase"),
        required=False,
        min_length=8,
        max_length=128,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Optional. Tell it another way than the link: by telephone."),
    )
    takes_comments = forms.BooleanField(
        label=gettext_lazy("Comments are welcome"), required=False, initial=True
    )


class ShareView(ArticleScreenMixin, FormView):  # type: ignore[type-arg]
    """Share a version of an article; below, whom it is and was shared with."""

    form_class = ShareForm
    page_title = gettext_lazy("Share a draft")
    header_icon = "group"
    template_name = "api/sharing/share.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_share(request.user, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def versions(self) -> dict[str, Any]:
        """The latest versions, newest first. An article without any is as it is stored."""
        latest = self.article.revisions.select_related("user").order_by("-created_at", "-pk")
        return {str(each.pk): each for each in latest[:VERSIONS_OFFERED]} or {"0": None}

    def get_form(self, form_class: Any = None) -> ShareForm:
        form: ShareForm = super().get_form(form_class)
        form.fields["version"].choices = [  # type: ignore[attr-defined]
            (key, _label(revision, is_latest=place == 0))
            for place, (key, revision) in enumerate(self.versions.items())
        ]
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        data = form.cleaned_data
        made = make_share(
            self.request.user,
            self.article,
            guest=data["guest"],
            days=data["days"],
            revision=self.versions[data["version"]],
            passphrase=data["passphrase"],
            takes_comments=data["takes_comments"],
        )
        log(
            self.article, "api.share.make", user=self.request.user, data={"guest": made.share.guest}
        )
        address = self.request.build_absolute_uri(reverse("api:shared", args=[made.token]))
        context = self.get_context_data(form=form, made=made.share, address=address)
        response = self.render_to_response(context)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shares = Share.objects.listed().filter(page_id=self.article.pk)
        return super().get_context_data(
            article=self.article,
            shares=list(shares[:MOST_SHOWN]),
            share_url=reverse("api_share", args=[self.article.pk]),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.article.pk]),
            **kwargs,
        )


class StopShareView(View):
    """Stop one share; its link opens nothing from then on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        share = get_object_or_404(Share.objects.listed(), pk=pk)
        page, user = share.page.specific, request.user
        is_own = share.made_by_id == user.pk
        if not (is_own or may_share(user, page) or user.has_perm("api.change_share")):
            raise PermissionDenied
        if stop_shares(Share.objects.filter(pk=share.pk)):
            log(page, "api.share.revoke", user=user, data={"guest": share.guest})
        said = _("The draft is not shared with %(guest)s any more. The link opens nothing.")
        messages.success(request, said % {"guest": share.guest})
        if request.POST.get("next") == "page" and may_share(user, page):
            return redirect("api_share", share.page_id)
        return redirect("api_shares")


class SharedDraftsView(WagtailAdminTemplateMixin, TemplateView):
    """The report: which drafts are shared, with whom, and how often they were read."""

    page_title = gettext_lazy("Shared drafts")
    header_icon = "group"
    template_name = "api/sharing/report.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shares = list(shares_of(self.request.user)[: MOST_SHOWN + 1])
        return super().get_context_data(
            shares=shares[:MOST_SHOWN], is_cut=len(shares) > MOST_SHOWN, **kwargs
        )


def _label(revision: Any, *, is_latest: bool) -> str:
    if revision is None:
        return _("As it is stored")
    when = format_date(timezone.localtime(revision.created_at), "DATETIME_FORMAT")
    words = _("%(when)s by %(user)s") if revision.user else "%(when)s"
    label = words % {"when": when, "user": revision.user}
    return _("%(version)s (latest)") % {"version": label} if is_latest else label
