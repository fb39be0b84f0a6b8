"""Mails to people who work in the admin, each in their own language."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.mail import send_mail
from wagtail.admin.utils import get_admin_base_url
from wagtail.users.models import UserProfile


@contextmanager
def in_language_of(user: Any) -> Iterator[None]:
    """Texts and dates as this person has set in their account."""
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        yield


def send_to(
    user: Any, template: str, context: dict[str, Any], *, folder: str = "articles/mail"
) -> None:
    """Send one person the mail of ``<folder>/<template>_subject.txt`` and ``<template>.txt``.

    Raises what the mail server's connection raises.
    """
    with in_language_of(user):
        values = {**context, "user": user, "site_name": site_name()}
        subject = render_to_string(f"{folder}/{template}_subject.txt", values)
        body = render_to_string(f"{folder}/{template}.txt", values)
    send_mail(" ".join(subject.split()), body.strip(), [user.email])


def admin_url(name: str, *args: Any) -> str:
    """The whole address of a screen of the admin: `WAGTAILADMIN_BASE_URL` and its path."""
    return f"{(get_admin_base_url() or '').rstrip('/')}{reverse(name, args=args)}"


def site_name() -> str:
    return str(getattr(settings, "WAGTAIL_SITE_NAME", ""))


def reachable(users: Iterable[Any]) -> list[Any]:
    """Those who have an account in use and an address."""
    return [user for user in users if user and user.is_active and user.email]
