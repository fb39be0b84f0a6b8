"""What images and documents are used by, as Wagtail's index of references knows it."""

from collections.abc import Collection
from typing import Any

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ReferenceIndex

from api.documents.sources import article_models


def articles_using(thing: Any) -> set[int]:
    """Return the ids of the articles that refer to this, drafts that were never live included."""
    found = ReferenceIndex.get_references_to(thing).filter(_from_articles())
    return {int(each) for each in found.values_list("object_id", flat=True)}


def used_outside_articles(model: Any, ids: Collection[int]) -> set[int]:
    """Return those of these objects that something refers to that is no article."""
    found = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
        to_object_id__in=[str(each) for each in ids],
    ).exclude(_from_articles())
    return {int(each) for each in found.values_list("to_object_id", flat=True)}


def _from_articles() -> Q:
    """References that start at an article. They are kept under the base page, by the page's id."""
    pages = ContentType.objects.get_for_model(swapper.load_model("wagtailcore", "Page"))
    models = ContentType.objects.get_for_models(*article_models()).values()
    return Q(base_content_type=pages, content_type__in=list(models))
