"""Pictures of places: the infusion room and the hills at dusk."""

import math
import random

from PIL import Image

from cms.demo.drawing.paint import Canvas, Point, both, smooth


def infusion_room() -> Image.Image:
    """A quiet treatment room: armchair, window, infusion bag on a stand."""
    canvas = Canvas(2000, 1250, ["f7ead9", "f3dcc4", "eecfb2"])
    _window(canvas)
    _floor(canvas)
    _plant(canvas)
    _stand(canvas)
    _chair(canvas)
    _tube(canvas)
    return canvas.finish()


def _window(canvas: Canvas) -> None:
    frame = canvas.rounded((210, 130, 810, 860), 300)
    canvas.shade(frame, 0, 10, 24, 0.18)
    canvas.fill(frame, "fff8ee")
    glass = canvas.rounded((240, 160, 780, 830), 270)
    canvas.fill(glass, "8fc1d4", "cfe5e3", "fbe3c0")
    canvas.fill(both(canvas.ellipse((560, 330, 690, 460), blur=3), glass), "fff4d6")
    canvas.fill(both(canvas.ellipse((480, 250, 770, 540), blur=70), glass), "fff1c9", alpha=0.7)
    hills: list[tuple[list[Point], str, str]] = [
        ([(200, 690), (340, 600), (480, 660), (640, 570), (820, 650)], "8db6a5", "b7cfb4"),
        ([(200, 760), (370, 720), (540, 760), (700, 690), (820, 730)], "5f9a8b", "8fbba3"),
        ([(200, 810), (380, 790), (560, 800), (820, 770)], "2f6f6b", "4f8f80"),
    ]
    for line, top, bottom in hills:
        land = canvas.shape([*smooth(line, closed=False), (820, 900), (200, 900)])
        canvas.fill(both(land, glass), top, bottom)
    canvas.fill(canvas.rounded((502, 150, 518, 840), 8), "fff8ee")
    canvas.fill(canvas.rounded((235, 536, 785, 550), 7), "fff8ee")
    canvas.fill(canvas.rounded((170, 842, 850, 880), 16), "fffaf2", "ecd6bd")


def _floor(canvas: Canvas) -> None:
    canvas.fill(canvas.shape([(0, 980), (2000, 980), (2000, 1250), (0, 1250)]), "d9b391", "c2946f")
    canvas.fill(canvas.shape([(0, 968), (2000, 968), (2000, 984), (0, 984)]), "fbf0e1")
    beam = canvas.shape([(300, 985), (820, 985), (1260, 1250), (480, 1250)], blur=22)
    canvas.fill(beam, "ffe9c4", alpha=0.42)
    rug = canvas.ellipse((760, 1030, 1720, 1215))
    canvas.fill(rug, "e9dccb", "d5c3ad")
    canvas.fill(canvas.ellipse((815, 1048, 1665, 1197)), "2f6f6b", "276063")
    canvas.fill(canvas.ellipse((850, 1058, 1630, 1187)), "e2d3bf", "cfbca4")


def _plant(canvas: Canvas) -> None:
    pot = canvas.shape(smooth([(80, 935), (260, 935), (238, 1095), (170, 1112), (102, 1095)]))
    canvas.shade(pot, 26, 18, 22, 0.3)
    stem_base = (170, 950)
    for angle, length, shade in (
        (-64, 330, "2f6f6b"), (64, 300, "2f6f6b"), (-36, 400, "3f8479"), (40, 385, "3f8479"),
        (-14, 460, "5a9c89"), (16, 440, "4b8f80"), (0, 350, "74b09a"),
    ):  # fmt: skip
        _leaf(canvas, stem_base, angle, length, shade)
    canvas.fill(pot, "e07a5f", "b8583f", angle=35)


def _leaf(canvas: Canvas, base: Point, angle: float, length: float, shade: str) -> None:
    lean = math.radians(angle)
    along = (math.sin(lean), -math.cos(lean))
    across = (-along[1], along[0])

    def at(share: float, side: float) -> Point:
        bend = 40 * share**2 * math.sin(lean)
        return (
            base[0] + along[0] * length * share + across[0] * side + bend,
            base[1] + along[1] * length * share + across[1] * side + abs(bend),
        )

    wide = length * 0.12
    outline = [
        at(0, 0),
        at(0.35, wide),
        at(0.7, wide * 0.8),
        at(1, 0),
        at(0.7, -wide * 0.8),
        at(0.35, -wide),
    ]
    leaf = canvas.shape(smooth(outline))
    canvas.fill(leaf, shade, "1f4f50", angle=20)
    vein = smooth([at(0.05, 0), at(0.5, 0), at(0.92, 0)], closed=False)
    canvas.fill(canvas.stroke(vein, 3), "a9cfb9", alpha=0.35)


