"""Which files an image needs, by the role it plays in an article."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Role = Literal["hero", "inline", "card", "portrait", "logo", "photo"]

FORMATS: Mapping[str, Literal["image/avif", "image/webp", "image/jpeg"]] = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
}
"""Best first. Wagtail's name of a format and its media type."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One cut of an image, in several widths: the whole, or an aspect ratio."""

    widths: tuple[int, ...]
    ratio: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        return f"{self.ratio[0]}:{self.ratio[1]}" if self.ratio else "whole"

    def spec(self, width: int, image_format: str) -> str:
        """Wagtail's filter specification of one file."""
        if self.ratio is None:
            cut = f"width-{width}"
        else:
            cut = f"fill-{width}x{width * self.ratio[1] // self.ratio[0]}"
        return f"{cut}|strip|format-{image_format}"

    @lru_cache(maxsize=1024)  # noqa: B019  (a few shapes, which live as long as the module)
    def specs(self, image_format: str, *, size: tuple[int, int]) -> list[str]:
        """The files of an image of `size` pixels, narrow to wide.

        Nothing is enlarged: the first width that the image does not reach gives a file of the
        image's own width, and those beyond it would be the same file again.
        """
        width, height = size
        if self.ratio:
            width = min(width, height * self.ratio[0] // self.ratio[1])
        reached = [wanted for wanted in self.widths if wanted < width]
        wanted = self.widths[: len(reached) + 1]
        return [self.spec(width, image_format) for width in wanted]


WHOLE = Shape((480, 960, 1440))
HERO_CROPS = (
    Shape((480, 960, 1440, 1920), (16, 9)),
    Shape((480, 960, 1440), (4, 3)),
    Shape((480, 960), (1, 1)),
)
SHAPES: Mapping[Role, tuple[Shape, ...]] = {
    "hero": (WHOLE, *HERO_CROPS),
    "inline": (WHOLE,),
    # A card shows the hero image small: two of the files the hero has anyway.
    "card": (Shape((480, 960)),),
    "portrait": (Shape((240, 480)),),
    "logo": (Shape((240, 480)),),
    # Of a clinic, in the column beside an article or above it on a phone.
    "photo": (Shape((480, 960)),),
}


def image_specs(role: Role) -> list[str]:
    """Wagtail's filter specifications of every file an image in `role` can have."""
    return [
        shape.spec(width, image_format)
        for shape in SHAPES[role]
        for width in shape.widths
        for image_format in FORMATS
    ]


ALL_SPECS = frozenset(spec for role in SHAPES for spec in image_specs(role))
