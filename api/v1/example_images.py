"""Images of the OpenAPI's example."""

from typing import Literal

from api.documents.schema import FocalPoint, HeroImage, Image, ImageCrop, ImageSource, ImageUrl

_MEDIA = "https://cms.example.org/media/images"
_PLACEHOLDER = "data:image/webp;base64,UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA="
_Format = Literal["image/avif", "image/webp", "image/jpeg"]
_SUFFIXES: tuple[tuple[_Format, str], ...] = (
    ("image/avif", "avif"),
    ("image/webp", "webp"),
    ("image/jpeg", "jpg"),
)


def _sources(name: str, *sizes: tuple[int, int]) -> list[ImageSource]:
    return [
        ImageSource(
            type=media_type,
            srcset=[
                ImageUrl(url=f"{_MEDIA}/{name}.w{width}.{suffix}", width=width, height=height)
                for width, height in sizes
            ],
        )
        for media_type, suffix in _SUFFIXES
    ]


IMAGE = Image(
    alt="A nurse adjusts the rate of an infusion pump.",
    decorative=False,
    credit="Illustration: Northside Clinic Group",
    caption="",
    width=800,
    height=533,
    focal_point=FocalPoint(x=0.5, y=0.38),
    placeholder=_PLACEHOLDER,
    sources=_sources("infusion", (400, 267), (800, 533)),
)

CLINIC_PHOTO = Image(
    alt="The clinic's entrance, without steps, beside a bus stop.",
    decorative=False,
    credit="Photo: Northside Clinic Group",
    caption="",
    width=960,
    height=640,
    focal_point=None,
    placeholder=_PLACEHOLDER,
    sources=_sources("entrance", (480, 320), (960, 640)),
)

HERO = HeroImage(
    **dict(IMAGE),
    aspect_ratios={
        "16:9": ImageCrop(
            width=800, height=450, sources=_sources("infusion.16x9", (400, 225), (800, 450))
        ),
        "4:3": ImageCrop(width=800, height=600, sources=_sources("infusion.4x3", (800, 600))),
        "1:1": ImageCrop(width=800, height=800, sources=_sources("infusion.1x1", (800, 800))),
    },
)
