"""`manage.py verify_evidence`: says whether an export is whole and unchanged, and what it tells."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.evidence.keys import NoEvidenceKey, PublicKey, signing_key
from articles.evidence.verification import Verification, verify_archive


class Command(BaseCommand):
    help = (
        "Verifies an export of evidence: its signature, every file, every text against its "
        "content hash. Exits with 1 when the archive is not what was exported. Findings, such as "
        "a text that was live without a sign-off, are listed and are no fault of the archive."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--public-key",
            action="append",
            default=[],
            metavar="PEM",
            type=Path,
            help="a key to trust; repeatable. Without it: the site's own, else the one inside",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        trusted = [_read_key(path) for path in options["public_key"]] or _own_key()
        try:
            with options["file"].open("rb") as file:
                result = verify_archive(file, trusted)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        self._tell(result)
        if result.faults:
            count = len(result.faults)
            raise CommandError(
                f"{count} {'fault' if count == 1 else 'faults'}: this archive is not what was "
                "exported.",
                returncode=1,
            )
        self.stdout.write("The archive is whole and unchanged.")

    def _tell(self, result: Verification) -> None:
        if result.key:
            manifest = result.manifest
            self.stdout.write(
                f"Signed with the key {result.key.id} on {manifest.get('exported_at')}; "
                f"{manifest.get('articles')} articles, {len(manifest.get('files', ()))} files."
            )
            if not result.key_is_trusted:
                self.stdout.write(
                    self.style.WARNING(
                        "That key is the one inside the archive. Compare its id with the one that "
                        "the publisher gave you, or name the publisher's key with --public-key."
                    )
                )
        for fault in result.faults:
            self.stdout.write(self.style.ERROR(f"FAULT    {fault}"))
        for finding in result.findings:
            self.stdout.write(self.style.WARNING(f"finding  {finding}"))


def _read_key(path: Path) -> PublicKey:
    try:
        return PublicKey.from_pem(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(f"{path} is no Ed25519 public key in PEM.") from error


def _own_key() -> list[PublicKey]:
    try:
        return [signing_key().public]
    except NoEvidenceKey:
        return []
