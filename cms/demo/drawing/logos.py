"""Marks of the invented clinics."""

import math

from PIL import Image

from cms.demo.drawing.paint import Canvas, both, ring, smooth


def northlight() -> Image.Image:
    """A light with eight rays."""
    canvas = Canvas(512, 512, ["ffffff", "ffffff"])
    for step in range(8):
        turn = math.pi * step / 4
        long = 214 if step % 2 == 0 else 150
        tip = (256 + long * math.cos(turn), 256 + long * math.sin(turn))
        sides = [
            (256 + 34 * math.cos(turn + side), 256 + 34 * math.sin(turn + side))
            for side in (-math.pi / 2, math.pi / 2)
        ]
        canvas.fill(canvas.shape([sides[0], tip, sides[1]]), "1f5c63" if step % 2 else "2f8f8c")
    canvas.fill(canvas.ellipse((206, 206, 306, 306)), "f4b860")
    return canvas.image.resize((512, 512), Image.Resampling.LANCZOS)


def costa_serena() -> Image.Image:
    """A sun over three waves."""
    canvas = Canvas(512, 512, ["ffffff", "ffffff"])
    disc = canvas.shape(ring((256, 256), 212))
    canvas.fill(disc, "ffe3b8", "ffc98a")
    canvas.fill(canvas.ellipse((186, 120, 326, 260)), "e8705a")
    for base, tint in ((270, "7cc4d0"), (330, "3f93b5"), (392, "24527f")):
        crest = [(x, base + 20 * math.sin(x / 38 + base)) for x in range(20, 500, 6)]
        canvas.fill(both(canvas.shape([*crest, (500, 512), (20, 512)]), disc), tint)
    return canvas.image.resize((512, 512), Image.Resampling.LANCZOS)


def harbour_lane() -> Image.Image:
    """A sail in a round harbour."""
    canvas = Canvas(512, 512, ["ffffff", "ffffff"])
    canvas.fill(canvas.rounded((44, 44, 468, 468), 96), "2b3a67", "1d2b52")
    sail = smooth([(250, 96), (330, 190), (372, 320), (250, 322)], closed=False)
    canvas.fill(canvas.shape(sail), "f7e8d0")
    jib = smooth([(228, 140), (176, 220), (138, 322), (228, 322)], closed=False)
    canvas.fill(canvas.shape(jib), "e8a07a")
    hull = smooth([(120, 346), (392, 346), (350, 404), (256, 418), (162, 404)])
    canvas.fill(canvas.shape(hull), "8fc1d4")
    return canvas.image.resize((512, 512), Image.Resampling.LANCZOS)