def _stand(canvas: Canvas) -> None:
    canvas.fill(canvas.ellipse((1530, 1086, 1800, 1136), blur=12), "3d2a1e", alpha=0.28)
    for x in (1560, 1665, 1770):
        canvas.fill(canvas.stroke([(1665, 1080), (x, 1112)], 13), "5b6b73")
    canvas.fill(canvas.rounded((1657, 215, 1673, 1100), 8), "b9c4c6", "6f7f85", angle=90)
    arm = smooth([(1578, 262), (1584, 226), (1665, 214), (1746, 226), (1752, 262)], closed=False)
    canvas.fill(canvas.stroke(arm, 13), "8a999e")
    bag = canvas.shape(
        smooth(
            [
                (1512, 300),
                (1578, 280),
                (1644, 300),
                (1656, 420),
                (1640, 540),
                (1578, 566),
                (1516, 540),
                (1500, 420),
            ],
            steps=30,
        )
    )
    canvas.shade(bag, 14, 18, 18, 0.2)
    canvas.fill(bag, "f7fbfb", "dcecec", angle=30)
    surface = smooth([(1480, 372), (1540, 364), (1610, 378), (1680, 368)], closed=False)
    level = canvas.shape([*surface, (1680, 600), (1480, 600)])
    canvas.fill(both(level, bag), "9fd0d2", "4f9da6")
    canvas.fill(both(canvas.rounded((1520, 300, 1540, 535), 10, blur=5), bag), "ffffff", alpha=0.65)
    canvas.fill(canvas.rounded((1560, 262, 1596, 292), 10), "d7e3e3")
    canvas.fill(canvas.rounded((1566, 560, 1590, 632), 10), "e6f1f1", "b6d4d6")


def _chair(canvas: Canvas) -> None:
    canvas.fill(canvas.ellipse((860, 1070, 1500, 1165), blur=26), "3d2a1e", alpha=0.45)
    for x in (935, 1405):
        canvas.fill(canvas.stroke([(x, 1040), (x + (-14 if x < 1100 else 14), 1118)], 24), "8a5a3c")
    back = canvas.rounded((930, 430, 1430, 980), 150)
    canvas.shade(back, 26, 12, 30, 0.22)
    canvas.fill(back, "3f8f8c", "1f5c63", angle=28)
    canvas.fill(canvas.rounded((968, 468, 1392, 900), 120), "56a29b", "2b6f72", angle=28)
    for y in (600, 720):
        seam = smooth([(1000, y - 10), (1180, y + 8), (1360, y - 10)], closed=False)
        canvas.fill(canvas.stroke(seam, 5, blur=1.5), "1f5c63", alpha=0.5)
    seat = canvas.rounded((915, 830, 1445, 1010), 74)
    canvas.fill(seat, "4f9b96", "1d555c")
    canvas.fill(canvas.rounded((945, 846, 1415, 890), 22, blur=8), "7dbdb2", alpha=0.55)
    cushion = canvas.shape(
        smooth(
            [
                (1030, 640),
                (1150, 622),
                (1262, 650),
                (1276, 760),
                (1258, 850),
                (1140, 868),
                (1030, 850),
                (1016, 745),
            ]
        )
    )
    canvas.shade(cushion, 10, 14, 14, 0.3)
    canvas.fill(cushion, "f2b880", "dd8a5a", angle=30)
    for left in (850, 1380):
        arm = canvas.rounded((left, 740, left + 128, 1052), 62)
        canvas.shade(arm, 12, 10, 18, 0.3)
        canvas.fill(arm, "489490", "17494f")
        canvas.fill(
            canvas.rounded((left + 20, 756, left + 108, 800), 22, blur=7), "86c5b8", alpha=0.6
        )
    blanket = canvas.shape(
        smooth([(842, 745), (915, 728), (986, 746), (992, 840), (984, 930), (915, 946), (848, 928)])
    )
    canvas.fill(blanket, "fbf1e3", "e8cfb2", angle=15)
    for y in (800, 850, 896):
        line = smooth([(849, y - 6), (915, y + 8), (987, y - 6)], closed=False)
        canvas.fill(canvas.stroke(line, 7), "e07a5f", alpha=0.6)


