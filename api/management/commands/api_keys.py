"""`manage.py api_keys`: make, list, rotate and revoke keys from a shell."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from api.keys.operations import (
    KeyNotActiveError,
    NewKey,
    TooManyKeysError,
    create_key,
    revoke_key,
    rotate_key,
)
from api.models import ApiClient, ApiKey, Scope
from articles.models import Clinic


class Command(BaseCommand):
    help = "Make, list, rotate and revoke API keys. A new key is printed once, on standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser("create", help="give a client a key; a new name, a new client")
        create.add_argument("client", help="the client's name")
        create.add_argument("--contact", default="", help="whom to tell before the key stops")
        create.add_argument(
            "--scope", action="append", choices=Scope.values, help="may be repeated; read"
        )
        create.add_argument("--clinic", help="slug of the only clinic it answers for")
        create.add_argument("--locale", action="append", help="may be repeated; the first: default")
        create.add_argument("--requests-per-minute", type=int)
        _add_days(create)
        actions.add_parser("list", help="all keys, without their secrets")
        rotate = actions.add_parser("rotate", help="make the key that takes another's place")
        rotate.add_argument("key", help="its prefix: ca_...")
        rotate.add_argument(
            "--overlap-hours", type=float, default=24, help="the old one works on for (24)"
        )
        _add_days(rotate)
        revoke = actions.add_parser("revoke", help="have a key refused, for ever")
        revoke.add_argument("key", help="its prefix: ca_...")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except TooManyKeysError:
            raise CommandError(
                f"This client has {ApiClient.MOST_KEYS} active keys. Revoke one first."
            ) from None
        except KeyNotActiveError:
            raise CommandError("This key is not active. Create one instead.") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def _create(self, options: dict[str, Any]) -> None:
        with transaction.atomic():
            client = ApiClient.objects.filter(name=options["client"]).first()
            if client is None:
                client = _new_client(options)
            elif _describes_client(options):
                raise CommandError(
                    f"There is a client “{client}” already: change it in the admin, or leave the "
                    "options that describe it out."
                )
            self._print(create_key(client, expires_at=_expiry(options)))

    def _list(self, options: dict[str, Any]) -> None:
        for key in ApiKey.objects.select_related("client__clinic"):
            client = key.client
            facts = [
                f"ca_{key.prefix}",
                str(key.state().value),
                client.name,
                ",".join(client.scopes),
                f"clinic {client.clinic.slug}" if client.clinic else "any clinic",
                ",".join(client.locales) or "all languages",
                f"expires {_day(key.expires_at)}",
                f"last used {_day(key.last_used_at)}",
            ]
            self.stdout.write("\t".join(facts))

    def _rotate(self, options: dict[str, Any]) -> None:
        overlap = timedelta(hours=options["overlap_hours"])
        old = _key(options["key"])
        self._print(rotate_key(old, overlap=overlap, expires_at=_expiry(options)))
        old.refresh_from_db()
        self.stderr.write(f"ca_{old.prefix} works until {old.expires_at:%Y-%m-%d %H:%M} UTC.")

    def _revoke(self, options: dict[str, Any]) -> None:
        key = _key(options["key"])
        revoke_key(key)
        self.stdout.write(f"ca_{key.prefix} of {key.client} is refused within five seconds.")

    def _print(self, new: NewKey) -> None:
        """The key alone on standard output, so that it can be piped to where it is kept."""
        self.stderr.write("Keep this key: it is shown this once.")
        self.stdout.write(new.text.whole)


def _add_days(parser: ArgumentParser) -> None:
    parser.add_argument("--expires-days", type=int, help="without it the key does not expire")


def _new_client(options: dict[str, Any]) -> ApiClient:
    clinic = None
    if options["clinic"]:
        clinic = Clinic.objects.filter(slug=options["clinic"]).first()
        if clinic is None:
            raise CommandError(f"There is no clinic with the slug {options['clinic']}.")
    client = ApiClient(
        name=options["client"],
        contact=options["contact"],
        scopes=options["scope"] or [Scope.READ.value],
        clinic=clinic,
        locales=options["locale"] or [],
        requests_per_minute=options["requests_per_minute"],
    )
    client.full_clean()
    client.save()
    return client


def _describes_client(options: dict[str, Any]) -> bool:
    described = ("contact", "scope", "clinic", "locale", "requests_per_minute")
    return any(options[name] for name in described)


def _expiry(options: dict[str, Any]) -> datetime | None:
    days = options["expires_days"]
    if days is None:
        return None
    if days < 1:
        raise CommandError("--expires-days must be 1 or more.")
    return timezone.now() + timedelta(days=days)


def _key(prefix: str) -> ApiKey:
    """Return the key with this public part. A whole key is no good here: shells remember."""
    key = ApiKey.objects.select_related("client").filter(prefix=prefix.removeprefix("ca_")).first()
    if key is None:
        raise CommandError("There is no key with this prefix. See `manage.py api_keys list`.")
    return key


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "never"
