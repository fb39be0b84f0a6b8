"""The first question of a new article: its kind, which decides the sections it opens with."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.create import CreateView

from articles.admin.editorial_checks.side_panel import EditorialChecksMixin
from articles.models.pages import AbstractArticlePage
from articles.sections.kinds import ArticleKind, section_kinds

_CARDS = {
    ArticleKind.CONDITION: (
        "help",
        _("An illness or complaint: what it is, what causes it, what helps."),
    ),
    ArticleKind.THERAPY: (
        "plus-inverse",
        _("A treatment or drug: what happens, what research says, its risks, whom it suits."),
    ),
    ArticleKind.COMPARISON: (
        "list-ol",
        _("Two or more treatments side by side, so that a reader can choose with a clinician."),
    ),
    ArticleKind.LIFESTYLE: (
        "user",
        _("What readers can do themselves: sleep, food, movement, stress."),
    ),
}


def ask_for_kind(request: HttpRequest, parent: Any, page_class: Any) -> HttpResponse | None:
    """Show four cards before the empty form; a hook of Wagtail's ``before_create_page``."""
    if not issubclass(page_class, AbstractArticlePage) or request.method != "GET":
        return None
    if request.GET.get("kind") in ArticleKind.values:
        return None
    query = request.GET.copy()
    cards = []
    for kind, (icon, description) in _CARDS.items():
        query["kind"] = kind.value
        cards.append(
            {
                "label": kind.label,
                "icon": icon,
                "description": description,
                "sections": section_kinds.required_for(kind.value),
                "url": f"{request.path}?{query.urlencode()}",
            }
        )
    return TemplateResponse(
        request,
        "articles/create/kind.html",
        {
            "cards": cards,
            "parent_page": parent,
            "page_type": page_class.get_verbose_name(),
            "next": get_valid_next_url_from_request(request),
        },
    )


class ArticleCreateView(EditorialChecksMixin, CreateView):
    """Opens with the sections that the chosen kind needs, empty and explained."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("kind", "")
        if kind in ArticleKind.values:
            self.page.kind = kind
            self.page.sections = empty_sections(self.page_class, kind)
        return super().get(request)  # type: ignore[no-any-return]


def empty_sections(page_class: Any, kind: str) -> Any:
    """Each section an article of this kind needs, with the body blocks it starts with."""
    stream = page_class._meta.get_field("sections").stream_block
    return stream.to_python(
        [
            _empty(needed.slug, stream.child_blocks[needed.slug], body=needed.starts_with)
            for needed in section_kinds.required_for(kind)
            if needed.slug in stream.child_blocks
        ]
    )


def _empty(name: str, block: Any, *, body: tuple[str, ...] = ()) -> dict[str, Any]:
    """The raw data of an empty block. Panels of blocks without ids cannot be told apart."""
    value = block.get_prep_value(block.get_default())
    if body:
        offered = block.child_blocks["body"].child_blocks
        value["body"] = [_empty(child, offered[child]) for child in body]
    return {"type": name, "id": str(uuid.uuid4()), "value": value}
