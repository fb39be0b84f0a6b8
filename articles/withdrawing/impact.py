"""What a withdrawal touches: read before it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import swapper
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from articles.models import Clinic, Placement
from articles.placing.reach import count_words
from articles.review.library import article_pages


@dataclass(frozen=True, slots=True)
class Impact:
    """``languages``: the article's live pages; ``referring``: other live pages that lead to it."""

    languages: Sequence[Any]
    clinics: Sequence[Clinic]
    referring: Sequence[Any]

    @property
    def words(self) -> str:
        """“12 clinics, 3 languages”."""
        return count_words(len(self.clinics), len(self.languages))


def read_impact(page: Any) -> Impact:
    """A constant number of queries."""
    languages = list(
        article_pages()
        .filter(translation_key=page.translation_key, live=True)
        .select_related("locale")
        .order_by("locale__language_code")
    )
    clinics = Clinic.objects.filter(
        pk__in=Placement.objects.filter(translation_key=page.translation_key).values("clinic")
    )
    return Impact(languages, list(clinics.order_by("name")), _referring(page))


def _referring(page: Any) -> list[Any]:
    pages = swapper.load_model("wagtailcore", "Page")
    page_type = ContentType.objects.get_for_model(pages)
    same = pages._default_manager.filter(translation_key=page.translation_key)
    own = {str(pk) for pk in same.values_list("pk", flat=True)}
    references = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=page_type, to_object_id__in=own
    ).exclude(object_id__in=own)
    ids = {int(key) for key in references.values_list("object_id", flat=True)}
    found = pages._default_manager.filter(pk__in=ids, live=True).select_related("locale")
    return list(found.order_by("title", "pk"))
