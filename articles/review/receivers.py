"""Follows what ends an article's publication without a save of its own."""

from typing import Any

import swapper
from django.db import connections
from django.db.models.signals import post_delete, post_migrate, pre_delete, pre_migrate
from wagtail.signals import page_unpublished

from articles.models import Citation, Clinician, Publication, Topic
from articles.review.immutability import protect, unprotect
from articles.review.publication_record import (
    record_end,
    record_users_of,
    record_users_of_deleted,
)
from articles.review.stored_findings import forget, users_of
from articles.signals import snippet_saved


def connect() -> None:
    """Connect all receivers; called once when the app is ready."""
    page_unpublished.connect(on_page_unpublished)
    pre_delete.connect(on_page_deleting, sender=swapper.load_model("wagtailcore", "Page"))
    pre_migrate.connect(on_migrating)
    post_migrate.connect(on_migrated)
    for model in (Citation, Topic, Clinician):
        snippet_saved.connect(on_checked_snippet_saved, sender=model)
    post_delete.connect(on_citation_deleted, sender=Citation)


def on_page_unpublished(instance: Any, **kwargs: Any) -> None:
    record_end([instance.pk], Publication.End.UNPUBLISHED)


def on_page_deleting(instance: Any, **kwargs: Any) -> None:
    record_end([instance.pk], Publication.End.DELETED)


def on_checked_snippet_saved(instance: Any, **kwargs: Any) -> None:
    """The rules may find something else in the articles that refer to it."""
    pages = users_of(instance)
    forget(pages)
    if isinstance(instance, Citation):
        record_users_of(instance, pages)


def on_citation_deleted(instance: Any, **kwargs: Any) -> None:
    record_users_of_deleted(instance)


def on_migrating(app_config: Any, using: str, **kwargs: Any) -> None:
    """Let columns go that triggers name, there and back: they are laid anew afterwards."""
    if app_config.label == "articles":
        unprotect(connections[using])


def on_migrated(app_config: Any, using: str, **kwargs: Any) -> None:
    """A migration may have rebuilt a table, and so have lost what protected it."""
    if app_config.label == "articles":
        protect(connections[using])
