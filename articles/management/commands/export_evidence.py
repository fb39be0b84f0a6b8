"""`manage.py export_evidence`: what was live when, and who signed it, as a signed ZIP."""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.evidence.archive import write_archive
from articles.evidence.keys import NoEvidenceKey, signing_key
from articles.evidence.records import all_subjects, subjects_named


class Command(BaseCommand):
    help = "Exports the evidence of articles, all of them unless some are named, as a signed ZIP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "ids",
            nargs="*",
            metavar="ID",
            help="a page's number, or an article's id (UUID) for it in every language, deleted too",
        )
        parser.add_argument("--output", required=True, metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = signing_key()
            subjects = list(subjects_named(options["ids"])) if options["ids"] else all_subjects()
        except NoEvidenceKey as error:
            raise CommandError(str(error)) from error
        except LookupError as error:
            raise CommandError(f"Nothing is on record of {error}.") from error
        output: Path = options["output"]
        count = _write(output, subjects, key)
        articles = "article" if count == 1 else "articles"
        self.stdout.write(f"{output}: {count} {articles}, signed with the key {key.public.id}.")


def _write(output: Path, subjects: Any, key: Any) -> int:
    """Write beside the place and move there at the end: what is there is always whole."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            count = write_archive(file, dict.fromkeys(subjects), key)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
    return count
