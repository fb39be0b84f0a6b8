"""Which pages everybody may see now, and what of them may be told to everybody."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

import swapper
from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageViewRestriction

from api.conf import get_setting
from api.documents.sources import article_models
from articles.models import Withdrawal


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page that everybody may see. `kind` and `summary` are blank unless it is an article."""

    pk: int
    translation_key: UUID
    locale: str
    slug: str
    title: str
    url: str | None
    is_article: bool
    is_alias: bool
    last_published_at: datetime.datetime | None
    kind: str = ""
    summary: str = ""


def live_now() -> Q:
    """Live and inside its go-live and expiry window, which a scheduler may not have applied yet."""
    now = timezone.now()
    return (
        Q(live=True)
        & (Q(expire_at=None) | Q(expire_at__gt=now))
        & (Q(go_live_at=None) | Q(go_live_at__lte=now))
    )


def private() -> Q:
    """Under a view restriction, its own or an ancestor's."""
    restricted = Q(pk__in=())
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        restricted |= Q(path__startswith=path)
    return restricted


def withdrawn() -> Q:
    """Taken back everywhere, and aliases, which show the same text at another address.

    Only for one clinic is that clinic's matter.
    """
    open_ones = Withdrawal.objects.open().everywhere().filter(page__isnull=False)
    ids = open_ones.values("page_id")
    return Q(pk__in=ids) | Q(alias_of__in=ids)


def public_pages(condition: Q) -> dict[int, PublicPage]:
    """The pages that meet `condition` and are public, by id."""
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    found = (
        pages.filter(condition)
        .filter(live_now())
        .exclude(private())
        .exclude(withdrawn())
        .select_related("locale")
        .order_by("pk")
    )
    rows = list(found)
    details: Mapping[int, tuple[str, str]] = {
        pk: (kind, summary)
        for model in article_models()
        for pk, kind, summary in model._default_manager.filter(
            pk__in=[page.pk for page in rows]
        ).values_list("pk", "kind", "summary")
    }
    cache = UrlCache()
    result = {}
    for page in rows:
        kind, summary = details.get(page.pk, ("", ""))
        result[page.pk] = PublicPage(
            pk=page.pk,
            translation_key=page.translation_key,
            locale=page.locale.language_code,
            slug=page.slug,
            title=page.title,
            url=page_url(page, page.locale.language_code, is_article=bool(kind), cache=cache),
            is_article=page.pk in details,
            is_alias=page.alias_of_id is not None,
            last_published_at=page.last_published_at,
            kind=kind,
            summary=summary,
        )
    return result


class UrlCache:
    """Where Wagtail keeps the sites' root paths, so that a batch looks them up once."""


def page_url(
    page: object, locale: str, *, is_article: bool, cache: UrlCache | None = None
) -> str | None:
    """The page's address on the front end.

    Articles: the setting `ARTICLE_URL`, a template with `{slug}` and `{locale}`, when there
    is one; where it is a path, on the page's Wagtail site. Otherwise, and for other pages, the
    address below that site. None where the page is below no site.
    """
    cache = cache or UrlCache()
    template = get_setting("ARTICLE_URL")
    if is_article and template:
        slug = quote(page.slug)  # type: ignore[attr-defined]
        address = str(template).format(slug=slug, locale=locale)
        return _on_its_site(page, address, cache) if address.startswith("/") else address
    url: str | None = page.get_full_url(cache)  # type: ignore[attr-defined]
    return url


def _on_its_site(page: object, path: str, cache: UrlCache) -> str | None:
    parts = page.get_url_parts(cache)  # type: ignore[attr-defined]
    return f"{parts[1]}{path}" if parts and parts[1] else None
