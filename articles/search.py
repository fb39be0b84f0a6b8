"""Keeps the admin's search index up to date after the transaction of a save, not inside it.

Wagtail's own receiver updates the index at once. On PostgreSQL that touches rows of other
pages, so that two saves in transactions can wait for each other and one of them fails; an
index that could not be updated would take the publication with it.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.search.index import get_indexed_models


def connect() -> None:
    """Take over the models of this project that ask for it by ``search_auto_update = False``."""
    from articles.models import AbstractArticlePage
    from articles.models.base import AnnouncedModel

    for model in get_indexed_models():
        if issubclass(model, AbstractArticlePage | AnnouncedModel):
            post_save.connect(on_saved, sender=model)
            post_delete.connect(post_delete_signal_handler, sender=model)


def on_saved(instance: Any, **kwargs: Any) -> None:
    # Robust: a failure is logged and leaves what was saved as it is.
    transaction.on_commit(partial(post_save_signal_handler, instance, **kwargs), robust=True)
