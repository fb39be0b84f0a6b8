"""What has to be done about reviews once a day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.review import daily


class Command(BaseCommand):
    help = (
        "Sends reminders of reviews, takes overdue articles down where the site wants it, and "
        "keeps records and figures up to date. Run it once a day; twice does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", action="append", choices=list(daily.STEPS), metavar="STEP", default=[],
            help=f"only this step; repeatable: {', '.join(daily.STEPS)}",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = daily.run_daily_review(options["only"])
        failed = [name for name, each in outcomes.items() if each is None or each.failed]
        for name, outcome in outcomes.items():
            if outcome is not None:
                more = f", {outcome.failed} failed" if outcome.failed else ""
                self.stdout.write(f"{name}: {outcome.done} {daily.STEPS[name].done}{more}")
        if failed:
            raise CommandError(f"Not all went well: {', '.join(failed)}. The log says why.")
