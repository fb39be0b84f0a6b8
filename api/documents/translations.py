"""The same article in other languages, and whether it has fallen behind its source. Pure."""

from collections.abc import Sequence

from django.conf import settings

from api.documents.public_pages import PublicPage
from api.documents.references import References
from api.documents.schema import TranslationRef
from api.documents.sources import ArticleSource


def build_translations(source: ArticleSource, references: References) -> list[TranslationRef]:
    """Build references to the public translations, by language tag."""
    all_pages = references.translations.get(source.page.translation_key, ())
    original = _original(all_pages)
    return [
        TranslationRef(
            locale=page.locale,
            slug=page.slug,
            title=page.title,
            url=page.url,
            behind_source=_is_behind(page, original),
        )
        for page in sorted(all_pages, key=lambda page: page.locale)
        if page.pk != source.page.pk
    ]


def is_behind_source(source: ArticleSource, references: References) -> bool:
    """Whether the original was published after this translation."""
    pages = references.translations.get(source.page.translation_key, ())
    own = next((page for page in pages if page.pk == source.page.pk), None)
    return own is not None and _is_behind(own, _original(pages))


def _original(pages: Sequence[PublicPage]) -> PublicPage | None:
    """The article in the site's own language, from which the others are translated."""
    language = settings.LANGUAGE_CODE.split("-")[0]
    return next((page for page in pages if page.locale.split("-")[0] == language), None)


def _is_behind(page: PublicPage, original: PublicPage | None) -> bool:
    return bool(
        original
        and original.pk != page.pk
        and original.last_published_at
        and page.last_published_at
        and original.last_published_at > page.last_published_at
    )
