"""Which acts of editors touch which documents.

Where Wagtail or Django runs receivers after the transaction of an act, an act that takes
something back is answered before it is written (`pre_save`): a crash in between can hide an
article too early, never show it too long.
"""

import logging
from collections.abc import Collection, Iterable
from functools import partial
from typing import Any
from uuid import UUID

import swapper
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from api.changes.documents import opened
from api.changes.snippets import announce_clinics, announce_placements, announce_topics
from api.documents import images, store
from api.documents.preparation import image_uses, prepare
from api.documents.profiles import clinic_images
from api.documents.sources import load_sources, source_of
from api.models import StoreState
from api.signals import media_gone
from api.withdrawals.carriers import note_carriers
from api.worker.purging import note_media_gone
from articles.models import Citation, Clinic, Clinician, Placement, SignOff, Topic, Withdrawal
from articles.models.base import AnnouncedModel
from articles.problems import Problem, PublishRefused
from articles.signals import (
    article_publishing,
    article_saved,
    clinics_saved,
    placements_changed,
    placements_changing,
    snippet_saved,
)

logger = logging.getLogger(__name__)


def connect() -> None:
    """Connect all receivers; called once when the app is ready."""
    page_model = swapper.load_model("wagtailcore", "Page")
    media_gone.connect(note_media_gone)
    article_publishing.connect(on_article_publishing)
    article_saved.connect(on_article_saved)
    page_unpublished.connect(on_page_unpublished)
    page_slug_changed.connect(on_page_moved)
    post_page_move.connect(on_page_moved)
    pre_save.connect(on_base_page_saving, sender=page_model)
    post_save.connect(on_base_page_saved, sender=page_model)
    post_delete.connect(on_page_deleted, sender=page_model)
    pre_save.connect(on_privacy_changing, sender=PageViewRestriction)
    post_save.connect(on_privacy_changed, sender=PageViewRestriction)
    post_delete.connect(on_privacy_changed, sender=PageViewRestriction)
    for signal in (post_save, post_delete):
        signal.connect(on_collection_privacy_changed, sender=CollectionViewRestriction)
        signal.connect(on_document_changed, sender=get_document_model())
        signal.connect(on_image_changed, sender=get_image_model())
        signal.connect(on_review_record_changed, sender=SignOff)
        signal.connect(on_review_record_changed, sender=Withdrawal)
        for model in (Clinic, Placement, Withdrawal):
            signal.connect(on_placing_changed, sender=model)
    placements_changing.connect(on_placements_changing)
    placements_changed.connect(on_placements_changed)
    post_save.connect(on_withdrawal_saved, sender=Withdrawal)
    post_delete.connect(on_rendition_deleted, sender=get_image_model().get_rendition_model())
    for snippet in SNIPPETS:
        snippet_saved.connect(on_snippet_changed, sender=snippet)
        post_delete.connect(on_snippet_changed, sender=snippet)
    snippet_saved.connect(on_clinic_changed, sender=Clinic)
    post_delete.connect(on_clinic_changed, sender=Clinic)
    clinics_saved.connect(on_clinics_saved)


SNIPPETS: dict[type[AnnouncedModel], str] = {
    Topic: "topic",
    Citation: "citation",
    Clinician: "clinician",
}


def on_article_publishing(instance: Any, **kwargs: Any) -> None:
    """Make the images before the transaction: it takes seconds and must hold no lock."""
    try:
        prepare([source_of(instance)])
    except images.ImageError as error:
        field = "hero_image" if error.image_id == instance.hero_image_id else "sections"
        raise PublishRefused(instance.title, [Problem(field, str(error), "image")]) from error


def on_article_saved(instance: Any, **kwargs: Any) -> None:
    store.refresh([instance.pk])


def on_page_unpublished(instance: Any, **kwargs: Any) -> None:
    store.refresh([instance.pk], retired=True)


def on_page_moved(instance: Any, **kwargs: Any) -> None:
    """A new place or slug changes the addresses of everything below, without a save."""
    store.refresh(_subtree(instance.path))


def on_base_page_saving(instance: Any, **kwargs: Any) -> None:
    """Expiry and code that works on base pages take an article back without its own save."""
    if instance.pk and not instance.live:
        store.retire([instance.pk])


def on_base_page_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        store.refresh([instance.pk], retired=not instance.live)


