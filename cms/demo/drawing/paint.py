"""Soft shapes for the demo's pictures: gradients, smooth outlines, shadows and glows.

Sizes are in picture units: a picture is 2000 wide. It is painted at twice that size and
scaled down, which smooths the edges.
"""

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SCALE = 2
Point = tuple[float, float]
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]


def colour(code: str) -> Colour:
    """A colour from its code, such as ``f4a261``."""
    red, green, blue = bytes.fromhex(code)
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour ``share`` of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 24) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    curve = []
    for index in range(count if closed else count - 1):
        p0, p1, p2, p3 = (
            points[(index + shift) % count]
            if closed
            else points[min(max(index + shift, 0), count - 1)]
            for shift in (-1, 0, 1, 2)
        )
        for step in range(steps):
            t = step / steps
            curve.append(
                (_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t))
            )
    if not closed:
        curve.append(points[-1])
    return curve


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


class Canvas:
    """A picture in the making. Every method paints over what is there."""

    def __init__(self, width: int, height: int, stops: Sequence[str]) -> None:
        self.width, self.height = width, height
        self.image = self._gradient([colour(stop) for stop in stops])

    def _gradient(self, stops: Sequence[Colour], angle: float = 0) -> Image.Image:
        """A gradient over the whole picture, downwards; ``angle`` in degrees turns it."""
        column = Image.new("RGB", (1, 512))
        last = len(stops) - 1
        for row in range(512):
            place = row / 511 * last
            index = min(int(place), last - 1)
            column.putpixel((0, row), mix(stops[index], stops[index + 1], place - index))
        side = round(math.hypot(self.width, self.height)) * SCALE
        if not angle:
            return column.resize(
                (self.width * SCALE, self.height * SCALE), Image.Resampling.BICUBIC
            )
        turned = column.resize((side, side), Image.Resampling.BICUBIC).rotate(
            angle, Image.Resampling.BILINEAR
        )
        left, top = (side - self.width * SCALE) // 2, (side - self.height * SCALE) // 2
        return turned.crop((left, top, left + self.width * SCALE, top + self.height * SCALE))

    def mask(
        self, draw: Callable[[ImageDraw.ImageDraw], object], *, blur: float = 0
    ) -> Image.Image:
        """A mask of what ``draw`` paints in white; its coordinates are already scaled."""
        mask = Image.new("L", self.image.size)
        draw(ImageDraw.Draw(mask))
        return mask.filter(ImageFilter.GaussianBlur(blur * SCALE)) if blur else mask

    def shape(self, points: Sequence[Point], *, blur: float = 0) -> Image.Image:
        """The mask of a polygon."""
        outline = [(x * SCALE, y * SCALE) for x, y in points]
        return self.mask(lambda draw: draw.polygon(outline, fill=255), blur=blur)

    def rounded(self, box: Box, radius: float, *, blur: float = 0) -> Image.Image:
        """The mask of a rectangle with round corners."""
        scaled = [value * SCALE for value in box]
        return self.mask(
            lambda draw: draw.rounded_rectangle(scaled, radius * SCALE, fill=255), blur=blur
        )

    def ellipse(self, box: Box, *, blur: float = 0) -> Image.Image:
        """The mask of an ellipse."""
        scaled = [value * SCALE for value in box]
        return self.mask(lambda draw: draw.ellipse(scaled, fill=255), blur=blur)

    def stroke(self, points: Sequence[Point], width: float, *, blur: float = 0) -> Image.Image:
        """The mask of a line with round ends."""
        path = [(x * SCALE, y * SCALE) for x, y in points]
        radius = width * SCALE / 2

        def paint(draw: ImageDraw.ImageDraw) -> None:
            draw.line(path, fill=255, width=round(width * SCALE), joint="curve")
            for x, y in (path[0], path[-1]):
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)

        return self.mask(paint, blur=blur)

    def fill(
        self, mask: Image.Image, *stops: str, alpha: float = 1, angle: float = 0, fit: bool = True
    ) -> None:
        """Paint a mask with one colour or a gradient; with ``fit`` it spans the mask only."""
        colours = [colour(stop) for stop in stops]
        if alpha < 1:
            mask = mask.point(lambda value: round(value * alpha))
        box = mask.getbbox()
        if box is None:
            return
        if len(colours) == 1:
            self.image.paste(colours[0], (0, 0), mask)
            return
        paint = self._gradient(colours, angle)
        if fit:
            width, height = box[2] - box[0], box[3] - box[1]
            self.image.paste(paint.resize((width, height)), box[:2], mask.crop(box))
        else:
            self.image.paste(paint, (0, 0), mask)

    def glow(self, centre: Point, radius: float, code: str, alpha: float = 1) -> None:
        """A round light that fades outwards."""
        x, y = centre
        inner = radius * 0.35
        box = (x - inner, y - inner, x + inner, y + inner)
        self.fill(self.ellipse(box, blur=radius * 0.32), code, alpha=alpha)

    def shade(self, mask: Image.Image, dx: float, dy: float, blur: float, alpha: float) -> None:
        """A soft shadow of a mask, moved by ``dx`` and ``dy``."""
        moved = ImageChops.offset(mask, round(dx * SCALE), round(dy * SCALE))
        self.fill(moved.filter(ImageFilter.GaussianBlur(blur * SCALE)), "14213d", alpha=alpha)

    def finish(self) -> Image.Image:
        """The picture at its size, with a faint grain that keeps gradients from banding."""
        small = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        grain = Image.effect_noise((self.width, self.height), 3).convert("RGB")
        return ImageChops.add(small, grain, 1, -128)


def both(first: Image.Image, second: Image.Image) -> Image.Image:
    """Where both masks are."""
    return ImageChops.multiply(first, second)


def ring(centre: Point, radius: float, *, squash: float = 1, steps: int = 96) -> list[Point]:
    """Points around an ellipse."""
    return [
        (
            centre[0] + radius * math.cos(2 * math.pi * step / steps),
            centre[1] + radius * squash * math.sin(2 * math.pi * step / steps),
        )
        for step in range(steps)
    ]
