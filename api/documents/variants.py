"""Where the variants of stored documents are kept, and what has changed in them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from api.documents.clinic_values.slots import Finished
from api.documents.columns import etag_of
from api.models import DocumentVariant

Variants = Mapping[str, Finished]
"""Finished bytes, and the places of clinic values in them, by the variant's name."""


def etags_of(variants: Variants) -> dict[str, str]:
    return {name: etag_of(variant.body) for name, variant in variants.items()}


def stored_etags(page_ids: Collection[int]) -> Mapping[int, dict[str, str]]:
    """Return the ETags of these documents' stored variants, by page id and name."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = DocumentVariant.objects.filter(document_id__in=list(page_ids))
    for page_id, name, etag in rows.values_list("document_id", "name", "etag"):
        found[page_id][name] = etag
    return found


def write_variants(wanted: Mapping[int, Variants]) -> None:
    """Make the variants of these documents, by page id, the wanted ones."""
    closed = [page_id for page_id, variants in wanted.items() if not variants]
    if closed:
        DocumentVariant.objects.filter(document_id__in=closed).delete()
    DocumentVariant.objects.bulk_create(
        (
            DocumentVariant(
                document_id=page_id,
                name=name,
                etag=etag_of(variant.body),
                body=variant.body,
                slots=variant.slots_text,
            )
            for page_id, variants in wanted.items()
            for name, variant in variants.items()
        ),
        update_conflicts=True,
        unique_fields=["document", "name"],
        update_fields=["etag", "body", "slots"],
    )
