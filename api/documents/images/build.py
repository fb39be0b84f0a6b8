"""From what is known of an image to its delivered value. Pure."""

import logging
from collections.abc import Mapping
from typing import Any

from api.documents.images.data import ImageData
from api.documents.images.roles import FORMATS, HERO_CROPS, SHAPES, Role, Shape
from api.documents.schema import HeroImage, Image

logger = logging.getLogger(__name__)

# Plain values, of which the whole image is validated at once: that takes half the time.
Members = Mapping[str, Any]


def build_image(
    data: ImageData | None,
    role: Role,
    *,
    alt: str,
    decorative: bool = False,
    caption: str = "",
    credit: str = "",
) -> Image | None:
    """The image in its place, or None when it or its files do not exist (logged).

    The place's `credit` wins over the one kept with the image.
    """
    members = _members(data, SHAPES[role][0])
    if data is None or members is None:
        return None
    return Image.model_validate(
        {
            "alt": "" if decorative else alt,
            "decorative": decorative,
            "caption": caption,
            "credit": credit or data.credit,
            **members,
        }
    )


def build_hero_image(
    data: ImageData | None, *, alt: str, decorative: bool = False, credit: str = ""
) -> HeroImage | None:
    """The article's main image with its crops, or None like `build_image`."""
    members = _members(data, SHAPES["hero"][0])
    if data is None or members is None:
        return None
    crops = ((shape.name, _cut(data, shape)) for shape in HERO_CROPS)
    return HeroImage.model_validate(
        {
            "alt": "" if decorative else alt,
            "decorative": decorative,
            "caption": "",
            "credit": credit or data.credit,
            "aspect_ratios": {name: crop for name, crop in crops if crop},
            **members,
        }
    )


def _members(data: ImageData | None, shape: Shape) -> Members | None:
    """What does not depend on the place the image stands in."""
    if data is None:
        return None
    cut = _cut(data, shape)
    if cut is None:
        logger.warning("Image %s was left out of a document: it has no renditions", data.id)
        return None
    focal_point = data.focal_point
    return {
        **cut,
        "focal_point": {"x": focal_point[0], "y": focal_point[1]} if focal_point else None,
        "placeholder": data.placeholder or None,
    }


def _cut(data: ImageData, shape: Shape) -> Members | None:
    """The files that exist of one cut, per format, and the size of the largest; None without any.

    A format without files is left out.
    """
    found = []
    for image_format, media_type in FORMATS.items():
        specs = shape.specs(image_format, size=(data.width, data.height))
        if files := [data.files[spec] for spec in specs if spec in data.files]:
            found.append((media_type, files))
    if not found:
        return None
    largest = found[0][1][-1]
    return {
        "width": largest.width,
        "height": largest.height,
        "sources": [
            {
                "type": media_type,
                "srcset": [{"url": f.url, "width": f.width, "height": f.height} for f in files],
            }
            for media_type, files in found
        ],
    }
