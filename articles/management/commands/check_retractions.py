"""`manage.py check_retractions`: hold our citations against a list of retractions."""

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.retractions.notices import NoticesUnreadable, read_notices
from articles.retractions.plan import (
    Change,
    Effect,
    apply_plan,
    read_plan,
    retracted_after,
    superseded,
    today,
)
from articles.retractions.resting import Resting, find_resting

EFFECTS = {
    Effect.MARK: "marks it as retracted",
    Effect.UNMARK: "takes the mark away",
    Effect.NOTHING: "is known already",
    Effect.NOTED: "is noted, and marks nothing",
    Effect.OUTDATED: "was followed by a later notice",
}


class Command(BaseCommand):
    help = (
        "Marks citations that a CSV of retractions names, such as the one that Retraction Watch "
        "publishes, and lists the articles and claims that rest on a retracted or a superseded "
        "source."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would change, row by row"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        changes = _read(options["file"])
        for change in changes:
            notice = change.notice
            when = f" of {notice.date}" if notice.date else ""
            self.stdout.write(
                f"line {notice.line}: {notice.stated_nature}{when} {EFFECTS[change.effect]}: "
                f"{change.title} ({notice.doi or notice.pmid})"
            )
        retracted = retracted_after(changes)
        if options["dry_run"]:
            count = sum(change.effect in (Effect.MARK, Effect.UNMARK) for change in changes)
            self.stdout.write(f"Nothing was changed. {count} citations would be.")
        else:
            count = apply_plan(changes, today=today())
            self.stdout.write(f"{count} citations were changed.")
        self._list("retracted", find_resting(retracted))
        self._list("superseded", find_resting(superseded()))

    def _list(self, what: str, places: Iterable[Resting]) -> None:
        articles = 0
        for (page_id, title, locale), found in groupby(places, key=lambda place: place[:3]):
            if not articles:
                self.stdout.write(f"Articles that rest on a {what} source:")
            articles += 1
            self.stdout.write(f"  {title} ({page_id}, {locale})")
            for place in found:
                words = f"claim “{place.claim}”" if place.claim else "named as a source"
                self.stdout.write(f"    {place.state} · {place.section}: {words} · {place.source}")
        if not articles:
            self.stdout.write(f"No article rests on a {what} source.")


def _read(path: Path) -> Sequence[Change]:
    try:
        with path.open("rb") as file:
            return read_plan(read_notices(file))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except NoticesUnreadable as error:
        raise CommandError(f"{path} cannot be used. {error}") from error
