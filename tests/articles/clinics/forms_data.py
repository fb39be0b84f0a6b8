"""What a browser sends from the form of a clinic."""

from typing import Any

from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from articles.models import Clinic


def clinic_url(action: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_articles_clinic:{action}", args=args)


def clinic_data(clinic: Clinic | None = None, **fields: Any) -> dict[str, Any]:
    """The form of a clinic as it is, with these fields changed."""
    names = ("name", "slug", "legal_name", "phone", "emergency_number", "country", "languages")
    now = {name: getattr(clinic, name) for name in names} if clinic else {}
    parent = getattr(clinic, "parent_id", None)
    formsets = {
        "texts": inline_formset(fields.pop("texts", [])),
        "offers": inline_formset(fields.pop("offers", [])),
        "memberships": inline_formset(fields.pop("memberships", [])),
    }
    return nested_form_data({**now, "parent": parent or "", **formsets, **fields})
