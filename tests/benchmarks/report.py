"""What a run prints: figures, and the goals beside what was reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks.load import Case


@dataclass(frozen=True)
class Goal:
    """A figure with its goal. `at_most` tells from which side it is met."""

    name: str
    reached: float
    goal: float
    unit: str = "x"
    at_most: bool = False
    later: bool = False
    """Beyond what the first release has to reach."""

    @property
    def met(self) -> bool:
        return self.reached <= self.goal if self.at_most else self.reached >= self.goal


def print_cases(title: str, cases: Sequence[Case], *, base: Case) -> None:
    print(f"\n{title}")
    header = ("", "req/s", "p50 ms", "p99 ms", "CPU us/req", "bytes", f"of {base.name}")
    rows = [
        (
            case.name,
            f"{case.median('rate'):,.0f}",
            f"{case.median('p50'):.1f}",
            f"{case.median('p99'):.1f}",
            f"{case.median('cpu'):,.0f}",
            f"{case.median('size'):,.0f}",
            f"{case.times(base):.3f}",
        )
        for case in cases
    ]
    print_table(header, rows)


def print_goals(goals: Sequence[Goal]) -> None:
    print("\nGoals")
    rows = [
        (
            goal.name + (" (later)" if goal.later else ""),
            f"{goal.reached:,.2f} {goal.unit}",
            f"{'<=' if goal.at_most else '>='} {goal.goal:g} {goal.unit}",
            "met" if goal.met else "MISSED",
        )
        for goal in goals
    ]
    print_table(("", "reached", "goal", ""), rows)


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in (header, *rows)) for column in range(len(header))]
    for row in (header, *rows):
        first, *rest = (
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join(("", first, *rest)).rstrip())
