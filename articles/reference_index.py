"""Wagtail's reference index ("usage" in the admin), updated once for each save of a page.

Wagtail goes through the whole page when it is saved and again when each of its topics, authors
and related articles is: a third of the time that a publication takes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def updated_once(page: Any) -> Iterator[None]:
    """Update the references of `page` after what is saved in this context, not at each row."""
    # It needs all models; this module is imported by one of them.
    from wagtail.signal_handlers import (
        disable_reference_index_auto_update,
        reference_index_auto_update_disabled,
        update_reference_index_on_save,
    )

    if getattr(reference_index_auto_update_disabled, "value", False):
        # Whoever turned it off does without; Wagtail's switch cannot be turned twice.
        yield
        return
    with disable_reference_index_auto_update():
        yield
    update_reference_index_on_save(page)
