"""Images of a draft: the files that are public anyway, and for others small ones in the document.

Files made for a draft would be served to anybody, and would bring back those of an article that
was withdrawn. So what has no files yet is put into the document itself, one size of each cut.
"""

import base64
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from PIL import Image
from wagtail.images import get_image_model

from api.documents.images import ImageData, ImageFile, Role, load_image_data, pixels
from api.documents.images.data import filter_for, focal_key, source
from api.documents.images.roles import FORMATS, SHAPES

FORMAT = "jpeg"
MOST_REMEMBERED = 64
"""Pictures of some 40 kB each."""


def load_pictures(uses: Iterable[tuple[int, Role]]) -> dict[int, ImageData]:
    """Return what is known of these images, with a picture in place of each cut without files.

    Makes no file. An image that cannot be read stays without.
    """
    wanted = sorted(set(uses))
    known = load_image_data({image_id for image_id, _role in wanted})
    missing = [
        (image_id, spec) for image_id, role in wanted for spec in _missing(known, image_id, role)
    ]
    if missing:
        images = get_image_model()._default_manager.in_bulk({image_id for image_id, _ in missing})
        for image_id, spec in missing:
            picture = _picture(images[image_id], spec)
            if picture is not None:
                files = {**known[image_id].files, spec: picture}
                known[image_id] = replace(known[image_id], files=files)
    return known


def small_picture(image: object) -> ImageFile | None:
    """Return an image as one small file in a data URI, or None where it cannot be read."""
    size = (image.width, image.height)  # type: ignore[attr-defined]
    return _picture(image, SHAPES["inline"][0].specs(FORMAT, size=size)[0])


def _missing(known: dict[int, ImageData], image_id: int, role: Role) -> list[str]:
    """The smallest file of each cut that has none."""
    data = known.get(image_id)
    if data is None:
        return []
    size = (data.width, data.height)
    return [
        shape.specs(FORMAT, size=size)[0]
        for shape in SHAPES[role]
        if not any(spec in data.files for name in FORMATS for spec in shape.specs(name, size=size))
    ]


def _picture(image: object, spec: str) -> ImageFile | None:
    try:
        uri, width, height = _encoded(_Key(image, spec))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    return ImageFile(uri, str, width, height)


class _Key:
    """An image and a cut of it, the same as long as both give the same pixels."""

    def __init__(self, image: object, spec: str) -> None:
        self.image, self.spec = image, spec
        self.same = (image.pk, source(image), spec, focal_key(spec, image))  # type: ignore[attr-defined]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.same == other.same

    def __hash__(self) -> int:
        return hash(self.same)


@lru_cache(maxsize=MOST_REMEMBERED)
def _encoded(key: _Key) -> tuple[str, int, int]:
    """The picture as a data URI, and its size. Somebody is typing: each is made once."""
    wanted = filter_for(key.spec)

    def scale(size: pixels.Size) -> float:
        transform = wanted.get_transform(key.image, size)
        return float(transform.size[0] / transform.get_rect().width)

    with key.image.open_file() as file:  # type: ignore[attr-defined]
        original = pixels.open_original(file, scale)
    transform = wanted.get_transform(key.image, original.size)
    size = (int(transform.size[0]), int(transform.size[1]))
    cut = original.cut(tuple(transform.get_rect().round()), size)
    text = base64.b64encode(pixels.encode(cut, FORMAT)).decode()
    return f"data:image/{FORMAT};base64,{text}", *size