def _tube(canvas: Canvas) -> None:
    path = smooth([(1578, 630), (1580, 760), (1600, 900), (1560, 985), (1500, 950), (1480, 830),
                   (1448, 752), (1400, 744)], closed=False)  # fmt: skip
    canvas.fill(canvas.stroke(path, 9), "ffffff", alpha=0.85)
    canvas.fill(canvas.stroke(path, 4), "7fbfc4", alpha=0.9)
    canvas.fill(canvas.rounded((1566, 690, 1594, 760), 12), "ffffff", "cfe3e4")
    canvas.fill(canvas.rounded((1378, 730, 1420, 758), 9), "fbf1e3", "ecd6bd")


def dusk_aura() -> Image.Image:
    """Hills at dusk with faint zigzag arcs of light, as in a visual aura."""
    canvas = Canvas(2000, 1250, ["1b1f4b", "3c3a76", "7b5c9a", "d98b8f", "f6c49a", "fbe3b8"])
    _stars(canvas)
    canvas.glow((1240, 800), 620, "ffd9a0", 0.85)
    canvas.fill(canvas.ellipse((1150, 700, 1330, 880), blur=2), "fff3d2")
    _aura(canvas)
    _hills(canvas)
    return canvas.finish()


def _stars(canvas: Canvas) -> None:
    chance = random.Random(7)  # noqa: S311 - the same sky every time
    for _ in range(110):
        x, y = chance.uniform(0, 2000), chance.uniform(0, 470) ** 0.97
        size = chance.uniform(0.8, 2.6)
        dot = canvas.ellipse((x - size, y - size, x + size, y + size))
        canvas.fill(dot, "fff6e0", alpha=chance.uniform(0.25, 0.85) * (1 - y / 700))


def _aura(canvas: Canvas) -> None:
    """Crescents of zigzag light that are brightest on one side and fade towards the ends."""
    centre = (1000.0, 690.0)
    tints = ["a9f0ea", "fff3cf", "ffc2cf", "cbbcff"]
    for layer, radius in enumerate((300, 336, 374, 414)):
        teeth = 30
        points = []
        for tooth in range(teeth * 2 + 1):
            share = tooth / (teeth * 2)
            turn = math.radians(150 + 145 * share + layer * 3)
            reach = radius + (15 if tooth % 2 else -15) * math.sin(math.pi * share)
            points.append(
                (centre[0] + reach * 1.25 * math.cos(turn), centre[1] + reach * math.sin(turn))
            )
        for piece in range(0, len(points) - 4, 4):
            share = (piece + 2) / len(points)
            strength = math.sin(math.pi * share) ** 1.6
            part = points[piece : piece + 5]
            canvas.fill(canvas.stroke(part, 14, blur=13), tints[layer], alpha=0.4 * strength)
            canvas.fill(canvas.stroke(part, 4, blur=0.8), tints[layer], alpha=0.62 * strength)


def _ridge(x: float, base: float, height: float, waves: float, shift: float) -> float:
    """The height of a line of hills at ``x``."""
    slow = math.sin(waves * 2 * math.pi * x / 2000 + shift)
    quick = math.sin(waves * 5.3 * math.pi * x / 2000 + shift * 2)
    return base + height * slow + height * 0.4 * quick


def _hills(canvas: Canvas) -> None:
    layers = [
        (800, 46, 1.15, 0.3, "a9799e", "d59a9c"), (865, 58, 1.5, 1.7, "7f6494", "b9849a"),
        (940, 64, 1.25, 3.1, "574f86", "8a6a93"), (1020, 58, 1.8, 4.6, "38406f", "5c5484"),
        (1110, 46, 1.4, 0.9, "1d2b52", "303c68"),
    ]  # fmt: skip
    for base, height, waves, shift, top, bottom in layers:
        line = [(x, _ridge(x, base, height, waves, shift)) for x in range(-20, 2041, 10)]
        land = canvas.shape([*line, (2040, 1260), (-20, 1260)])
        canvas.fill(land, top, bottom)
        mist = canvas.shape([*line, (2040, base + 130), (-20, base + 130)], blur=26)
        canvas.fill(both(mist, land), "fbd9bd", alpha=0.10)
    chance = random.Random(3)  # noqa: S311 - the same trees every time
    for _ in range(26):
        x = chance.choice([chance.uniform(40, 520), chance.uniform(1560, 1980)])
        foot = _ridge(x, 1110, 46, 1.4, 0.9) + 16
        tall, wide = chance.uniform(60, 130), chance.uniform(15, 26)
        tree = smooth(
            [
                (x, foot - tall),
                (x + wide, foot - tall * 0.25),
                (x, foot + 6),
                (x - wide, foot - tall * 0.25),
            ]
        )
        canvas.fill(canvas.shape(tree), "131d3d", "1d2b52")
