"""Pictures of science: the wave across the brain, the synapse, the stages of an attack."""

import math
import random
from functools import reduce

from PIL import Image, ImageChops

from cms.demo.drawing.paint import Canvas, Point, both, ring, smooth

_BRAIN: list[Point] = [
    (560, 640), (580, 500), (660, 380), (790, 296), (950, 252), (1120, 250), (1280, 290),
    (1400, 380), (1470, 500), (1490, 630), (1450, 740), (1370, 800), (1280, 826), (1170, 830),
    (1090, 852), (1000, 900), (880, 912), (790, 880), (770, 812), (690, 790), (600, 740),
]  # fmt: skip
_CEREBELLUM: list[Point] = [
    (1180, 838), (1300, 826), (1400, 806), (1440, 850), (1400, 930), (1290, 964), (1190, 930),
]  # fmt: skip
_STEM: list[Point] = [
    (1050, 850), (1180, 830), (1200, 920), (1176, 1030), (1190, 1120), (1096, 1130), (1084, 1010),
]  # fmt: skip
# Furrows from front to back; the first point of each lies at the rim of the brain.
_FOLDS: list[list[Point]] = [
    [(584, 500), (680, 520), (740, 470), (800, 480)],
    [(566, 640), (650, 640), (700, 590), (780, 600)],
    [(676, 370), (740, 410), (810, 380), (850, 410)],
    [(800, 292), (850, 350), (930, 340), (960, 390)],
    [(960, 252), (970, 330), (1030, 380), (1010, 450), (1050, 520)],
    [(1100, 250), (1110, 330), (1170, 380), (1150, 450), (1190, 510)],
    [(1270, 288), (1250, 360), (1300, 410)], [(1395, 378), (1350, 430), (1370, 490), (1320, 530)],
    [(1480, 540), (1410, 560), (1390, 620), (1330, 630)], [(1484, 670), (1420, 680), (1370, 730)],
    [(1300, 822), (1290, 760), (1230, 720)], [(1010, 896), (1060, 830), (1150, 790)],
    [(770, 806), (850, 750), (960, 730), (1060, 680), (1180, 640), (1260, 570)],
    [(860, 908), (900, 850), (980, 820)], [(620, 748), (690, 720), (760, 690)],
    [(880, 640), (960, 600), (1040, 600)], [(830, 540), (900, 500), (930, 450)],
]  # fmt: skip


def brain_wave() -> Image.Image:
    """A brain in profile, with rings of colour that spread forward from the back."""
    canvas = Canvas(2000, 1250, ["0f1f43", "1a2c5b", "2a3f75"])
    canvas.glow((1060, 600), 900, "5a7bc0", 0.35)
    for radius in range(560, 1180, 62):
        fade = 0.16 * (1 - (radius - 560) / 640)
        canvas.fill(canvas.stroke(ring((1420, 690), radius), 3), "bfe3ff", alpha=fade)
    brain = canvas.shape(smooth(_BRAIN))
    stem, cerebellum = canvas.shape(smooth(_STEM)), canvas.shape(smooth(_CEREBELLUM))
    canvas.shade(brain, 0, 34, 50, 0.55)
    canvas.fill(stem, "d8a6a0", "9b6f88", angle=15)
    canvas.fill(cerebellum, "e6b3a6", "b07f92")
    for lift in (20, 52, 84):
        leaf = smooth([(1210, 846 + lift), (1310, 850 + lift), (1416, 826 + lift)], closed=False)
        canvas.fill(both(canvas.stroke(leaf, 6), cerebellum), "7f5474", alpha=0.45)
    canvas.fill(brain, "fbe0cc", "efb9a6", "d08f95", angle=25)
    _wave(canvas, brain)
    folds = [smooth(fold, closed=False) for fold in _FOLDS]
    for width, blur, dx, dy, tint, alpha in (
        (22, 9, 3, 5, "6d3a63", 0.34),
        (9, 1.6, 0, 0, "7a4468", 0.72),
        (5, 2.4, -4, -8, "fff4e8", 0.5),
    ):
        lines = [
            _tapered(canvas, [(x + dx, y + dy) for x, y in fold], width, blur) for fold in folds
        ]
        canvas.fill(both(reduce(ImageChops.lighter, lines), brain), tint, alpha=alpha)
    rim = canvas.ellipse((640, 250, 1250, 560), blur=60)
    canvas.fill(both(rim, brain), "ffffff", alpha=0.22)
    return canvas.finish()