def on_page_deleted(instance: Any, **kwargs: Any) -> None:
    """The document goes with its page: lists and what links to it must know."""
    store.forget([instance.pk])


def on_privacy_changing(instance: Any, **kwargs: Any) -> None:
    store.retire(_subtree(instance.page.path))


def on_privacy_changed(instance: Any, **kwargs: Any) -> None:
    store.refresh(_subtree(instance.page.path), retired=True)


def on_collection_privacy_changed(**kwargs: Any) -> None:
    documents = get_document_model()._default_manager.values_list("pk", flat=True)
    store.refresh_referring("document", documents)


def on_document_changed(instance: Any, **kwargs: Any) -> None:
    store.refresh_referring("document", [instance.pk])


def on_image_changed(instance: Any, signal: Any, **kwargs: Any) -> None:
    """A new file or focal point makes the old renditions wrong: the documents get new ones."""
    page_ids = store.referring(("image",), [instance.pk])
    if signal is post_save:
        uses = image_uses(load_sources(page_ids).values())
        _make(use for use in uses if use[0] == instance.pk)
        at_clinics = Clinic.objects.filter(Q(logo=instance.pk) | Q(photo=instance.pk))
        if own := [use for use in clinic_images(at_clinics) if use[0] == instance.pk]:
            _make(own)
            with opened() as log:
                announce_clinics(log)
    store.refresh_referring("image", [instance.pk])


def _make(uses: Iterable[tuple[int, images.Role]]) -> None:
    """Make images for documents that are live already: they go on without one that fails."""
    try:
        images.ensure_renditions(uses)
    except images.ImageError as error:
        logger.exception("Image %s cannot be rendered", error.image_id)


def on_rendition_deleted(instance: Any, **kwargs: Any) -> None:
    """Files that documents name are gone: make them again, once all of them are gone."""
    if images.is_lost(instance):
        transaction.on_commit(partial(_restore_files, instance.image_id))


def _restore_files(image_id: int) -> None:
    image = get_image_model()._default_manager.filter(pk=image_id).first()
    if image is not None:
        on_image_changed(image, post_save)


def on_snippet_changed(sender: type[AnnouncedModel], instance: Any, **kwargs: Any) -> None:
    if sender is Clinician and instance.photo_id:
        _make([(instance.photo_id, "portrait")])
    store.refresh_referring(SNIPPETS[sender], [instance.pk])
    if sender is Topic:
        with opened() as log:
            announce_topics([instance.pk], log)


def on_clinic_changed(instance: Any, signal: Any, **kwargs: Any) -> None:
    """No document names a clinic's images; its profile does, and a read never makes one."""
    if signal is snippet_saved:
        _make(clinic_images([instance]))
    with opened() as log:
        announce_clinics(log)


def on_clinics_saved(instances: Iterable[Any], **kwargs: Any) -> None:
    """Of many at once: all clinics are compared once, not once for each."""
    _make(clinic_images(instances))
    with opened() as log:
        announce_clinics(log)


def on_placing_changed(sender: Any, instance: Any, signal: Any, **kwargs: Any) -> None:
    """Which articles a clinic carries is in no document, and in the totals of lists."""
    StoreState.bump()
    if sender is not Clinic:
        begins = sender is Withdrawal and signal is post_save and instance.reinstated_at is None
        with opened() as log:
            announce_placements(
                [instance.translation_key], log, withdrawal=instance if begins else None
            )


def on_placements_changing(**kwargs: Any) -> None:
    """One lock orders all who write: with another one they could wait for each other for ever."""
    StoreState.lock()


def on_placements_changed(keys: Collection[UUID], **kwargs: Any) -> None:
    """Many at once, without a signal for each."""
    StoreState.bump()
    with opened() as log:
        announce_placements(keys, log)


def on_review_record_changed(instance: Any, **kwargs: Any) -> None:
    if instance.page_id:
        store.refresh([instance.page_id, *_aliases(instance.page_id)])
    else:
        store.refresh_notices(instance.translation_key, instance.locale)


def on_withdrawal_saved(instance: Any, created: bool, **kwargs: Any) -> None:
    """Who has to confirm that the article is gone: known now, and not when placements are."""
    if created:
        note_carriers(instance)


def _aliases(page_id: int) -> list[int]:
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    return list(pages.filter(alias_of=page_id).values_list("pk", flat=True))


def _subtree(path: str) -> list[int]:
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    return list(pages.filter(path__startswith=path).values_list("pk", flat=True))
