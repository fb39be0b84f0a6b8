"""`manage.py withdraw_article`: take an article back without a browser."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.models import Clinic, Severity, Withdrawal
from articles.review.library import article_pages
from articles.withdrawing.state import withdrawn_everywhere
from articles.withdrawing.withdraw import withdraw


class Command(BaseCommand):
    help = (
        "Withdraws a live article: from then on every front end gets its reason instead of its "
        "text. It comes back in the admin, once it has been signed off again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="of the article")
        parser.add_argument(
            "--locale", metavar="CODE", help="only this language; by default all that are live"
        )
        parser.add_argument(
            "--clinic",
            metavar="SLUG",
            action="append",
            default=[],
            help="only at this clinic; may be given more than once",
        )
        parser.add_argument("--severity", required=True, choices=Severity.values)
        parser.add_argument("--reason", required=True, help="public: readers are told")
        parser.add_argument("--replacement", metavar="SLUG", help="a live article to read instead")
        parser.add_argument(
            "--confirm", metavar="SLUG", help="the slug again, where it is critical"
        )
        parser.add_argument("--user", metavar="NAME", help="who withdraws it, by their account")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, critical = options["slug"], options["severity"] == Severity.CRITICAL
        if critical and options["confirm"] != slug:
            raise CommandError(f"This is critical. Add --confirm {slug}")
        user = _user(options["user"])
        by = "" if user else f"manage.py withdraw_article ({getpass.getuser()})"
        try:
            made = withdraw(
                _pages(slug, options["locale"]),
                severity=options["severity"],
                reason=options["reason"],
                clinics=_clinics(options["clinic"]),
                replacement=_replacement(options["replacement"]),
                user=user,
                by=by,
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        except PermissionDenied as denied:
            raise CommandError(f"{options['user']} may not publish this article.") from denied
        for record in made:
            self.stdout.write(_said(record))


def _pages(slug: str, locale: str | None) -> list[Any]:
    """The article with this slug in every language, live or withdrawn, or only in ``locale``.

    Translations have slugs of their own.
    """
    named = article_pages().filter(slug=slug)
    found = article_pages().filter(translation_key__in=named.values("translation_key"))
    if locale is not None:
        found = found.filter(locale__language_code=locale)
    pages = list(found.select_related("locale").order_by("pk"))
    keys = {page.translation_key for page in pages}
    if not pages:
        where = f" in {locale}" if locale else ""
        raise CommandError(f"There is no article {slug!r}{where}.")
    if len(keys) > 1:
        raise CommandError(f"Several articles have the slug {slug!r}. Withdraw it in the admin.")
    taken = [page for page in pages if page.live or withdrawn_everywhere(page) is not None]
    if not taken:
        raise CommandError(f"{slug!r} is not live: there is nothing to withdraw.")
    return taken


def _clinics(slugs: list[str]) -> list[Clinic] | None:
    if not slugs:
        return None
    found = list(Clinic.objects.filter(slug__in=slugs).order_by("slug"))
    unknown = set(slugs) - {clinic.slug for clinic in found}
    if unknown:
        raise CommandError(f"There is no clinic {', '.join(sorted(unknown))}.")
    return found


def _replacement(slug: str | None) -> Any:
    if not slug:
        return None
    page = article_pages().filter(slug=slug, live=True).order_by("pk").first()
    if page is None:
        raise CommandError(f"There is no live article {slug!r} that could replace it.")
    return page


def _user(name: str | None) -> Any:
    if not name:
        return None
    users = get_user_model()
    user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    if user is None:
        raise CommandError(f"There is no account {name!r}.")
    return user


def _said(record: Withdrawal) -> str:
    where = f"at {record.clinic_slug}" if record.clinic_slug else "everywhere"
    return f"Withdrawn {where}: {record.slug} ({record.locale}), {record.severity}."
