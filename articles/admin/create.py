"""The first question of a new article: what it starts from, which decides how it opens."""

from typing import Any

import swapper
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.create import CreateView

from articles.admin.editorial_checks.side_panel import EditorialChecksMixin
from articles.admin.placing.side_panel import ReachPanelMixin
from articles.models.pages import AbstractArticlePage
from articles.models.starting import ArticleTemplate
from articles.sections.copies import copied, empty_section
from articles.sections.kinds import ArticleKind, section_kinds

# A number of more digits is no id in any database.
MAX_DIGITS = 18

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
    """Show templates and kinds before the form; a hook of Wagtail's ``before_create_page``."""
    if not issubclass(page_class, AbstractArticlePage) or request.method != "GET":
        return None
    if request.GET.get("kind") in ArticleKind.values or _template(request, parent):
        return None
    query = request.GET.copy()
    templates = [
        {
            "template": template,
            "sections": [section_kinds.get(block["type"]) for block in template.sections.raw_data],
            "url": f"{request.path}?{_with(query, template=template.pk)}",
        }
        for template in ArticleTemplate.objects.offered_in(parent.locale)
    ]
    cards = []
    for kind, (icon, description) in _CARDS.items():
        cards.append(
            {
                "label": kind.label,
                "icon": icon,
                "description": description,
                "sections": section_kinds.required_for(kind.value),
                "url": f"{request.path}?{_with(query, kind=kind.value)}",
            }
        )
    return TemplateResponse(
        request,
        "articles/create/kind.html",
        {
            "cards": cards,
            "templates": templates,
            "parent_page": parent,
            "page_type": page_class.get_verbose_name(),
            "next": get_valid_next_url_from_request(request),
        },
    )


def _with(query: QueryDict, **chosen: Any) -> str:
    """The query with one choice in the place of whatever was chosen before."""
    chosen_query = query.copy()
    for name in ("kind", "template"):
        chosen_query.pop(name, None)
    chosen_query.update(chosen)
    return chosen_query.urlencode()


def _template(request: HttpRequest, parent: Any) -> ArticleTemplate | None:
    """The template that was chosen, if it is offered in the language of the library."""
    number = request.GET.get("template", "")
    if not (number.isascii() and number.isdigit() and len(number) < MAX_DIGITS):
        return None
    offered = ArticleTemplate.objects.offered_in(parent.locale)
    template: ArticleTemplate | None = offered.filter(pk=int(number)).first()
    return template


class ArticleCreateView(ReachPanelMixin, EditorialChecksMixin, CreateView):
    """Opens with the sections of a template, or those that a kind needs, empty and explained."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("kind", "")
        if kind in ArticleKind.values:
            self.page.kind = kind
            self.page.sections = empty_sections(self.page_class, kind)
        elif template := _template(request, self.parent_page):
            start_from(template, self.page)
        return super().get(request)  # type: ignore[no-any-return]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add pages below one parent one after the other.

        The first autosave of a new page and a click on "Save" may come at once. Both would take
        the same place in the tree; this way the second finds the slug in use, and says so at its
        field.
        """
        pages = swapper.load_model("wagtailcore", "Page")._base_manager
        with transaction.atomic():
            parent = pages.select_for_update().get(pk=self.parent_page.pk)
            # What the place of a new page is counted from; it was read before.
            self.parent_page.numchild = parent.numchild
            return super().post(request)  # type: ignore[no-any-return]


def start_from(template: ArticleTemplate, page: Any) -> None:
    """Give a new article what the template says."""
    stream = page._meta.get_field("sections").stream_block
    page.kind = template.kind
    page.audience = template.audience
    page.evidence_maturity = template.evidence_maturity
    page.sections = stream.to_python(copied(template.sections.raw_data, stream))


def empty_sections(page_class: Any, kind: str) -> Any:
    """Each section an article of this kind needs, with the body blocks it starts with."""
    stream = page_class._meta.get_field("sections").stream_block
    return stream.to_python(
        [
            empty_section(stream.child_blocks[needed.slug])
            for needed in section_kinds.required_for(kind)
            if needed.slug in stream.child_blocks
        ]
    )
