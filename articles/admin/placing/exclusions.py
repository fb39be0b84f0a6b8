"""Ending an exclusion: the article may be at the clinic again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.models import PlacementExclusion
from articles.placing.by_hand import allow, may_place
from articles.placing.plan import rule_that_places
from articles.review.library import article_pages


class AllowView(WagtailAdminTemplateMixin, TemplateView):
    """Asks, and says which rule would place the article there; acts on POST."""

    template_name = "articles/placing/allow.html"
    page_title = gettext_lazy("Allow again")
    header_icon = "site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_place(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def exclusion(self) -> PlacementExclusion:
        found = PlacementExclusion.objects.select_related("clinic")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def pages(self) -> Any:
        key = self.exclusion.translation_key
        return article_pages().filter(translation_key=key).order_by("pk")

    @cached_property
    def next_url(self) -> str:
        wanted = get_valid_next_url_from_request(self.request)
        page = self.pages.first()
        own = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""
        return str(wanted or own or reverse("wagtailadmin_home"))

    def get_page_subtitle(self) -> str:
        return self.exclusion.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.exclusion.title}
        return [*self.breadcrumbs_items, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exclusion = self.exclusion
        return super().get_context_data(
            exclusion=exclusion,
            rule=rule_that_places(exclusion.translation_key, exclusion.clinic_id),
            next_url=self.next_url,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        exclusion, next_url = self.exclusion, self.next_url
        user: Any = request.user
        if allow(exclusion, self.pages, user=user):
            said = _("“%(title)s” may be at %(clinic)s again, and a rule has placed it there.")
        else:
            said = _("“%(title)s” may be at %(clinic)s again. No rule places it there now.")
        words = {"title": exclusion.title, "clinic": exclusion.clinic.name}
        messages.success(request, said % words)
        return redirect(next_url)
