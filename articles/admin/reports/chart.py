"""Charts over days, as SVG. Pure: figures in, markup out; colours and type are the stylesheet's."""

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 960
LEFT, RIGHT, TOP, BOTTOM = 44, 168, 12, 28
_DATES, _TICKS = 6, 4
_LINE = 17
"""Pixels that two labels on the right are apart at least."""


@dataclass(frozen=True, slots=True)
class Series:
    """``key`` is the end of the CSS class; ``values`` has one number for each day."""

    key: str
    label: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a day and a number stand in the picture."""

    days: Sequence[dt.date]
    top: int
    height: int

    def x(self, day: dt.date) -> float:
        first, last = self.days[0], self.days[-1]
        share = (day - first).days / ((last - first).days or 1)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        room = self.height - TOP - BOTTOM
        return round(self.height - BOTTOM - value / self.top * room, 1)


def build_stack(
    days: Sequence[dt.date], series: Sequence[Series], *, height: int, title: str, text: str
) -> SafeString:
    """Areas on top of each other, the first one at the bottom: parts of a whole over time."""
    sums = [
        list(itertools.accumulate(each.values[place] for each in series))
        for place in range(len(days))
    ]
    frame = Frame(days, nice_top(max(total[-1] for total in sums)), height)
    shapes, ends = [], []
    for level, each in enumerate(series):
        upper = [total[level] for total in sums]
        lower = [total[level] - each.values[place] for place, total in enumerate(sums)]
        shapes.append(
            format_html(
                '<path class="articles-chart__area articles-chart--{}" d="{}"/>',
                each.key,
                _area(frame, upper, lower),
            )
        )
        ends.append((each, frame.y((upper[-1] + lower[-1]) / 2)))
    return _picture(frame, title, text, [*shapes, *_labels(ends, frame)])


def build_lines(
    days: Sequence[dt.date], series: Sequence[Series], *, height: int, title: str, text: str
) -> SafeString:
    """One line for each series, or a dot where there is one day."""
    highest = max((value for each in series for value in each.values), default=0)
    frame = Frame(days, nice_top(highest), height)
    shapes, ends = [], []
    for each in series:
        path = "M" + "L".join(_points(frame, each.values))
        shapes.append(
            format_html(
                '<path class="articles-chart__line articles-chart--{}" d="{}"/>', each.key, path
            )
        )
        x, y = frame.x(days[-1]), frame.y(each.values[-1])
        shapes.append(
            format_html(
                '<circle class="articles-chart__dot articles-chart--{}" cx="{}" cy="{}" r="4"/>',
                each.key, x, y,
            )
        )  # fmt: skip
        ends.append((each, y))
    return _picture(frame, title, text, [*shapes, *_labels(ends, frame)])


def nice_top(highest: float) -> int:
    """The end of an axis with whole, round steps, at or above a number."""
    step = max(1, math.ceil(highest / _TICKS))
    magnitude = int(10 ** (len(str(step)) - 1))
    nice = next(n * magnitude for n in (1, 2, 3, 4, 5, 6, 8, 10) if n * magnitude >= step)
    return nice * _TICKS


def _area(frame: Frame, upper: Sequence[int], lower: Sequence[int]) -> str:
    if len(frame.days) == 1:
        # One day is a bar.
        x, width = frame.x(frame.days[0]), 48
        top, bottom = frame.y(upper[0]), frame.y(lower[0])
        return f"M{x},{top}H{x + width}V{bottom}H{x}Z"
    there, back = _points(frame, upper), _points(frame, lower)
    return "M" + "L".join([*there, *reversed(back)]) + "Z"


def _points(frame: Frame, values: Sequence[int]) -> list[str]:
    return [
        f"{frame.x(day)},{frame.y(value)}" for day, value in zip(frame.days, values, strict=True)
    ]


def _picture(frame: Frame, title: str, text: str, shapes: Iterable[SafeString]) -> SafeString:
    return format_html(
        '<svg class="articles-chart" viewBox="0 0 {} {}" role="img" aria-label="{}. {}">'
        "{}{}{}</svg>",
        WIDTH,
        frame.height,
        title,
        text,
        _join(_grid(frame)),
        _join(shapes),
        _join(_dates(frame)),
    )


def _grid(frame: Frame) -> Iterator[SafeString]:
    for tick in range(_TICKS + 1):
        value = frame.top * tick // _TICKS
        y = frame.y(value)
        yield format_html(
            '<line class="articles-chart__grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
            '<text class="articles-chart__tick" x="{}" y="{}" text-anchor="end">{}</text>',
            LEFT, WIDTH - RIGHT, y, y, LEFT - 8, y + 4, value,
        )  # fmt: skip


def _dates(frame: Frame) -> Iterator[SafeString]:
    """Some days below the axis, the first and the last always."""
    count = min(_DATES, len(frame.days))
    last = len(frame.days) - 1
    places = sorted({round(last * step / max(count - 1, 1)) for step in range(count)})
    for place in places:
        day = frame.days[place]
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        yield format_html(
            '<text class="articles-chart__tick" x="{}" y="{}" text-anchor="{}">{}</text>',
            frame.x(day), frame.height - 8, anchor, date_format(day, "MONTH_DAY_FORMAT"),
        )  # fmt: skip


def _labels(ends: Sequence[tuple[Series, float]], frame: Frame) -> Iterator[SafeString]:
    """Names and last numbers on the right, pushed apart where they would meet."""
    bottom = float("inf")
    for each, wanted in sorted(ends, key=lambda end: end[1], reverse=True):
        y = min(wanted, bottom - _LINE, frame.height - BOTTOM)
        bottom = y
        yield format_html(
            '<text class="articles-chart__label" x="{}" y="{}">'
            '<tspan class="articles-chart__value">{}</tspan> {}</text>',
            WIDTH - RIGHT + 12, round(y + 4, 1), each.values[-1], each.label,
        )  # fmt: skip


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
