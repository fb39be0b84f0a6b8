"""What a path of the front end leads to: an article, or a redirect that editors set."""

from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Site

from api.documents.columns import path_of
from api.documents.public_pages import public_pages
from api.reading.clinics import JOINS, TAKEN_BACK, get_notice, join_params, notice_at
from api.reading.public import PUBLIC, TABLE, moment
from api.reading.query import fetch

_WHERE = f"d.path = %s AND (({PUBLIC}) OR d.state = 'withdrawn')"
_ORDER = "d.state, CASE WHEN d.locale = %s THEN 0 ELSE 1 END, d.is_alias, d.page_id LIMIT 1"
_SQL = (
    "SELECT d.state, d.locale, d.card, d.body, d.cache_tags"  # noqa: S608
    f" FROM {TABLE} d WHERE {_WHERE} ORDER BY {_ORDER}"
)
_SQL_AT_CLINIC = (
    f"SELECT d.state, d.locale, d.card, d.body, d.cache_tags, d.article_id, {TAKEN_BACK}, n.id"  # noqa: S608
    f" FROM {TABLE} d{JOINS} WHERE {_WHERE}"
    f" AND (d.state = 'withdrawn' OR p.id IS NOT NULL OR {TAKEN_BACK}) ORDER BY {_ORDER}"
)


class FoundArticle(NamedTuple):
    """The article at a path: its card, or its notice where it was withdrawn."""

    withdrawn: bool
    locale: str
    json: bytes
    cache_tags: str


class FoundRedirect(NamedTuple):
    """Where readers are to be sent on."""

    to: str
    permanent: bool


def find_article(path: str, *, locale: str, clinic: str | None = None) -> FoundArticle | None:
    """Return the public or withdrawn article at `path`; where several are, that in `locale`.

    With a clinic, one that it carries, or that was taken back there or everywhere.
    """
    wanted = path_of(path)
    if not wanted:
        return None
    at = moment()
    params = (wanted, at.now, at.now, locale)
    if clinic is None:
        rows = fetch(_SQL, params)
    else:
        rows = fetch(_SQL_AT_CLINIC, (*join_params(clinic, at), *params))
    for state, locale_of, card, body, cache_tags, *at_clinic in rows:
        withdrawn = state == "withdrawn"
        found = bytes(body if withdrawn else card)
        if at_clinic:
            article_id, taken_back, clinic_id = at_clinic
            key = article_id if isinstance(article_id, UUID) else UUID(article_id)
            if withdrawn:
                found = notice_at(clinic_id, found, at)
            elif taken_back:
                withdrawn, found = True, get_notice(clinic_id, key, locale_of, at)
        return FoundArticle(withdrawn, locale_of, found, cache_tags)
    return None


def find_redirect(request: HttpRequest, path: str) -> FoundRedirect | None:
    """Return the redirect from `path` where one leads to something public.

    The site is the one that the request is for, else the default one: Wagtail's own rule. A
    public page that still stands at the path wins, whatever kind of page it is.
    """
    if not apps.is_installed("wagtail.contrib.redirects"):
        return None
    # Importable only where its app is installed.
    from wagtail.contrib.redirects.middleware import get_redirect
    from wagtail.contrib.redirects.models import Redirect

    try:
        whole = Redirect.normalise_path(path, decode_unicode=False)
    except ValueError:
        return None
    redirect = get_redirect(request, whole) or get_redirect(request, whole.partition("?")[0])
    if redirect is None:
        return None
    here = _tree_path(request, path)
    pages = public_pages(Q(pk=redirect.redirect_page_id) | Q(url_path=here))
    if any(page.pk != redirect.redirect_page_id for page in pages.values()):
        return None
    if redirect.redirect_page_id is None:
        to = redirect.redirect_link
    else:
        page = pages.get(redirect.redirect_page_id)
        to = page.url if page and page.url else ""
        if to and redirect.redirect_page_route_path:
            to = to.rstrip("/") + redirect.redirect_page_route_path
    return FoundRedirect(to, redirect.is_permanent) if to else None


def _tree_path(request: HttpRequest, path: str) -> str:
    """Return the place in Wagtail's tree that a path of the request's site names."""
    site = Site.find_for_request(request)
    if site is None:
        return ""
    inside = path_of(path).strip("/")
    root: str = site.root_page.url_path
    return f"{root}{inside}/" if inside else root
