"""From a draft to the document that it would be. Nothing is stored."""

from typing import Any

from django.utils import timezone

from api.documents.builder import build_document
from api.documents.formats import build_variants
from api.documents.markup import with_json_ld
from api.documents.preparation import image_uses
from api.documents.references import load_references
from api.documents.review import Lapse, with_lapse
from api.documents.schema import ArticleDocument
from api.documents.sources import source_of
from api.models import DeliveryDocument
from api.previews.pictures import load_pictures
from api.reading.articles import HTML, Want
from api.reading.public import moment
from articles.models import Clinic


def build_preview(page: Any, *, clinic: Clinic | None = None) -> ArticleDocument:
    """Build the document of a page instance, saved or not, as if it were published now.

    By the builder of published documents: what it refers to is left out unless it is public.
    """
    source = source_of(page)
    pictures = load_pictures(image_uses([source]))
    references = load_references([source], known_images=pictures)
    document = build_document(source, references, version=_next_version(page))
    now = timezone.now()
    document = document.model_copy(
        update={"published_at": page.first_published_at or now, "modified_at": now}
    )
    return lay_clinic_values(document, clinic)


def lay_clinic_values(document: ArticleDocument, clinic: Clinic | None) -> ArticleDocument:
    """Return the document as the front ends of a clinic get it.

    The one place where a preview knows of clinics. Published documents hold nothing of a clinic
    yet, so neither does this one.
    """
    return document


def finish_preview(document: ArticleDocument, want: Want = HTML) -> bytes:
    """Return the document's bytes in the form in which a front end wants it."""
    body = document.model_dump_json().encode()
    if want != HTML:
        variants = build_variants(document)
        body = body if want.rich_text == "html" else variants[want.rich_text]
        body = with_json_ld(body, variants["json_ld"]) if want.json_ld else body
    return with_lapse(body, _lapse(document))


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
