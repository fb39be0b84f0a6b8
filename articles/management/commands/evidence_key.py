"""`manage.py evidence_key`: make the key that signs evidence, or show its public half."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.evidence.keys import NoEvidenceKey, PublicKey, SigningKey, new_key, signing_key


class Command(BaseCommand):
    help = (
        "Makes a new key for EVIDENCE_KEY and prints it with its public key; with --public, "
        "prints the public key of the one that is set."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--public", action="store_true", help="only the public key of the site's own key"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["public"]:
            try:
                self._write_public(signing_key().public)
            except NoEvidenceKey as error:
                raise CommandError(str(error)) from error
            return
        text = new_key()
        self.stdout.write(f"EVIDENCE_KEY={text}")
        self._write_public(SigningKey.from_text(text).public)

    def _write_public(self, key: PublicKey) -> None:
        self.stdout.write(f"Key id: {key.id}")
        self.stdout.write(key.pem.decode(), ending="")
