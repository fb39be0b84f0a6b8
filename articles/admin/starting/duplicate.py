"""“Duplicate as”: a new draft from an article, of another kind or on another subject."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from articles.admin.article_screen import ArticleScreenMixin
from articles.models.pages import AbstractArticlePage
from articles.sections.copies import copied, structure_of
from articles.sections.kinds import ArticleKind

SCREEN = "articles_duplicate"

TEXT, STRUCTURE = "text", "structure"

# Of the article itself, and true of no other text: what was reviewed, announced and scheduled.
_NOT_DUPLICATED: dict[str, Any] = {
    "last_reviewed_date": None,
    "next_review_date": None,
    "safety_notice": "",
    "safety_notice_severity": "",
    "safety_notice_at": None,
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
}
# What a structure leaves out beside the words of the sections.
_WORDS: dict[str, Any] = {
    "summary": "",
    "search_description": "",
    "seo_title": "",
    "search_keywords": "",
    "hero_image": None,
    "hero_alt_text": "",
    "hero_credit": "",
    "hero_decorative": False,
    "disclosure": "",
    "funding": "",
}


class DuplicateForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=ArticleKind.choices,
        help_text=gettext_lazy("Decides which sections the article must have."),
    )
    take = forms.ChoiceField(
        label=gettext_lazy("What to take along"),
        choices=[
            (TEXT, gettext_lazy("All sections with their words and sources")),
            (STRUCTURE, gettext_lazy("Only the order of the sections and their headings")),
        ],
        initial=TEXT,
        widget=forms.RadioSelect,
    )


class DuplicateView(ArticleScreenMixin, FormView):  # type: ignore[type-arg]
    """For those who may edit the article and add one beside it."""

    template_name = "articles/starting/duplicate.html"
    form_class = DuplicateForm
    page_title = gettext_lazy("Duplicate as")
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_duplicate(request.user, self.article):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        latest = self.article.get_latest_revision_as_object()
        title = _("%(title)s (copy)") % {"title": latest.title}
        return {"title": title[:255], "kind": latest.kind, "take": TEXT}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("wagtailadmin_pages:edit", args=[self.article.pk])
        return super().get_context_data(article=self.article, back_url=back, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        draft = duplicate(self.article, user=self.request.user, **form.cleaned_data)
        said = _("“%(title)s” is a draft of its own: nobody has reviewed it yet.")
        messages.success(self.request, said % {"title": draft.title})
        return redirect("wagtailadmin_pages:edit", draft.pk)


def may_duplicate(user: Any, article: Any) -> bool:
    here = article.permissions_for_user(user).can_edit()
    return bool(here and article.get_parent().permissions_for_user(user).can_add_subpage())


def duplicate(article: Any, *, title: str, kind: str, take: str, user: Any) -> Any:
    """Return a new draft beside `article`, made from its latest draft.

    Its sections are blocks of their own. Nothing that was decided on the article comes along:
    reviews, sign-offs, placements, notices, dates.
    """
    latest = article.get_latest_revision_as_object()
    stream = latest._meta.get_field("sections").stream_block
    take_over = copied if take == TEXT else structure_of
    words = {} if take == TEXT else _WORDS
    return latest.copy(
        user=user,
        copy_revisions=False,
        keep_live=False,
        update_attrs={
            **_NOT_DUPLICATED,
            **words,
            "title": title,
            "draft_title": title,
            "slug": _free_slug(article, title),
            "kind": kind,
            "sections": stream.to_python(take_over(latest.sections.raw_data, stream)),
            "latest_revision": None,
            "latest_revision_created_at": None,
            "locked": False,
            "locked_by": None,
            "locked_at": None,
        },
    )


def _free_slug(article: Any, title: str) -> str:
    """A slug that no page beside the article has."""
    wanted = slugify(title, allow_unicode=True)[:240] or "article"
    beside = article.get_parent().get_children()
    taken = set(beside.filter(slug__startswith=wanted).values_list("slug", flat=True))
    free = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in free if slug not in taken)


def duplicate_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In the menu of an article's header."""
    if isinstance(page, AbstractArticlePage) and not page.alias_of_id and may_duplicate(user, page):
        url = reverse(SCREEN, args=[page.pk])
        yield Button(_("Duplicate as…"), url=url, icon_name="copy", priority=55)


def duplicate_urls() -> list[URLPattern]:
    return [path("articles/duplicate/<int:page_id>/", DuplicateView.as_view(), name=SCREEN)]
