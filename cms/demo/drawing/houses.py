"""Where the invented clinics are: their photos, drawn."""

from collections.abc import Sequence

from PIL import Image

from cms.demo.drawing.paint import Box, Canvas, both, smooth

WIDE, HIGH = 1200, 800
GROUND = 660


def northlight() -> Image.Image:
    """A wide house of glass under an evening sky, with a ramp to its door."""
    canvas = Canvas(WIDE, HIGH, ["7fb2c9", "c9dfe0", "f8e2bf"])
    _street(canvas, "9aa7a6", "7d8b8b")
    _wall(canvas, (190, 250, 1010, GROUND), "e9eeec", "c4d2d0")
    canvas.fill(canvas.rounded((170, 222, 1030, 268), 8), "1f5c63", "174850")
    _windows(canvas, [220 + 130 * step for step in range(6)], 310, (104, 130), "f9d9a0", "8fc1d4")
    _windows(canvas, [220, 350, 740, 870], 480, (104, 130), "fbe3b8", "a9cfd8")
    _door(canvas, (500, 470, 700, GROUND), "2f8f8c", "1f5c63")
    canvas.fill(canvas.shape([(470, GROUND), (730, GROUND), (960, 716), (470, 716)]), "e4e9e6")
    canvas.fill(canvas.stroke([(724, 600), (950, 656)], 7), "1f5c63")
    for x, top in ((724, 600), (837, 628), (950, 656)):
        canvas.fill(canvas.stroke([(x, top), (x, top + 58)], 6), "1f5c63")
    for x in (90, 1100):
        _tree(canvas, x, 250, "5a9c89", "2f6f6b")
    return canvas.finish()


def costa_serena() -> Image.Image:
    """A white house with arches and a balcony, palms beside it, the sea behind."""
    canvas = Canvas(WIDE, HIGH, ["4f9fd0", "a6d4ea", "fdf0d6"])
    canvas.fill(canvas.shape([(0, 500), (WIDE, 500), (WIDE, 620), (0, 620)]), "2f86b5", "7cc4d0")
    _street(canvas, "ecd9b4", "d5b98a")
    _wall(canvas, (330, 190, 890, GROUND), "fffaf0", "f0e2c8")
    canvas.fill(canvas.shape([(300, 200), (610, 110), (920, 200)]), "d9764f", "b8583f")
    for x in (380, 550, 720):
        arch = canvas.rounded((x, 430, x + 120, GROUND + 70), 60)
        canvas.fill(both(arch, canvas.rounded((x, 430, x + 120, GROUND), 0)), "7a5b46", "4d382b")
    _windows(canvas, [400, 570, 740], 250, (90, 110), "9fd0e4", "5fa3c4")
    canvas.fill(canvas.rounded((370, 352, 850, 366), 4), "3f6f8f")
    for x in range(380, 850, 24):
        canvas.fill(canvas.stroke([(x, 366), (x, 404)], 5), "3f6f8f")
    canvas.fill(canvas.rounded((370, 400, 850, 410), 4), "3f6f8f")
    for x in (170, 1040):
        _palm(canvas, x)
    return canvas.finish()


def harbour_lane() -> Image.Image:
    """A narrow house of brick at the water, with a blue door and a lamp."""
    canvas = Canvas(WIDE, HIGH, ["aab8c6", "cfd6da", "e9e4da"])
    for left, right, top, tint in (
        (60, 330, 300, "8c7a72"),
        (860, 1140, 270, "7d8a94"),
    ):
        _wall(canvas, (left, top, right, GROUND), tint, "6b6560")
        _windows(canvas, [left + 40, left + 160], top + 70, (70, 110), "dfe6ea", "a7b4bd")
    _wall(canvas, (350, 210, 840, GROUND), "b3624a", "8c4634")
    canvas.fill(canvas.shape([(330, 214), (595, 80), (860, 214)]), "3c4654", "2b3440")
    _windows(canvas, [400, 545, 690], 270, (96, 130), "fff1cf", "c9d6dc")
    _windows(canvas, [400, 690], 460, (96, 130), "fbe3b8", "b7c7d0")
    _door(canvas, (535, 440, 655, GROUND), "2b4f87", "1d3560")
    _street(canvas, "8c8f93", "74777c")
    canvas.fill(canvas.shape([(0, 730), (WIDE, 730), (WIDE, HIGH), (0, HIGH)]), "5f8296", "34566b")
    canvas.fill(canvas.stroke([(940, 700), (940, 430)], 10), "2b3440")
    canvas.glow((940, 410), 70, "fff1cf", 0.9)
    canvas.fill(canvas.ellipse((922, 392, 958, 428)), "fff8e6")
    return canvas.finish()


def _street(canvas: Canvas, top: str, bottom: str) -> None:
    ground = [(0, GROUND), (WIDE, GROUND), (WIDE, HIGH), (0, HIGH)]
    canvas.fill(canvas.shape(ground), top, bottom)


def _wall(canvas: Canvas, box: Box, top: str, bottom: str) -> None:
    wall = canvas.rounded(box, 4)
    canvas.shade(wall, 10, 8, 16, 0.25)
    canvas.fill(wall, top, bottom)


def _windows(
    canvas: Canvas, lefts: Sequence[float], top: float, size: tuple[float, float], *glass: str
) -> None:
    width, height = size
    for left in lefts:
        frame = (left - 6, top - 6, left + width + 6, top + height + 6)
        canvas.fill(canvas.rounded(frame, 6), "fbf8f1")
        canvas.fill(canvas.rounded((left, top, left + width, top + height), 3), *glass, angle=30)
        middle = left + width / 2
        canvas.fill(canvas.stroke([(middle, top), (middle, top + height)], 4), "fbf8f1")


def _door(canvas: Canvas, box: Box, top: str, bottom: str) -> None:
    left, upper, right, lower = box
    canvas.fill(canvas.rounded((left - 10, upper - 10, right + 10, lower), 6), "fbf8f1")
    canvas.fill(canvas.rounded(box, 4), top, bottom)
    knob = (right - 26, (upper + lower) / 2)
    canvas.fill(canvas.ellipse((knob[0] - 7, knob[1] - 7, knob[0] + 7, knob[1] + 7)), "f4b860")


def _tree(canvas: Canvas, x: float, high: float, light: str, dark: str) -> None:
    canvas.fill(canvas.stroke([(x, GROUND + 20), (x, GROUND - high * 0.4)], 16), "7a5b46")
    top = GROUND - high
    crown = smooth(
        [
            (x, top - 40),
            (x + 90, top + 60),
            (x + 60, top + 170),
            (x - 60, top + 170),
            (x - 90, top + 60),
        ]
    )
    canvas.fill(canvas.shape(crown), light, dark, angle=25)


def _palm(canvas: Canvas, x: float) -> None:
    trunk = smooth([(x, GROUND + 30), (x + 14, 520), (x + 4, 360)], closed=False)
    canvas.fill(canvas.stroke(trunk, 18), "8a6a4c")
    for dx, dy in ((-140, 60), (-110, -30), (-40, -90), (50, -90), (120, -30), (150, 60)):
        leaf = smooth([(x + 4, 360), (x + dx * 0.5, 350 + dy), (x + dx, 380 + dy)], closed=False)
        canvas.fill(canvas.stroke(leaf, 22), "3f8479")
