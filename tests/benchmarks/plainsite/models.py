"""What a Wagtail project without Clinic Articles would have: the same content on a plain page.

Topics, authors and related articles hang on Wagtail's base page, so this model has them too.
"""

from typing import Any, ClassVar

from django.db import models
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index

from articles.sections.blocks.section import sections_field


def _plain_sections() -> StreamField:
    """The same sections of nothing but Wagtail's own blocks, as a migration rebuilds them."""
    _name, _path, args, kwargs = sections_field().deconstruct()
    return StreamField(*args, **kwargs)


class PlainPage(Page):
    kind = models.CharField(max_length=20)
    summary = models.TextField(blank=True)
    hero_image = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    hero_alt_text = models.CharField(max_length=255, blank=True)
    sections = _plain_sections()
    disclosure = models.TextField(blank=True)

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("sections"),
    ]