def _tapered(canvas: Canvas, path: list[Point], width: float, blur: float) -> Image.Image:
    """The mask of a line that is widest at its start and ends in a point."""
    ahead = [*path[1:], (2 * path[-1][0] - path[-2][0], 2 * path[-1][1] - path[-2][1])]
    left, right = [], []
    for place, ((x, y), (next_x, next_y)) in enumerate(zip(path, ahead, strict=True)):
        length = math.hypot(next_x - x, next_y - y) or 1
        half = width / 2 * (1 - place / (len(path) - 1)) ** 0.6
        side_x, side_y = -(next_y - y) / length * half, (next_x - x) / length * half
        left.append((x + side_x, y + side_y))
        right.append((x - side_x, y - side_y))
    return canvas.shape([*left, *reversed(right)], blur=blur)


def _wave(canvas: Canvas, brain: Image.Image) -> None:
    back = (1430.0, 660.0)
    rings = [
        (640, "f3c6a5", 0.25), (560, "f2a66f", 0.45), (470, "f08a5d", 0.6), (380, "d9577a", 0.65),
        (290, "a64d9b", 0.7), (205, "6b4fb0", 0.75), (125, "3f5fc0", 0.8),
    ]  # fmt: skip
    for radius, tint, alpha in rings:
        uneven = [
            (x + 14 * math.sin(y / 38 + radius), y + 12 * math.cos(x / 44 + radius))
            for x, y in ring(back, radius)
        ]
        canvas.fill(both(canvas.shape(uneven, blur=13), brain), tint, alpha=alpha)
        canvas.fill(both(canvas.stroke(uneven, 5, blur=1.5), brain), "fff6e9", alpha=0.4)
    canvas.glow(back, 200, "9fd8ff", 0.55)


def synapse() -> Image.Image:
    """Two nerve endings face to face, dots between them, and gates of which some are shut."""
    canvas = Canvas(2000, 1250, ["14345a", "1d5673", "2a7a86"])
    canvas.glow((1000, 640), 900, "7fd6cf", 0.3)
    _far_cells(canvas)
    upper = canvas.shape(
        smooth(
            [
                (930, -60),
                (936, 90),
                (880, 190),
                (690, 270),
                (600, 400),
                (650, 520),
                (830, 565),
                (1000, 574),
                (1170, 565),
                (1350, 520),
                (1400, 400),
                (1310, 270),
                (1120, 190),
                (1064, 90),
                (1070, -60),
            ]
        )
    )
    lower = canvas.shape(
        smooth(
            [
                (520, 1330),
                (540, 1120),
                (570, 900),
                (680, 800),
                (850, 772),
                (1000, 768),
                (1150, 772),
                (1320, 800),
                (1430, 900),
                (1460, 1120),
                (1480, 1330),
            ]
        )
    )
    for cell, top, bottom in ((upper, "ffd7a8", "f08f6a"), (lower, "8fe0cf", "2f8f98")):
        canvas.shade(cell, 0, 18, 46, 0.5)
        canvas.fill(cell, top, bottom)
    canvas.fill(both(canvas.ellipse((650, 250, 1150, 420), blur=46), upper), "ffffff", alpha=0.35)
    canvas.fill(both(canvas.ellipse((640, 800, 1360, 880), blur=34), lower), "ffffff", alpha=0.3)
    _packets(canvas)
    _gates(canvas)
    return canvas.finish()


def _far_cells(canvas: Canvas) -> None:
    paths: list[list[Point]] = [
        [(-40, 300), (220, 380), (380, 620), (330, 900), (420, 1300)],
        [(2040, 200), (1800, 330), (1660, 600), (1760, 860), (1690, 1300)],
        [(-40, 1000), (160, 1040), (280, 1180), (300, 1300)],
        [(2040, 760), (1890, 800), (1780, 760)],
        [(-40, 90), (200, 120), (420, 60), (560, -40)],
        [(1420, -40), (1560, 90), (1780, 120), (2040, 40)],
    ]
    for path in paths:
        line = smooth(path, closed=False)
        canvas.fill(canvas.stroke(line, 46, blur=14), "7cc9cc", alpha=0.16)
        canvas.fill(canvas.stroke(line, 14, blur=5), "a8e6de", alpha=0.16)


def _packets(canvas: Canvas) -> None:
    chance = random.Random(11)  # noqa: S311 - the same picture every time
    for x, y, size in (
        (770, 400, 62), (900, 330, 54), (1010, 440, 66), (1150, 350, 56), (1260, 430, 58),
        (1000, 240, 46), (860, 488, 44), (1150, 500, 42),
    ):  # fmt: skip
        packet = canvas.ellipse((x - size, y - size, x + size, y + size))
        canvas.shade(packet, 3, 8, 9, 0.25)
        canvas.fill(packet, "fff3e0", "f7b98d", angle=25)
        for _ in range(7):
            turn, reach = chance.uniform(0, 2 * math.pi), size * 0.62 * chance.random() ** 0.5
            _dot(canvas, (x + reach * math.cos(turn), y + reach * math.sin(turn)), 9)
    for _ in range(46):
        across = chance.uniform(690, 1310)
        _dot(canvas, (across, chance.uniform(592, 720)), chance.uniform(7, 12))


