"""Looks at every article of a bulk publication before the first one goes live."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages

from articles.models.pages import AbstractArticlePage
from articles.problems import PublishRefused
from articles.publishing import check_publishable


def refuse_incomplete(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Name every article that is not ready, with its reasons; then nothing at all is published."""
    if action_type != "publish":
        return None
    refused = [refusal for page in _articles(objects, action) if (refusal := _refusal(page))]
    if not refused:
        return None
    messages.error(
        request,
        format_html(
            "{}<ul>{}</ul>",
            _("Nothing was published. These articles are not ready:"),
            format_html_join("", "<li>{}</li>", ((refusal.summary(),) for refusal in refused)),
        ),
    )
    return redirect(action.next_url)


def _articles(objects: Iterable[Any], action: Any) -> Iterable[AbstractArticlePage]:
    """The articles as they would go live: their latest drafts, those below them if asked for."""
    below = action.cleaned_form.cleaned_data.get("include_descendants")
    for page in objects:
        yield from _drafts([page])
        if below:
            yield from _drafts(page.get_descendants().not_live().specific())


def _drafts(pages: Iterable[Any]) -> Iterable[AbstractArticlePage]:
    for page in pages:
        if issubclass(page.specific_class or type(page), AbstractArticlePage):
            yield page.get_latest_revision_as_object()


def _refusal(page: AbstractArticlePage) -> PublishRefused | None:
    try:
        check_publishable(page)
    except PublishRefused as refused:
        return refused
    return None
