"""Pictures for comparisons: a balance of stones, and columns of dots."""

import math
import random

from PIL import Image

from cms.demo.drawing.paint import Canvas, both, smooth


def balance() -> Image.Image:
    """A balance with smooth stones of different sizes and colours on its two sides."""
    canvas = Canvas(2000, 1250, ["e8f1ef", "d6e7e6", "c3dad9"])
    canvas.fill(canvas.ellipse((520, 120, 1480, 1080)), "f9dcb8", "f2b89a", alpha=0.75)
    canvas.fill(
        canvas.shape([(0, 1030), (2000, 1010), (2000, 1250), (0, 1250)]), "9cc3c2", "6fa3a8"
    )
    canvas.fill(canvas.ellipse((430, 1010, 1570, 1120), blur=30), "1d3f4a", alpha=0.35)
    _stone(canvas, (1000, 965, 250, 112), "5b6f86", "33475f")
    _stone(canvas, (1000, 830, 150, 66), "8fa3b3", "5c7388")
    beam = canvas.shape(
        smooth(
            [
                (330, 728),
                (600, 712),
                (1000, 724),
                (1400, 742),
                (1670, 770),
                (1674, 800),
                (1400, 786),
                (1000, 772),
                (600, 752),
                (332, 758),
            ]
        )
    )
    canvas.shade(beam, 0, 16, 14, 0.3)
    canvas.fill(beam, "d9a877", "a86f47")
    canvas.fill(
        both(canvas.stroke([(350, 732), (1000, 734), (1660, 780)], 5, blur=1.5), beam),
        "ffe6c4",
        alpha=0.6,
    )
    for stone in (
        ((470, 668, 128, 58), "e07a5f", "b2523c"), ((465, 565, 98, 48), "f4c38a", "d7935a"),
        ((478, 482, 70, 36), "f7e0bd", "dcb88a"), ((676, 676, 66, 40), "7fb7a8", "4a8a80"),
    ):  # fmt: skip
        _stone(canvas, *stone)
    for stone in (
        ((1400, 694, 84, 46), "6d8ec4", "405f9a"), ((1555, 704, 112, 62), "4f9da6", "2a6b77"),
        ((1552, 594, 76, 48), "a7d3cf", "6fa9a8"), ((1398, 612, 52, 36), "d9b8e0", "a583b5"),
    ):  # fmt: skip
        _stone(canvas, *stone)
    return canvas.finish()


def _stone(canvas: Canvas, place: tuple[float, float, float, float], light: str, dark: str) -> None:
    """A pebble at (x, y, half width, half height), lit from the upper left."""
    x, y, wide, high = place
    chance = random.Random(x * 7 + y)  # noqa: S311 - the same stone every time
    outline = []
    for step in range(10):
        turn = 2 * math.pi * step / 10
        bulge = 1 + chance.uniform(-0.035, 0.035)
        outline.append((x + wide * bulge * math.cos(turn), y + high * bulge * math.sin(turn)))
    stone = canvas.shape(smooth(outline))
    canvas.shade(stone, 8, 14, 14, 0.28)
    canvas.fill(stone, light, dark, angle=18)
    shine = canvas.ellipse(
        (x - wide * 0.7, y - high * 0.85, x + wide * 0.25, y - high * 0.1), blur=high * 0.22
    )
    canvas.fill(both(shine, stone), "ffffff", alpha=0.42)
    edge = canvas.ellipse((x - wide, y + high * 0.35, x + wide, y + high * 1.5), blur=high * 0.25)
    canvas.fill(both(edge, stone), "1a2a44", alpha=0.22)
    for _ in range(16):
        dx, dy = chance.uniform(-0.8, 0.8) * wide, chance.uniform(-0.7, 0.7) * high
        size = chance.uniform(1.2, 3)
        speck = canvas.ellipse((x + dx - size, y + dy - size, x + dx + size, y + dy + size))
        canvas.fill(both(speck, stone), "ffffff", alpha=0.28)


def evidence_columns() -> Image.Image:
    """Columns of dots side by side: some tall and full, one short and sparse."""
    canvas = Canvas(2000, 1125, ["fbf7f0", "f4ecdf", "ecdfcd"])
    canvas.fill(canvas.shape([(0, 985), (2000, 985), (2000, 1125), (0, 1125)]), "e4d3bc", "d6bf9f")
    columns = [
        (240, 15, "2f6f8f", "7fc4cf"), (544, 13, "3b8f86", "9ad8c0"),
        (848, 12, "5c6fb5", "b2bdf0"), (1152, 10, "c0703f", "f3bd85"),
        (1456, 8, "a8577f", "e8a9c2"), (1760, 3, "8a7a66", "c9b89f"),
    ]  # fmt: skip
    for x, rows, dark, light in columns:
        sparse = rows < 5
        plate = canvas.rounded((x - 128, 965, x + 128, 998), 16)
        canvas.shade(plate, 0, 10, 12, 0.25)
        canvas.fill(plate, light, dark)
        top = 935 - (rows - 1) * 56
        glass = canvas.rounded((x - 122, top - 52, x + 122, 968), 60)
        canvas.shade(glass, 10, 12, 20, 0.12)
        canvas.fill(glass, "ffffff", light, alpha=0.42)
        for row in range(rows):
            for place in range(4):
                if sparse and (row + place) % 2:
                    continue
                dot_x, dot_y = x - 84 + place * 56, 935 - row * 56
                dot = canvas.ellipse((dot_x - 22, dot_y - 22, dot_x + 22, dot_y + 22))
                canvas.fill(dot, light, dark, angle=25)
                shine = canvas.ellipse((dot_x - 14, dot_y - 15, dot_x - 1, dot_y - 4), blur=2)
                canvas.fill(shine, "ffffff", alpha=0.6)
    return canvas.finish()
