"""Images: made when an article is published, in every format and width a front end needs."""

from typing import Literal

from pydantic import Field

from api.documents.schema.base import Delivered


class FocalPoint(Delivered):
    """The point that must stay visible when a front end crops."""

    x: float = Field(ge=0, le=1, examples=[0.5])
    """From the left edge (0) to the right edge (1)."""
    y: float = Field(ge=0, le=1, examples=[0.38])
    """From the top edge (0) to the bottom edge (1)."""


class ImageUrl(Delivered):
    """One file of an image."""

    url: str = Field(examples=["https://cms.example.org/media/images/infusion.w800.avif"])
    """Absolute URL of the file; it changes when the image changes, so cache it for ever."""
    width: int = Field(gt=0, examples=[800])
    """In pixels: the `w` of a `srcset` entry."""
    height: int = Field(gt=0, examples=[450])
    """In pixels."""


class ImageSource(Delivered):
    """All widths of one format: a `<source>` of `<picture>`."""

    type: Literal["image/avif", "image/webp", "image/jpeg"] = Field(examples=["image/avif"])
    """Media type. Sources come best first: AVIF, WebP, JPEG."""
    srcset: list[ImageUrl]
    """From narrow to wide."""


class ImageCrop(Delivered):
    """An image cut to one aspect ratio around its focal point."""

    width: int = Field(gt=0, examples=[1600])
    """Width in pixels of the largest file."""
    height: int = Field(gt=0, examples=[900])
    """Height in pixels of the largest file."""
    sources: list[ImageSource]
    """Per format, best first."""


class Image(Delivered):
    """An image with everything needed to show it without a further request."""

    alt: str = Field(examples=["A nurse adjusts the rate of an infusion pump."])
    """Text alternative; empty if and only if the image is decorative."""
    decorative: bool
    """Whether a screen reader should skip the image."""
    credit: str = Field(examples=["Photo: Northside Clinic"])
    """Whom to name beside the image; may be empty."""
    caption: str = Field(examples=["An infusion takes about 40 minutes."])
    """Text under the image; may be empty."""
    width: int = Field(gt=0, examples=[1600])
    """Width in pixels of the largest file."""
    height: int = Field(gt=0, examples=[1067])
    """Height in pixels of the largest file."""
    focal_point: FocalPoint | None
    """Null: the centre."""
    placeholder: str | None = Field(examples=["data:image/webp;base64,UklGRh4AAABXRUJQ"])
    """A tiny preview as a data URI, to show until the image has loaded."""
    sources: list[ImageSource]
    """The whole image per format, best first."""


class HeroImage(Image):
    """The article's main image, with ready crops."""

    aspect_ratios: dict[str, ImageCrop]
    """Crops around the focal point by aspect ratio: `16:9`, `4:3` and `1:1`."""
