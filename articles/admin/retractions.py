"""Citations and retractions in the admin: what rests on a retracted source, and the upload."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView

from articles.admin.reports.export import SafeCellsMixin
from articles.models import Citation
from articles.retractions.notices import Notice, NoticesUnreadable, read_notices
from articles.retractions.plan import (
    Change,
    Effect,
    apply_plan,
    read_plan,
    retracted_after,
    superseded,
    today,
)
from articles.retractions.resting import find_resting

PERMISSION = "articles.change_citation"
CHECK = "articles_retractions"
MOST_BYTES = 100 * 1024 * 1024
_SALT = "articles.retractions.{}"
_MOST_AGE = dt.timedelta(hours=12)
EFFECTS = {
    Effect.MARK: gettext_lazy("Will be marked as retracted"),
    Effect.UNMARK: gettext_lazy("Will no longer be marked as retracted"),
    Effect.NOTHING: gettext_lazy("Known already"),
    Effect.NOTED: gettext_lazy("Noted; marks nothing"),
    Effect.OUTDATED: gettext_lazy("A later notice says otherwise"),
}


class CitationIndexView(SafeCellsMixin, IndexView):
    """The list of citations, from which the check for retractions starts."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)
        if self.request.user.has_perm(PERMISSION):
            label = _("Check retractions")
            buttons.append(HeaderButton(label, url=reverse(CHECK), icon_name="warning"))
        return buttons


class NoticesForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List of retractions"),
        help_text=gettext_lazy(
            "A CSV file with the columns of Retraction Watch, 100 MB at most. Nothing is changed "
            "before you confirm."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> list[Change]:
        """What the file says of our citations."""
        uploaded = self.cleaned_data["file"]
        if uploaded.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 100 MB."), code="size")
        try:
            return read_plan(read_notices(uploaded.file))
        except NoticesUnreadable as error:
            raise ValidationError(
                _(
                    "This is no list of retractions: it needs the columns RetractionNature, and "
                    "OriginalPaperDOI or OriginalPaperPubMedID."
                ),
                code="unreadable",
            ) from error


class RetractionsView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """An upload that shows what it would change, then does so; and what rests on such sources.

    The plan is kept, signed, in the form that confirms it: the file is not stored.
    """

    form_class = NoticesForm
    page_title = gettext_lazy("Check retractions")
    header_icon = "warning"
    template_name = "articles/retractions/check.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user: Any = request.user
        if not user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        citations = {
            "url": reverse(Citation.snippet_viewset.get_url_name("list")),
            "label": capfirst(Citation._meta.verbose_name_plural),
        }
        return [*self.breadcrumbs_items, citations, {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "plan" in request.POST:
            return self._confirm(request.POST["plan"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Show what would change. Nothing is stored, so the answer is no redirect."""
        changes = form.cleaned_data["file"]
        return self.render_to_response(
            self.get_context_data(
                form=self.form_class(),
                plan=signing.dumps(_stored(changes), salt=self._salt, compress=True),
                rows=[(change, EFFECTS[change.effect]) for change in changes],
                count=len(_deciding(changes)),
                retracted=retracted_after(changes),
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        retracted = kwargs.pop("retracted", None)
        return super().get_context_data(
            resting=[
                (
                    _("Articles that rest on a retracted source"),
                    list(_by_article(retracted_after([]) if retracted is None else retracted)),
                ),
                (
                    _("Articles that rest on a superseded source"),
                    list(_by_article(superseded())),
                ),
            ],
            **kwargs,
        )

    def _confirm(self, plan: str) -> HttpResponse:
        try:
            stored = signing.loads(plan, salt=self._salt, max_age=_MOST_AGE)
        except signing.BadSignature:
            messages.error(self.request, _("This list is too old. Choose the file again."))
            return redirect(CHECK)
        count = apply_plan(_read(stored), today=today(), user=self.request.user)
        message = ngettext(
            "%(count)d citation was changed, and today noted as the day of the check.",
            "%(count)d citations were changed, and today noted as the day of the check.",
            count,
        )
        messages.success(self.request, message % {"count": count})
        return redirect(CHECK)

    @property
    def _salt(self) -> str:
        return _SALT.format(self.request.user.pk)


def retraction_urls() -> list[URLPattern]:
    view = require_admin_access(RetractionsView.as_view())
    return [path("articles/retractions/", view, name=CHECK)]


def _deciding(changes: Iterable[Change]) -> list[Change]:
    return [change for change in changes if change.effect in (Effect.MARK, Effect.UNMARK)]


def _stored(changes: Iterable[Change]) -> list[list[Any]]:
    """What is needed to make the changes, and to say later by which notice they were made."""
    return [
        [
            change.citation_id,
            change.effect.value,
            change.notice.notice_doi,
            change.notice.date.isoformat() if change.notice.date else "",
        ]
        for change in _deciding(changes)
    ]


def _read(stored: Iterable[list[Any]]) -> Iterator[Change]:
    for citation_id, effect, notice_doi, date in stored:
        notice = Notice(
            line=0,
            doi="",
            pmid="",
            nature=None,
            stated_nature="",
            date=dt.date.fromisoformat(date) if date else None,
            notice_doi=notice_doi,
        )
        yield Change(citation_id, "", notice, Effect(effect))


def _by_article(citation_ids: set[int]) -> Iterator[dict[str, Any]]:
    places = find_resting(citation_ids)
    for (page_id, title, locale), found in groupby(places, key=lambda place: place[:3]):
        yield {
            "url": reverse("wagtailadmin_pages:edit", args=[page_id]),
            "title": title,
            "locale": locale,
            "places": list(found),
        }
