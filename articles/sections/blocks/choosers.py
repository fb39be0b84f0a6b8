"""Choosers that read what was chosen once for a form.

Wagtail's read it twice for every block: when the form's data becomes a value and again when that
value is checked. An article names the same few sources in many places, and the editor's preview and
autosave send the whole form each time somebody pauses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock as WagtailImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock as WagtailSnippetChooserBlock

_Rows = dict[tuple[type[Model], str], Model | None]
_rows: ContextVar[_Rows | None] = ContextVar("rows chosen in the form that is read", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Within it the choosers below ask the database once for each row, in this thread."""
    token = _rows.set({})
    try:
        yield
    finally:
        _rows.reset(token)


class _ReadingOnce(blocks.ChooserBlock):
    def value_from_form(self, value: Any) -> Model | None:
        rows = _rows.get()
        if rows is None or value is None or isinstance(value, Model):
            chosen: Model | None = super().value_from_form(value)
            return chosen
        key = (self.model_class, str(value))
        if key not in rows:
            rows[key] = super().value_from_form(value)
        # An object each, as Wagtail has it where the value comes from the database.
        return copy(rows[key])

    def bulk_to_python(self, values: Any) -> list[Model | None]:
        """What stands in `values` (ids and `None`), an object each; `None` for what is gone.

        The database is not asked where nothing is chosen, which is most choosers of most sections.
        """
        chosen = {value for value in values if value is not None}
        if not chosen:
            return [None] * len(values)
        rows = _rows.get()
        if rows is None:
            found: list[Model | None] = super().bulk_to_python(values)
            return found
        keys = {value: (self.model_class, str(value)) for value in chosen}
        unread = [value for value, key in keys.items() if key not in rows]
        if unread:
            read = self.model_class._default_manager.in_bulk(unread)
            rows |= {keys[value]: read.get(value) for value in unread}
        return [None if value is None else copy(rows[keys[value]]) for value in values]

    def clean(self, value: Any) -> Any:
        """Check the choice. A stored object has just been read: it is there."""
        if not isinstance(value, self.model_class) or value.pk is None:
            return super().clean(value)
        self.field.run_validators(value)
        return value


class SnippetChooserBlock(_ReadingOnce, WagtailSnippetChooserBlock):
    """Wagtail's chooser of a snippet, for migrations too."""

    canonical_module_path = "wagtail.snippets.blocks.SnippetChooserBlock"


class ImageChooserBlock(_ReadingOnce, WagtailImageChooserBlock):
    """Wagtail's chooser of an image, for migrations too."""

    canonical_module_path = "wagtail.images.blocks.ImageChooserBlock"
