"""Identifiers in the form that is stored, however they were pasted."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models


class PastedCharField(forms.CharField):
    """Brings what was pasted to its short form before it is measured.

    The browser must not measure it either: it would cut an address off in silence.
    """

    def __init__(self, *args: Any, shorten: Callable[[str], str], **kwargs: Any) -> None:
        self.shorten = shorten
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        return self.shorten(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class IdentifierField(models.CharField):  # type: ignore[type-arg]
    """A `CharField` to whose forms one may paste the identifier's address on the web.

    ``shorten``: brings such an address, and other ways to write it, to the stored form.
    """

    def __init__(self, *args: Any, shorten: Callable[[str], str] = str, **kwargs: Any) -> None:
        self.shorten = shorten
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        defaults = {"form_class": PastedCharField, "shorten": self.shorten}
        return super().formfield(**{**defaults, **kwargs})

    def deconstruct(self) -> Any:
        """To the database, and so to migrations, it is a `CharField`."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
