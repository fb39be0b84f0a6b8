"""Measure delivery, publishing and rebuilding, and print what was reached beside the goals.

    python -m tests.benchmarks [--quick] [--database sqlite|postgres] [--only NAME,...]

README.md in this folder says what is measured and how. Asserts nothing; exits with 0.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from tests.benchmarks.delivery import GROUPS, measure_delivery
from tests.benchmarks.environment import Library, postgres_library, sqlite_library, versions
from tests.benchmarks.report import Goal, print_goals, print_table
from tests.benchmarks.searching import measure_search, measure_search_beside_wagtail
from tests.benchmarks.starting import seconds_to_first_answer
from tests.benchmarks.steps import run_step

NAMES = (*GROUPS, "search", "rebuild", "publish", "checks", "start")
REBUILT = 10_000


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    small: int = 1_000
    large: int = 20_000
    searched: int = 100_000
    rounds: int = 3
    seconds: float = 8
    publications: int = 40


QUICK = Plan(small=200, large=1_000, searched=5_000, seconds=2, publications=10)


def main() -> None:
    arguments = parse_arguments()
    names = arguments.only or [name for name in NAMES if not (arguments.quick and name == "start")]
    signal.signal(signal.SIGTERM, end)
    print(f"{versions()}; {arguments.database}", flush=True)
    try:
        with ExitStack() as stack:
            folder = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="clinic-articles-bench-"))
            )
            run = Run(QUICK if arguments.quick else Plan(), arguments.database, folder, stack)
            goals = run.measure(names)
    except KeyboardInterrupt:
        sys.exit("Stopped; everything that was started has been ended.")
    print_goals(goals)


def end(number: int, frame: FrameType | None) -> None:
    """SIGTERM ends a run as Ctrl-C does: tidily."""
    raise KeyboardInterrupt


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small libraries, short rounds")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument(
        "--only", type=names_of, default=[], metavar="NAME,...", help=f"of {', '.join(NAMES)}"
    )
    return parser.parse_args()


def names_of(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(NAMES):
        raise argparse.ArgumentTypeError(
            f"{', '.join(sorted(unknown))}: not one of {', '.join(NAMES)}"
        )
    return names


class Run:
    """One run: libraries are filled when something needs them."""

    def __init__(self, plan: Plan, database: str, folder: Path, stack: ExitStack) -> None:
        self.plan = plan
        self.folder = folder
        self.stack = stack
        self.make_library = postgres_library if database == "postgres" else sqlite_library

    def measure(self, names: Collection[str]) -> list[Goal]:
        goals: list[Goal] = []
        if set(names) - {"search", "checks", "start"}:
            large, sample = self.library(self.plan.large)
            # Delivery first: what publishing leaves in the database must not be read.
            goals += self.deliver(large, sample, [name for name in names if name in GROUPS])
            if "rebuild" in names:
                goals += self.rebuild(large)
            if "publish" in names:
                goals += self.publish(large)
        if "search" in names:
            goals += self.search()
        if "checks" in names:
            goals += self.checks()
        if "start" in names:
            goals += self.start()
        return goals

    @cache  # noqa: B019
    def library(self, size: int) -> tuple[Library, dict[str, Any]]:
        print(f"Making a library of {size:,} articles ...", flush=True)
        library = self.stack.enter_context(self.make_library(self.folder, size))
        sample = run_step("library", size, env=library.env())
        smallest, middle, largest = sample["sizes"]
        print(
            f"  {size:,} documents built in {sample['built']:.0f} s, of {smallest:,} to "
            f"{largest:,} bytes (median {middle:,})",
            flush=True,
        )
        return library, sample

    def deliver(self, large: Library, sample: dict[str, Any], groups: list[str]) -> list[Goal]:
        if not groups:
            return []
        small, _sample = self.library(self.plan.small)
        try:
            return measure_delivery(
                small=small,
                large=large,
                sample=sample,
                folder=self.folder,
                groups=groups,
                rounds=self.plan.rounds,
                seconds=self.plan.seconds,
            )
        except FileNotFoundError as missing:
            print(f"\n{missing}")
            return []

    def search(self) -> list[Goal]:
        libraries = []
        for size in (self.plan.small, self.plan.searched):
            print(f"Making {size:,} articles to search ...", flush=True)
            folder = self.folder / "searched"
            folder.mkdir(exist_ok=True)
            library = self.stack.enter_context(self.make_library(folder, size))
            built = run_step("search_library", size, env=library.env())["built"]
            print(f"  in {built:.0f} s", flush=True)
            libraries.append(library)
        whole, _sample = self.library(self.plan.small)
        try:
            return [
                *measure_search(
                    small=libraries[0],
                    large=libraries[1],
                    folder=self.folder,
                    rounds=self.plan.rounds,
                    seconds=self.plan.seconds,
                ),
                *measure_search_beside_wagtail(
                    library=whole,
                    folder=self.folder,
                    rounds=self.plan.rounds,
                    seconds=self.plan.seconds,
                ),
            ]
        except FileNotFoundError as missing:
            print(f"\n{missing}")
            return []

    def rebuild(self, large: Library) -> list[Goal]:
        found = run_step("rebuilding", env=large.env())
        count = found["articles"]
        print(f"\nrebuild_documents, {count:,} articles")
        rows = [
            (name, f"{found[key]:.1f}", f"{count / found[key]:,.0f}")
            for name, key in (("none is there", "missing"), ("none differs", "unchanged"))
        ]
        print_table(("", "seconds", "articles/s"), rows)
        seconds = max(found["missing"], found["unchanged"]) * REBUILT / count
        return [Goal(f"rebuild of {REBUILT:,}", seconds, 30, "s", at_most=True)]

    def publish(self, large: Library) -> list[Goal]:
        found = run_step("publishing", self.plan.publications, env=large.env())
        print("\nrevision.publish(), no new image")
        rows = [
            (name, f"{found[key][0]:.0f}", f"{found[key][1]:.0f}", f"{found[key][2]}")
            for name, key in (("article", "ours"), ("plain Wagtail page", "plain"))
        ]
        print_table(("", "ms", "CPU ms", "queries"), rows)
        return [Goal("publish / plain Wagtail page", found["ratio"], 1.5, at_most=True)]

    def checks(self) -> list[Goal]:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        found = run_step("checks", env=env)
        print("\nAll editorial rules over one article")
        rows = [
            (
                language,
                f"{row['words']:,}",
                f"{row['new']:.0f}",
                f"{row['changed']:.0f}",
                f"{row['findings']}",
                f"{row['panel']:.0f}",
            )
            for language, row in found.items()
        ]
        heads = ("", "words", "new text, ms", "one change, ms", "findings", "their panel, ms")
        print_table(heads, rows)
        slowest = max(row["new"] for row in found.values())
        panel = max(row["panel"] for row in found.values())
        return [
            Goal("all rules, 3,000 words", slowest, 100, "ms", at_most=True),
            Goal("side panel in an autosave", panel, 100, "ms", at_most=True),
        ]

    def start(self) -> list[Goal]:
        print("\nStarting `make run` on a fresh clone ...", flush=True)
        try:
            seconds = seconds_to_first_answer(self.folder)
        except RuntimeError as failure:
            print(failure)
            return []
        return [Goal("make run to first answer", seconds, 60, "s", at_most=True)]


if __name__ == "__main__":
    main()
