"""Rebuild the stored documents, or report which of them are not what they should be."""

import gc
import os
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from api.changes.clinic_facts import write_clinic_facts
from api.documents import images, media, store
from api.documents.preparation import prepare
from api.documents.processes import can_fork, map_batches
from api.documents.search.write import prune_words
from api.documents.sources import ArticleSource, article_models
from api.models import DeliveryDocument, search_indexes

DIFFERENCES_FOUND = 1
# Each has a whole Django and a batch in memory, and editors need the database meanwhile.
MOST_PROCESSES = 8


class Command(BaseCommand):
    help = (
        "Rebuilds the delivery documents of all articles, in batches. Documents that are right "
        "are not written. With --check, writes nothing and exits with 1 when any differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Report differences; change nothing."
        )
        parser.add_argument(
            "--after",
            type=int,
            default=0,
            metavar="PAGE_ID",
            help="Go on after this page, as an interrupted run said.",
        )
        parser.add_argument(
            "--batch-size",
            type=int,
            default=store.BATCH,
            metavar="N",
            help=f"Articles in one transaction (default: {store.BATCH}).",
        )

        parser.add_argument(
            "--processes",
            type=int,
            metavar="N",
            help="Processes that build at the same time (default: one a processor).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch_size"] < 1:
            raise CommandError("--batch-size must be 1 or more.")
        ids = [page_id for page_id in _all_page_ids() if page_id > options["after"]]
        batches = list(store.batches(ids, options["batch_size"]))
        progress = Progress(self, len(ids))
        done = options["after"]
        differing: list[int] = []
        processes = _processes(options["processes"], len(batches))
        act = check if options["check"] else rebuild
        results = map_batches(act, batches, processes=processes)
        try:
            for batch, result in zip(batches, results, strict=True):
                for warning in result.warnings:
                    self.stderr.write(self.style.WARNING(warning))
                differing += result.differing
                done = batch[-1]
                progress.advance(len(batch))
        except (KeyboardInterrupt, BrokenProcessPool) as error:
            progress.end()
            how = "A process ended unexpectedly" if isinstance(error, Exception) else "Stopped"
            raise CommandError(
                f"{how}. All up to page {done} is done; go on with --after {done}."
            ) from None
        progress.end()
        if not options["check"]:
            self._finish_search()
            write_clinic_facts()
            media.retire_unused()
            media.delete_retired_files()
        self._report(ids, differing, check=options["check"], seconds=progress.seconds)

    def _finish_search(self) -> None:
        """What the search needs of PostgreSQL may have become possible since the migration."""
        if connection.vendor != "postgresql":
            return
        prune_words()
        if not search_indexes.create_trigrams(connection):
            self.stderr.write(
                self.style.WARNING("Without the extension pg_trgm mistyped words find nothing.")
            )

    def _report(self, ids: list[int], differing: list[int], *, check: bool, seconds: float) -> None:
        if not check:
            self.stdout.write(
                f"{len(ids)} articles looked at, {len(differing)} documents rewritten, "
                f"{seconds:.1f} s."
            )
            return
        for page_id in differing:
            self.stdout.write(f"page {page_id}: {_state_of(page_id)}")
        self.stdout.write(f"{len(ids)} articles looked at, {len(differing)} differ.")
        if differing:
            raise CommandError(
                "Run rebuild_documents to put them right.", returncode=DIFFERENCES_FOUND
            )


class Result(NamedTuple):
    """What became of a batch."""

    differing: list[int]
    warnings: list[str]


def check(batch: list[int]) -> Result:
    with garbage_collected_at_the_end():
        return Result(sorted(store.differences(batch)), [])


def rebuild(batch: list[int]) -> Result:
    warnings = []

    def make_images(sources: Collection[ArticleSource]) -> Mapping[int, images.ImageData]:
        try:
            return prepare(sources)
        except images.ImageError as error:
            # The text matters more: the document is built without that image.
            warnings.append(str(error))
            return {}

    with garbage_collected_at_the_end():
        return Result(sorted(store.rebuild(batch, prepare=make_images)), warnings)


def _processes(wanted: int | None, batches: int) -> int:
    if wanted is not None and not 1 <= wanted <= MOST_PROCESSES:
        raise CommandError(f"--processes must be from 1 to {MOST_PROCESSES}.")
    if not can_fork():
        return 1
    return max(1, min(wanted or os.cpu_count() or 1, batches, MOST_PROCESSES))


@contextmanager
def garbage_collected_at_the_end() -> Iterator[None]:
    """Look for garbage once, not all the time among the many objects that are still in use.

    That is a quarter of the time of a batch.
    """
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
        gc.unfreeze()


class Progress:
    """A bar on a terminal, silence elsewhere."""

    WIDTH = 40

    def __init__(self, command: BaseCommand, total: int) -> None:
        self._command, self._total, self._done = command, total, 0
        self._visible = sys.stderr.isatty() and total > 0
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def advance(self, number: int) -> None:
        self._done += number
        if self._visible:
            filled = self.WIDTH * self._done // self._total
            bar = "#" * filled + "." * (self.WIDTH - filled)
            self._command.stderr.write(f"\r[{bar}] {self._done}/{self._total}", ending="")

    def end(self) -> None:
        if self._visible:
            self._command.stderr.write("")


def _all_page_ids() -> list[int]:
    """Articles, and documents whose page is no article any more."""
    ids = set(DeliveryDocument.objects.values_list("page_id", flat=True))
    for model in article_models():
        ids.update(model._default_manager.values_list("pk", flat=True))
    return sorted(ids)


def _state_of(page_id: int) -> str:
    row = DeliveryDocument.objects.filter(pk=page_id).values_list("state", "version").first()
    return f"{row[0]}, version {row[1]}, differs" if row else "has no document"
