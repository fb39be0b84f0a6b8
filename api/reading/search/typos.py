"""What a mistyped word may have meant: words of titles and topics that look like it.

PostgreSQL compares words by their trigrams where it has the extension pg_trgm; elsewhere
nothing is guessed.
"""

from django.db import connection

from api.documents.search.function_words import is_function_word
from api.documents.search.words import language_of, terms_of
from api.models.search_indexes import has_trigrams
from api.reading.query import fetch
from api.reading.search.query import Item, SearchQuery

MOST_GUESSES = 5
SHORTEST = 4
LEAST_ALIKE = 0.4

_able: dict[str, bool] = {}


def can_guess() -> bool:
    """Whether the database in use compares words; asked once, and again where it does not."""
    if connection.vendor != "postgresql":
        return False
    name = str(connection.settings_dict["NAME"])
    if not _able.get(name):
        _able[name] = has_trigrams(connection)
    return _able[name]


def with_guesses(query: SearchQuery, locale: str, fallback: str | None) -> SearchQuery:
    """Return `query` with guesses for its words; `query` itself where there are none."""
    words = [item.word for item in query.wanted if item.word and len(item.word) >= SHORTEST]
    if not words or not can_guess():
        return query
    locales = tuple(dict.fromkeys((locale, fallback or locale)))
    return query._replace(wanted=tuple(_guess(item, locales) for item in query.wanted))


def _guess(item: Item, locales: tuple[str, ...]) -> Item:
    word = item.word
    if word is None or len(word) < SHORTEST:
        return item
    if any(is_function_word(word, language_of(locale)) for locale in locales):
        return item
    places = ", ".join(["%s"] * len(locales))
    # `%%` is the operator %, which the index serves.
    found = fetch(
        "SELECT w.word, w.locale FROM api_searchword w"  # noqa: S608
        f" WHERE w.word %% %s AND w.locale IN ({places})"
        f" AND similarity(w.word, %s) >= {LEAST_ALIKE}"
        f" ORDER BY similarity(w.word, %s) DESC, w.word LIMIT {MOST_GUESSES}",
        (word, *locales, word, word),
    )
    terms = (term for similar, locale in found for term in terms_of(similar, language_of(locale)))
    return item._replace(
        guesses=tuple((term,) for term in dict.fromkeys(terms) if (term,) not in item.sequences)
    )
