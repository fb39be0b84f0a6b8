"""Charts: figures in, SVG out."""

import datetime as dt
import itertools
import re

import pytest
from lxml import etree

from articles.admin.reports.chart import Series, build_lines, build_stack, nice_top

DAYS = [dt.date(2026, 1, 1), dt.date(2026, 1, 2), dt.date(2026, 1, 11)]


def parsed(markup: str) -> etree._Element:
    return etree.fromstring(markup)


def paths(markup: str) -> list[list[tuple[float, float]]]:
    """The points of each path."""
    return [
        [tuple(map(float, point.split(","))) for point in re.findall(r"[\d.]+,[\d.]+", path)]
        for path in parsed(markup).xpath("//*[local-name()='path']/@d")
    ]


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0, 4), (3, 4), (4, 4), (5, 8), (9, 12), (138, 160), (400, 400), (401, 800)],
)
def test_an_axis_ends_at_a_round_number_at_or_above_the_highest(highest: int, top: int) -> None:
    assert nice_top(highest) == top


def test_a_stack_puts_one_part_on_the_other() -> None:
    series = [Series("a", "A", [1, 2, 3]), Series("b", "B", [3, 2, 1])]
    lower, upper = paths(build_stack(DAYS, series, height=200, title="T", text="X"))
    # The upper edge of the lower part is the lower edge of the upper one.
    assert lower[:3] == list(reversed(upper[3:]))
    # All parts together are four on each day: a level line.
    assert len({y for _x, y in upper[:3]}) == 1


def test_days_stand_where_the_calendar_has_them() -> None:
    (line,) = paths(build_lines(DAYS, [Series("a", "A", [1, 1, 1])], height=200, title="", text=""))
    first, second, last = (x for x, _y in line)
    assert last - first == pytest.approx(10 * (second - first), abs=0.5)


def test_more_is_higher() -> None:
    (line,) = paths(build_lines(DAYS, [Series("a", "A", [0, 1, 2])], height=200, title="", text=""))
    assert line[0][1] > line[1][1] > line[2][1]


def test_one_day_is_a_bar_and_a_dot() -> None:
    series = [Series("a", "A", [2])]
    assert "H" in build_stack(DAYS[:1], series, height=200, title="T", text="X")
    assert "<circle" in build_lines(DAYS[:1], series, height=200, title="T", text="X")


def test_labels_do_not_meet() -> None:
    series = [Series(key, key, [5, 5, 5]) for key in "abc"]
    svg = parsed(build_lines(DAYS, series, height=200, title="T", text="X"))
    heights = sorted(float(y) for y in svg.xpath("//*[contains(@class, '__label')]/@y"))
    assert all(later - earlier >= 17 for earlier, later in itertools.pairwise(heights))


def test_words_are_escaped() -> None:
    markup = build_lines(DAYS, [Series("a", "<b>", [1, 1, 1])], height=200, title='"', text="<i>")
    assert "<b>" not in markup
    assert parsed(markup).get("aria-label") == '". <i>'
