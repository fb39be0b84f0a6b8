"""From a draft to the document that it would be. Nothing is stored."""

import json
from collections.abc import Collection
from typing import Any

from django.utils import timezone

from api.documents.builder import build_document
from api.documents.clinic_values.slots import Finished, finish_article, linked
from api.documents.clinic_values.values import Overlay, Placing, overlay_of
from api.documents.formats import build_variants
from api.documents.markup import with_json_ld
from api.documents.preparation import image_uses
from api.documents.references import load_references
from api.documents.review import Lapse, stored_status, with_lapse
from api.documents.schema import ArticleDocument, Review
from api.documents.sources import source_of
from api.models import DeliveryDocument
from api.previews.pictures import load_pictures
from api.reading.articles import HTML, Want
from api.reading.clinics import carried_of, get_facts
from api.reading.public import moment
from articles.models import Clinic, Placement


def build_preview(page: Any) -> ArticleDocument:
    """Build the document of a page instance, saved or not, as if it were published now.

    By the builder of published documents: what it refers to is left out unless it is public. Its
    texts carry the marks of clinic values, which `finish_preview` takes off. Its review is that of
    this text: where another one was signed and nobody approves of this one, there is none.
    """
    source = source_of(page)
    pictures = load_pictures(image_uses([source]))
    references = load_references([source], known_images=pictures)
    document = build_document(source, references, version=_next_version(page))
    now = timezone.now()
    update: dict[str, Any] = {"published_at": page.first_published_at or now, "modified_at": now}
    if references.sign_offs.get(page.pk) and not document.reviewers:
        update["review"] = Review(
            status=stored_status(None), last_reviewed_date=None, next_review_date=None
        )
    return document.model_copy(update=update)


def finish_preview(
    document: ArticleDocument, want: Want = HTML, *, clinic: Clinic | None = None
) -> bytes:
    """Return the document's bytes in the form in which a front end wants it.

    For a clinic with its values, and with its placement of the article where there is one: a draft
    is shown to a clinic before it is placed there.
    """
    variants = build_variants(document) if want != HTML else {}
    if want.rich_text == "html":
        finished = finish_article(document.model_dump_json().encode())
    else:
        finished = variants[want.rich_text]
    overlay = _overlay(document, clinic, linked(finished.slots)) if clinic is not None else None
    body = _laid_over(finished, overlay)
    if want.json_ld:
        body = with_json_ld(body, _laid_over(variants["json_ld"], overlay))
    return with_lapse(body, _lapse(document))


def preview_data(page: Any, *, clinic: Clinic | None = None) -> dict[str, Any]:
    """Return the document of a page instance as front ends read it from JSON."""
    data: dict[str, Any] = json.loads(finish_preview(build_preview(page), clinic=clinic))
    return data


def _laid_over(finished: Finished, overlay: Overlay | None) -> bytes:
    if overlay is None:
        return finished.body
    return overlay.over(finished.body, finished.slots_text)


def _overlay(document: ArticleDocument, clinic: Clinic, linked_to: Collection[str]) -> Overlay:
    facts = get_facts([clinic.pk], [document.locale])[clinic.pk, document.locale]
    placement = Placement.objects.filter(translation_key=document.id, clinic=clinic)
    row = placement.values_list(*Placing._fields).first()
    carried = carried_of(linked_to, clinic_id=clinic.pk, locale=document.locale, at=moment())
    return overlay_of(facts, Placing._make(row) if row else Placing()).carrying(carried)


def _next_version(page: Any) -> int:
    stored = DeliveryDocument.objects.filter(pk=page.pk).values_list("version", flat=True).first()
    return (stored or 0) + 1


def _lapse(document: ArticleDocument) -> Lapse:
    """How far its review has lapsed today: the rule of `api.reading.public.LAPSE`."""
    review, today = document.review, moment()
    if review.last_reviewed_date is None or review.next_review_date is None:
        return Lapse.NONE
    due = review.next_review_date.isoformat()
    if due < today.today:
        return Lapse.OVERDUE
    return Lapse.DUE_SOON if due <= today.due_soon else Lapse.NONE
