"""From what is known of an image to its delivered value. Pure."""

import logging
from collections.abc import Mapping
from typing import Any

from api.documents.images.data import ImageData
from api.documents.images.roles import FORMATS, HERO_CROPS, SHAPES, Role, Shape
from api.documents.schema import (
    FocalPoint,
    HeroImage,
    Image,
    ImageCrop,
    ImageSource,
    ImageUrl,
)

logger = logging.getLogger(__name__)


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
    return Image(
        alt="" if decorative else alt,
        decorative=decorative,
        caption=caption,
        credit=credit or data.credit,
        **members,
    )


def build_hero_image(
    data: ImageData | None, *, alt: str, decorative: bool = False, credit: str = ""
) -> HeroImage | None:
    """The article's main image with its crops, or None like `build_image`."""
    members = _members(data, SHAPES["hero"][0])
    if data is None or members is None:
        return None
    crops: dict[str, ImageCrop] = {}
    for shape in HERO_CROPS:
        if sources := _sources(data, shape):
            largest = sources[0].srcset[-1]
            crops[shape.name] = ImageCrop(
                width=largest.width, height=largest.height, sources=sources
            )
    return HeroImage(
        alt="" if decorative else alt,
        decorative=decorative,
        caption="",
        credit=credit or data.credit,
        aspect_ratios=crops,
        **members,
    )


def _members(data: ImageData | None, shape: Shape) -> Mapping[str, Any] | None:
    """What does not depend on the place the image stands in."""
    if data is None:
        return None
    sources = _sources(data, shape)
    if not sources:
        logger.warning("Image %s was left out of a document: it has no renditions", data.id)
        return None
    largest = sources[0].srcset[-1]
    focal_point = data.focal_point
    return {
        "width": largest.width,
        "height": largest.height,
        "focal_point": FocalPoint(x=focal_point[0], y=focal_point[1]) if focal_point else None,
        "placeholder": data.placeholder or None,
        "sources": sources,
    }


def _sources(data: ImageData, shape: Shape) -> list[ImageSource]:
    """The files that exist of one cut, per format; a format without files is left out."""
    sources = []
    for image_format, media_type in FORMATS.items():
        specs = shape.specs(image_format, size=(data.width, data.height))
        files = [data.files[spec] for spec in specs if spec in data.files]
        if files:
            srcset = [ImageUrl(url=f.url, width=f.width, height=f.height) for f in files]
            sources.append(ImageSource(type=media_type, srcset=srcset))
    return sources
