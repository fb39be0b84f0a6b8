"""The ways to withdraw and to reinstate from an article's header and from listings."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from articles.models.pages import AbstractArticlePage
from articles.withdrawing.state import current_withdrawals
from articles.withdrawing.withdraw import may_withdraw

WITHDRAW, REINSTATE = "articles_withdrawals:withdraw", "articles_withdrawals:reinstate"


def withdrawal_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In the menu of an article's header, for those who may publish it."""
    if not _is_article(page) or not may_withdraw(user, page):
        return
    current = current_withdrawals(page)
    if page.live:
        yield _button(_("Withdraw"), WITHDRAW, page.pk, "warning", 61)
    elif any(record.is_everywhere for record in current):
        yield _button(_("Change the withdrawal"), WITHDRAW, page.pk, "warning", 61)
    for record in current:
        label = _("Reinstate")
        if record.clinic_slug:
            label = _("Reinstate at %(clinic)s") % {"clinic": record.clinic_name}
        yield _button(label, REINSTATE, record.pk, "undo", 62)


def listing_button(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a row; what is withdrawn leads on from its own header."""
    if _is_article(page) and page.live and may_withdraw(user, page):
        yield _button(_("Withdraw"), WITHDRAW, page.pk, "warning", 45)


def say_withdrawn(request: HttpRequest, page: Any) -> None:
    """Above the form of an article that is withdrawn: why, and the way back."""
    may = may_withdraw(request.user, page)
    for record in current_withdrawals(page):
        where = _("withdrawn")
        if record.clinic_slug:
            where = _("withdrawn at %(clinic)s") % {"clinic": record.clinic_name}
        text = _("This article is %(where)s (%(severity)s): %(reason)s") % {
            "where": where,
            "severity": record.get_severity_display(),
            "reason": record.reason,
        }
        url = reverse(REINSTATE, args=[record.pk])
        buttons = [messages.button(url, _("Reinstate"))] if may else []
        messages.warning(request, text, buttons=buttons)


def _button(label: str, url_name: str, key: int, icon: str, priority: int) -> Button:
    return Button(label, url=reverse(url_name, args=[key]), icon_name=icon, priority=priority)


def _is_article(page: Any) -> bool:
    return isinstance(page, AbstractArticlePage) and bool(page.pk) and not page.alias_of_id
