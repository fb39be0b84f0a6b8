"""What the tab “Clinics” of an article shows: its placements, and where it is kept off."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from articles.admin.placing.bulk import PLACE, TAKE, bulk_url
from articles.models import Placement, PlacementExclusion
from articles.placing.by_hand import may_place


def read_article_clinics(page: Any, request: HttpRequest) -> dict[str, Any]:
    """The context of the tab; ways to change something for those who may."""
    if not page.pk:
        return {"saved": False, "placements": [], "exclusions": []}
    here = f"{request.path}#tab-clinics"
    rows = Placement.objects.filter(translation_key=page.translation_key)
    excluded = PlacementExclusion.objects.filter(translation_key=page.translation_key)
    placements: list[Any] = list(rows.select_related("clinic", "rule").order_by("clinic__name"))
    for placement in placements:
        placement.take_off_url = bulk_url(TAKE, [page], clinic=placement.clinic_id, next=here)
    query = urlencode({"next": here})
    viewset = Placement.snippet_viewset  # type: ignore[attr-defined]
    context = {
        "saved": True,
        "may_place": may_place(request.user),
        "placements": placements,
        "exclusions": list(excluded.select_related("clinic").order_by("clinic__name")),
        "query": query,
        "here": here,
    }
    if context["may_place"]:
        add_url = reverse(viewset.get_url_name("add"))
        context |= {
            "edit_url_name": viewset.get_url_name("edit"),
            "add_url": f"{add_url}?article={page.pk}&{query}",
            "place_url": bulk_url(PLACE, [page], next=here),
            "keep_off_url": bulk_url(TAKE, [page], next=here),
        }
    return context
