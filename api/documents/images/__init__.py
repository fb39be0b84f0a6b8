"""Images as delivered: every format and width made when an article is published.

`ensure_renditions` makes files, `load_image_data` reads what is there for a batch of articles,
`build_image` and `build_hero_image` turn that into the delivered value without any effect.
"""

from api.documents.images.build import build_hero_image, build_image
from api.documents.images.data import ImageData, ImageFile, load_image_data
from api.documents.images.rendering import (
    ImageError,
    deleting,
    ensure_renditions,
    is_lost,
    missing_files,
)
from api.documents.images.roles import Role, image_specs

__all__ = [
    "ImageData",
    "ImageError",
    "ImageFile",
    "Role",
    "build_hero_image",
    "build_image",
    "deleting",
    "ensure_renditions",
    "image_specs",
    "is_lost",
    "load_image_data",
    "missing_files",
]
