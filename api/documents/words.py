"""Words of snippets in the language of a document."""

from typing import Any


def in_locale(snippet: Any, locale: str, field: str) -> str:
    """Return a snippet's text field in a locale, or as written on the snippet itself.

    ``snippet`` has its ``texts`` and their locales prefetched. A blank text in the locale
    falls back as well: words in another language are better than none.
    """
    for text in snippet.texts.all():
        if text.locale.language_code == locale and getattr(text, field):
            return str(getattr(text, field))
    return str(getattr(snippet, field))
