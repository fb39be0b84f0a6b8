from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.clinics.spreadsheets.plan import Outcome, build_plan, check_table
from articles.clinics.spreadsheets.reading import read_table
from articles.clinics.spreadsheets.writing import import_table


class Command(BaseCommand):
    help = "Imports clinics from a CSV or Excel file: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--leave-out-refused", action="store_true", help="import the rows that are right"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            table = read_table(path.name, path.read_bytes())
            check_table(table)
            plan = build_plan(table)
            self._say(plan)
            if options["dry_run"]:
                return
            import_table(
                table,
                digest=plan.digest,
                leave_out=options["leave_out_refused"],
                user=None,
            )
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(self.style.SUCCESS(f"{len(plan.to_write)} clinics written."))

    def _say(self, plan: Any) -> None:
        for row in plan.rows:
            if row.outcome == Outcome.SAME:
                continue
            self.stdout.write(f"Row {row.number}, {row.slug or row.name}: {row.outcome.label}")
            for each in row.refusals:
                self.stdout.write(f"  {each.column}: {each.message}")
            for each in row.differences:
                self.stdout.write(f"  {each.column}: {each.before!r} -> {each.after!r}")
        counts = ", ".join(f"{plan.count(each)} {each.label}".lower() for each in Outcome)
        self.stdout.write(counts)