def _dot(canvas: Canvas, centre: Point, size: float) -> None:
    x, y = centre
    canvas.fill(canvas.ellipse((x - size, y - size, x + size, y + size)), "ffe27a", "f2a33c")


def _gates(canvas: Canvas) -> None:
    for place, x in enumerate((680.0, 808.0, 936.0, 1064.0, 1192.0, 1320.0)):
        y = 776 + abs(x - 1000) ** 2 / 6200
        for side in (-1, 1):
            post = canvas.rounded((x + side * 26 - 16, y - 56, x + side * 26 + 16, y + 52), 16)
            canvas.shade(post, 2, 6, 6, 0.3)
            canvas.fill(post, "f4fbfa", "a9d4d4")
        if place in (1, 3, 4):
            plug = canvas.shape(
                smooth(
                    [
                        (x - 30, y - 70),
                        (x, y - 90),
                        (x + 30, y - 70),
                        (x + 16, y - 24),
                        (x - 16, y - 24),
                    ]
                )
            )
            canvas.shade(plug, 2, 6, 6, 0.35)
            canvas.fill(plug, "c77dff", "7b3fc4", angle=20)
        else:
            trail = [(x, y + 70), (x, y + 108), (x, y + 140)]
            for step, (dx, dy) in enumerate(trail):
                size = 8 - step * 2
                canvas.fill(
                    canvas.ellipse((dx - size, dy - size, dx + size, dy + size)),
                    "fff6c8",
                    alpha=0.85 - step * 0.2,
                )


def attack_stages() -> Image.Image:
    """One long wave in four colours: slow rise, small ripple, high crest, slow fall."""
    canvas = Canvas(2000, 1125, ["fdf6ec", "f8ebdb", "f3dfc9"])
    for level in range(220, 920, 116):
        canvas.fill(canvas.stroke([(90, level), (1910, level)], 2), "c9b49b", alpha=0.35)
    back = [(x, _curve(x) + 46 - 26 * math.sin(x / 170)) for x in range(-20, 2041, 10)]
    canvas.fill(canvas.shape([*back, (2040, 1140), (-20, 1140)]), "c8d9da", "e6e3dc", alpha=0.55)
    line = [(float(x), _curve(x)) for x in range(-20, 2041, 5)]
    wave = canvas.shape([*line, (2040, 1140), (-20, 1140)])
    canvas.shade(wave, 0, -10, 26, 0.14)
    stages = [
        (-20, 560, "f2c879", "f6dfae"), (560, 860, "9c89d8", "cdc3ee"),
        (860, 1500, "d9576b", "f1a795"), (1500, 2040, "4f9da6", "b4d9d4"),
    ]  # fmt: skip
    for left, right, top, bottom in stages:
        band = canvas.shape([(left, 0), (right, 0), (right, 1140), (left, 1140)], blur=16)
        canvas.fill(both(band, wave), top, bottom)
    canvas.fill(canvas.stroke(line, 12), "ffffff", alpha=0.95)
    canvas.fill(canvas.stroke(line, 5), "2b3a67", alpha=0.85)
    for x, tint in ((300.0, "f2c879"), (712.0, "9c89d8"), (1150.0, "d9576b"), (1740.0, "4f9da6")):
        y = _curve(x)
        outer = canvas.ellipse((x - 30, y - 30, x + 30, y + 30))
        canvas.shade(outer, 0, 8, 10, 0.3)
        canvas.fill(outer, "ffffff")
        canvas.fill(canvas.ellipse((x - 18, y - 18, x + 18, y + 18)), tint)
    return canvas.finish()


def _curve(x: float) -> float:
    """The height of the wave: the sum of a rise, a ripple, a crest and a slow fall."""
    rise = 150 / (1 + math.exp(-(x - 250) / 90))
    ripple = 70 * math.exp(-(((x - 712) / 120) ** 2)) * (1 + 0.35 * math.sin(x / 11))
    crest = 470 * math.exp(-(((x - 1150) / 190) ** 2))
    fall = -150 / (1 + math.exp(-(x - 1760) / 110))
    return 900 - rise - ripple - crest - fall
