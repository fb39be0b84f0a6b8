"""What people get while something the CMS needs is away: that they can try again, and when."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.defaults import server_error

RETRY_AFTER = 5
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PAGE = (
    "<!doctype html><html><head><meta charset=utf-8><title>{}</title></head>"
    "<body><h1>{}</h1><p>{}</p></body></html>"
)


def on_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed (`handler500`): 503 where it is no bug of ours."""
    reason = _reason(sys.exc_info()[1])
    if reason is None:
        return server_error(request)
    title = _("Not available right now")
    return HttpResponse(
        format_html(_PAGE, title, title, reason),
        status=503,
        headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"},
    )


def _reason(error: BaseException | None) -> str | None:
    """Return what happened, in words for editors; None where nobody knows."""
    if (isinstance(error, OSError) and error.errno in NO_ROOM) or _is_full(error):
        return _(
            "There is no room left to store anything, so nothing was saved. Articles are read as"
            " before. Tell whoever looks after the site, and save again once there is room."
        )
    if isinstance(error, OperationalError | InterfaceError):
        return _(
            "The database cannot be reached, so nothing was saved. Go back and try again in a"
            " moment."
        )
    return None


def _is_full(error: BaseException | None) -> bool:
    """As SQLite and PostgreSQL say it."""
    text = str(error)
    is_said = "database or disk is full" in text or "No space left" in text
    return isinstance(error, OperationalError) and is_said
