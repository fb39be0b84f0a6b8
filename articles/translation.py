"""Which fields of an article wagtail-localize translates, copies, and leaves alone.

The package is optional. By itself it translates text and copies everything else; stated here
is where that would be wrong.
"""

from importlib.util import find_spec
from typing import Any


def translatable_field_overrides() -> list[Any]:
    """The exceptions for ``override_translatable_fields``; none where nobody asks for them."""
    if find_spec("wagtail_localize") is None:
        return []
    from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

    return [
        # Its name is the same in every language.
        SynchronizedField("licence"),
        # Another language is another address: a copied one would hide it from search engines.
        BaseTranslatableField("canonical_url"),
    ]
