"""The files of articles that are public no more: deleted, and made again when they come back.

Called under the store's lock, in the transaction of the act: what no public document shows loses
its rows there, and its files after the commit. A file that a crash leaves behind has a row in
`RetiredFile`, and goes with the next run.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from api.documents import images
from api.documents.images.roles import ALL_SPECS, Role
from api.documents.profiles import clinic_images
from api.documents.sources import Reference
from api.documents.uses import used_outside_articles
from api.models import DocumentReference, RetiredFile, StoreState
from api.models.documents import DocumentState
from api.signals import media_gone
from articles.models import Clinic

logger = logging.getLogger(__name__)

IMAGE, DOCUMENT = "image", "document"
Use = tuple[int, Role]


def shown_by(page_ids: Collection[int]) -> set[Reference]:
    """Return the images and documents that these stored documents refer to."""
    if not page_ids:
        return set()
    found = DocumentReference.objects.filter(
        document_id__in=page_ids, kind__in=(IMAGE, DOCUMENT)
    ).values_list("kind", "object_id")
    return set(found)


def retire(shown: Iterable[Reference]) -> None:
    """Of these images and documents, take away the files that no public document shows now.

    Whoever purges caches is told their addresses by the signal `media_gone`.
    """
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, object_id in shown:
        by_kind[kind].add(object_id)
    urls = _retire_renditions(_unused_images(by_kind[IMAGE]))
    urls += _document_urls(by_kind[DOCUMENT] - used(DOCUMENT, by_kind[DOCUMENT]))
    if urls:
        media_gone.send(sender=None, urls=urls)


def used(kind: str, object_ids: Collection[int]) -> set[int]:
    """Return those of these things that a public document refers to."""
    if not object_ids:
        return set()
    found = DocumentReference.objects.filter(
        kind=kind, object_id__in=object_ids, document__state=DocumentState.PUBLIC
    )
    return set(found.values_list("object_id", flat=True))


def restore(uses: Iterable[Use], refresh: Callable[[str, Iterable[int]], Any]) -> None:
    """Make the files of images that documents show again, and refresh these documents.

    What became private meanwhile loses them again. An image that cannot be read is logged, and
    stays out of the documents.
    """
    roles: dict[int, list[Use]] = defaultdict(list)
    for use in uses:
        roles[use[0]].append(use)
    made = set()
    for image_id, of_image in roles.items():
        try:
            images.ensure_renditions(of_image)
            made.add(image_id)
        except images.ImageError:
            logger.exception("Image %s cannot be rendered", image_id)
    if made:
        refresh(IMAGE, made)
        with transaction.atomic():
            StoreState.lock()
            retire((IMAGE, image_id) for image_id in made)


def retire_unused() -> int:
    """Take away the files of all images that no public document shows; return how many images.

    For what editors have taken out of articles that stayed public: those files were left to who
    was still reading them.
    """
    made = _renditions().filter(filter_spec__in=ALL_SPECS).order_by()
    with transaction.atomic():
        StoreState.lock()
        ids = set(made.values_list("image_id", flat=True).distinct())
        unused = _unused_images(ids)
        retire((IMAGE, image_id) for image_id in unused)
    return len(unused)


def delete_retired_files() -> int:
    """Delete the files whose rows are gone; return how many. Repeated until storage has done it."""
    storage = _renditions().model._meta.get_field("file").storage
    deleted = 0
    for row in RetiredFile.objects.all():
        # Made again under the same name, the first time the file was deleted.
        if not _renditions().filter(file=row.name).exists():
            try:
                storage.delete(row.name)
            except Exception:
                # Storages have errors of their own. The row stays for the next run.
                logger.exception("The file of a retired image cannot be deleted: %s", row.name)
                continue
            deleted += 1
        row.delete()
    return deleted


def _unused_images(image_ids: Collection[int]) -> set[int]:
    at_clinics = Clinic.objects.filter(Q(logo__in=image_ids) | Q(photo__in=image_ids))
    shown = {pk for pk, _role in clinic_images(at_clinics)}
    return set(image_ids) - used(IMAGE, image_ids) - shown


def _retire_renditions(image_ids: Collection[int]) -> list[str]:
    """Delete rows of renditions, and their files after the commit; return their addresses.

    Of an image that only articles use these are all, so also those that Wagtail's own templates
    made for them; of one that is used elsewhere, those that documents name.
    """
    if not image_ids:
        return []
    elsewhere = used_outside_articles(get_image_model(), image_ids)
    ours = _renditions().filter(image__in=elsewhere, filter_spec__in=ALL_SPECS)
    found = _renditions().filter(image__in=set(image_ids) - elsewhere) | ours
    rows = list(found)
    if not rows:
        return []
    RetiredFile.objects.bulk_create(
        [RetiredFile(name=row.file.name) for row in rows], ignore_conflicts=True
    )
    with images.deleting():
        found.delete()
    transaction.on_commit(delete_retired_files)
    return [urljoin(settings.WAGTAILADMIN_BASE_URL, row.file.url) for row in rows]


def _document_urls(document_ids: Collection[int]) -> list[str]:
    found = get_document_model().objects.filter(pk__in=document_ids)
    return [urljoin(settings.WAGTAILADMIN_BASE_URL, document.url) for document in found]


def _renditions() -> Any:
    return get_image_model().get_rendition_model()._default_manager.all()
