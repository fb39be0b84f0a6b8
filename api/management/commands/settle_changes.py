"""Bring the log of changes up to the present: what time alone has changed, and what is too old."""

from typing import Any

from django.core.management.base import BaseCommand

from api.changes.documents import settle
from api.changes.log import prune
from api.documents import media


class Command(BaseCommand):
    help = (
        "Tells front ends, in /changes/, of articles that went live or expired by their dates, of "
        "reviews that lapsed, and of placements that began or ended; and forgets changes older "
        "than CHANGES_KEPT_DAYS. Run it once a minute. Publications do the first as well."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        log = settle()
        pruned = prune()
        media.delete_retired_files()
        self.stdout.write(f"The log of changes stands at {log.sequence}; {pruned} forgotten.")
