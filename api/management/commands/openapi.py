"""`manage.py openapi`: write the stored OpenAPI, or check that it is current."""

import difflib
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.validation import validate_schema

from api.v1.openapi import build_schema
from api.v1.openapi_yaml import as_yaml
from api.v1.views.schema import STORED


class Command(BaseCommand):
    help = "Write the OpenAPI description of the delivery API to api/openapi.yaml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail and show what differs."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        schema = build_schema()
        validate_schema(schema)  # type: ignore[no-untyped-call]
        generated = as_yaml(schema)
        stored = STORED.read_text(encoding="utf-8") if STORED.exists() else ""
        if not options["check"]:
            STORED.write_text(generated, encoding="utf-8")
            self.stdout.write(f"Wrote {STORED.name}.")
        elif generated != stored:
            raise CommandError(f"{STORED.name} is not current:\n{difference(stored, generated)}")


def difference(stored: str, generated: str) -> str:
    """Return a unified diff from the stored description to the generated one."""
    lines = difflib.unified_diff(
        stored.splitlines(), generated.splitlines(), "stored", "generated", lineterm=""
    )
    return "\n".join([*lines, "Review the change, then run `manage.py openapi` and commit."])
