"""What the database knows of images, for a whole batch of articles in three queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple, cast
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.encoding import filepath_to_uri
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from api.documents.images.roles import ALL_SPECS
from api.models import ImagePlaceholder

# What Wagtail's operations vary a file by.
_FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


class ImageFile(NamedTuple):
    name: str
    address: Callable[[str], str]
    """Makes an absolute URL of the name."""
    width: int
    height: int

    @property
    def url(self) -> str:
        """Made when asked for: most questions about a file are others."""
        return self.address(self.name)


@dataclass(frozen=True, slots=True)
class ImageData:
    """An image and the files that exist of it, by filter specification.

    `focal_point` is in parts of width and height. `placeholder` is None until the image was
    rendered, and empty for an image that gets none.
    """

    id: int
    title: str
    credit: str
    width: int
    height: int
    focal_point: tuple[float, float] | None
    placeholder: str | None
    files: Mapping[str, ImageFile]


def load_image_data(image_ids: Iterable[int]) -> dict[int, ImageData]:
    """Images by id; ids that do not exist are left out. Reads no file and makes none."""
    ids = set(image_ids)
    if not ids:
        return {}
    images = get_image_model()._default_manager.in_bulk(ids)
    placeholders = {
        row.image_id: row for row in ImagePlaceholder.objects.filter(image_id__in=images)
    }
    rendered = {
        image_id
        for image_id, row in placeholders.items()
        if made_from(images[image_id], row.source)
    }
    files = _files([images[image_id] for image_id in rendered])
    return {
        image_id: ImageData(
            id=image_id,
            title=image.title,
            credit=getattr(image, "credit", ""),
            width=image.width,
            height=image.height,
            focal_point=_focal_point(image),
            placeholder=placeholders[image_id].data_uri if image_id in rendered else None,
            files=files[image_id],
        )
        for image_id, image in images.items()
    }


def source(image: Any) -> str:
    """Identifies the original file: another one under the same image has another source."""
    return f"{image.file_hash} {image.file.name}"[:255]


def made_from(image: Any, former: str) -> bool:
    """Whether `former`, a source, is still the image's. Code may save an image without a hash."""
    if image.file_hash:
        return former == source(image)
    return former.partition(" ")[2] == source(image).partition(" ")[2]


def _address(storage: Storage) -> Callable[[str], str]:
    """Return what makes an absolute URL of the name of a file in `storage`."""
    own = settings.WAGTAILADMIN_BASE_URL
    if storage.__class__.url is FileSystemStorage.url:
        # What it does, without taking the base apart anew for each of forty files an article.
        base = urljoin(own, cast(FileSystemStorage, storage).base_url or "")
        return lambda name: f"{base}{filepath_to_uri(name)}"
    return lambda name: urljoin(own, storage.url(name))


@lru_cache(maxsize=256)
def filter_for(spec: str) -> Any:
    """Wagtail's filter of a specification; parsing one costs more than everything else here."""
    return Filter(spec=spec)


def focal_key(spec: str, image: Any) -> str:
    """Wagtail's key of the focal point that a file of `spec` was cut around."""
    return _focal_key(spec, _focal_values(image))


def _focal_values(image: Any) -> tuple[int | None, ...]:
    return tuple(getattr(image, name) for name in _FOCAL_POINT)


@lru_cache(maxsize=1024)
def _focal_key(spec: str, focal_point: tuple[int | None, ...]) -> str:
    """Most images have no focal point, and so the same keys."""
    values = SimpleNamespace(**dict(zip(_FOCAL_POINT, focal_point, strict=True)))
    key: str = filter_for(spec).get_cache_key(values)
    return key


def _files(images: Iterable[Any]) -> dict[int, dict[str, ImageFile]]:
    """The files cut around each image's present focal point."""
    points = {image.pk: _focal_values(image) for image in images}
    model = get_image_model().get_rendition_model()
    address = _address(model._meta.get_field("file").storage)
    rows = model._default_manager.filter(
        image_id__in=points, filter_spec__in=ALL_SPECS
    ).values_list("image_id", "filter_spec", "focal_point_key", "file", "width", "height")
    files: dict[int, dict[str, ImageFile]] = defaultdict(dict)
    for image_id, spec, key, name, width, height in rows:
        if key == _focal_key(spec, points[image_id]):
            files[image_id][spec] = ImageFile(name, address, width, height)
    return files


def _focal_point(image: Any) -> tuple[float, float] | None:
    if image.focal_point_x is None or image.focal_point_y is None:
        return None
    across, down = image.focal_point_x / image.width, image.focal_point_y / image.height
    return round(min(across, 1), 4), round(min(down, 1), 4)
