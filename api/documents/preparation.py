"""What must exist before a document can be built: the files of its images."""

from collections.abc import Iterable

from api.documents import images
from api.documents.images import Role
from api.documents.sources import ArticleSource
from articles.models import Clinician


def prepare(sources: Iterable[ArticleSource]) -> dict[int, images.ImageData]:
    """Make the images of these articles and return them by id.

    Takes seconds for new ones; raises `images.ImageError`.
    """
    return images.ensure_renditions(image_uses(sources))


def image_uses(sources: Iterable[ArticleSource]) -> set[tuple[int, Role]]:
    """Every image that these articles' documents name, their authors' portraits included."""
    uses: set[tuple[int, Role]] = set()
    clinicians: set[int] = set()
    for source in sources:
        uses |= source.image_uses()
        clinicians.update(author.clinician_id for author in source.authors if author.clinician_id)
    photos = Clinician.objects.filter(pk__in=clinicians, photo__isnull=False)
    uses.update((photo, "portrait") for photo in photos.values_list("photo_id", flat=True))
    return uses
