"""The page tree of the demo: a home and a library in each language, and the site on its port."""

from collections.abc import Mapping
from typing import Any

from django.core.management import CommandError
from wagtail.models import Locale, Page, Site

from articles.models import ArticleIndexPage
from cms.demo.files import LOCALES
from cms.demo.ids import demo_id

LIBRARY_KEY = demo_id("library")
_HOMES = {"en": ("Home", "home"), "es": ("Inicio", "inicio")}
_LIBRARIES = {
    "en": (
        "Health library",
        "health-library",
        "Plain words on conditions and treatments, with the sources behind them.",
    ),
    "es": (
        "Biblioteca de salud",
        "biblioteca-de-salud",
        "Palabras claras sobre enfermedades y tratamientos, con las fuentes que las respaldan.",
    ),
}


def demo_is_loaded() -> bool:
    """Whether the demo's library is there, in whichever state editors left it."""
    return bool(ArticleIndexPage.objects.filter(translation_key=LIBRARY_KEY).exists())


def load_locales() -> dict[str, Locale]:
    """The languages of the demo, made where they are missing."""
    return {
        language: Locale.objects.get_or_create(language_code=language)[0] for language in LOCALES
    }


def load_site(*, hostname: str, port: int, home: Page) -> Site:
    """The default site, at this address, with ``home`` as its root."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port, site.root_page = hostname, port, home
    site.site_name = "Clinic Articles"
    site.full_clean()
    site.save()
    return site


def load_homes(locales: Mapping[str, Locale]) -> dict[str, Page]:
    """A home page in each language. Wagtail's welcome page becomes the first one."""
    root = Page.get_first_root_node()
    if root is None:
        raise CommandError("The page tree has no root. Run `manage.py migrate` first.")
    site = Site.objects.filter(is_default_site=True).first()
    first = site.root_page if site else None
    if first is None or first.is_root():
        first = root.add_child(instance=_home("en", locales))
    title, slug = _HOMES["en"]
    first.title = first.draft_title = title
    first.slug = slug
    first.save()
    homes = {"en": first}
    for language in LOCALES[1:]:
        known = first.get_translation_or_none(locales[language])
        if known is None:
            known = _home(language, locales)
            known.translation_key = first.translation_key
            root.refresh_from_db()
            root.add_child(instance=known)
        homes[language] = known
    return homes


def _home(language: str, locales: Mapping[str, Locale]) -> Page:
    title, slug = _HOMES[language]
    return Page(title=title, slug=slug, locale=locales[language])


def load_libraries(
    homes: Mapping[str, Page], locales: Mapping[str, Locale], user: Any
) -> dict[str, ArticleIndexPage]:
    """A published library under each home."""
    libraries = {}
    for language, home in homes.items():
        title, slug, intro = _LIBRARIES[language]
        library = ArticleIndexPage(
            title=title,
            slug=slug,
            intro=intro,
            locale=locales[language],
            translation_key=LIBRARY_KEY,
            live=False,
            owner=user,
        )
        home.refresh_from_db()
        home.add_child(instance=library)
        library.save_revision(user=user).publish(user=user, skip_permission_checks=True)
        libraries[language] = library
    return libraries


def remove_libraries() -> None:
    """Delete the demo's libraries and what is in them, articles that editors added included."""
    for library in ArticleIndexPage.objects.filter(translation_key=LIBRARY_KEY):
        # Read anew: deleting one moves its neighbours in the tree.
        Page.objects.get(pk=library.pk).specific.delete()
