"""Where the search's rows are kept, and what has changed in them."""

from collections.abc import Collection, Mapping

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from api.documents.search.build import SearchRow
from api.documents.search.words import language_of, terms_of
from api.models import DocumentPassages, DocumentRanks, DocumentTerms, SearchWord, StoreState
from api.models.search import quoted


def stored_digests(page_ids: Collection[int]) -> dict[int, str]:
    """Return the digests of these documents' search rows, by page id; blank: some are missing."""
    others = [
        Exists(model.objects.filter(pk=OuterRef("pk"))) for model in (DocumentTerms, DocumentRanks)
    ]
    rows = DocumentPassages.objects.filter(pk__in=list(page_ids))
    return {
        page_id: digest if all(whole) else ""
        for page_id, digest, *whole in rows.values_list("pk", "digest", *others)
    }


def write_search(
    wanted: Mapping[int, SearchRow | None], *, stored: Mapping[int, str | None] | None = None
) -> None:
    """Make the search rows of these documents, by page id, the wanted ones; None: no row.

    ``stored``: their digests, where the caller has read them already.
    """
    closed = [page_id for page_id, row in wanted.items() if row is None]
    if closed:
        for model in (DocumentTerms, DocumentRanks, DocumentPassages):
            model.objects.filter(document_id__in=closed).delete()
    # Indexing is most of the work, and most edits elsewhere change nothing here.
    if stored is None:
        stored = stored_digests(wanted)
    changed = {
        page_id: (row, digest)
        for page_id, row in wanted.items()
        if row is not None and (digest := row.digest) != stored.get(page_id)
    }
    DocumentTerms.objects.bulk_create(
        (
            DocumentTerms(
                document_id=page_id,
                locale=row.locale,
                live_from=row.live_from,
                expires_at=row.expires_at,
                names=row.names,
                terms=row.terms,
            )
            for page_id, (row, _digest) in changed.items()
        ),
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["locale", "live_from", "expires_at", "names", "terms"],
    )
    DocumentRanks.objects.bulk_create(
        (
            DocumentRanks(
                document_id=page_id,
                locale=row.locale,
                live_from=row.live_from,
                expires_at=row.expires_at,
                ranks=row.ranks,
            )
            for page_id, (row, _digest) in changed.items()
        ),
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["locale", "live_from", "expires_at", "ranks"],
    )
    DocumentPassages.objects.bulk_create(
        (
            DocumentPassages(document_id=page_id, digest=digest, passages=row.passages)
            for page_id, (row, digest) in changed.items()
        ),
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["digest", "passages"],
    )
    _add_words({(row.locale, word) for row, _digest in changed.values() for word in row.words})


def _add_words(words: Collection[tuple[str, str]]) -> None:
    if connection.vendor == "postgresql" and words:
        SearchWord.objects.bulk_create(
            (SearchWord(locale=locale, word=word) for locale, word in sorted(words)),
            ignore_conflicts=True,
        )


def prune_words() -> None:
    """Forget words that no title and no topic's name has any more."""
    with transaction.atomic():
        # A publication must not count on a word that is being forgotten.
        StoreState.lock()
        for locale in SearchWord.objects.values_list("locale", flat=True).distinct():
            known = SearchWord.objects.filter(locale=locale)
            words = list(known.values_list("word", flat=True))
            known.filter(word__in=_unused(words, locale)).delete()


def _unused(words: Collection[str], locale: str) -> list[str]:
    terms = {word: terms_of(word, language_of(locale))[0] for word in words}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.word FROM unnest(%s::text[], %s::text[]) AS w (word, query)"
            " WHERE NOT EXISTS (SELECT 1 FROM api_documentterms s"
            " WHERE s.locale = %s AND s.names @@ w.query::tsquery)",
            (list(terms), list(map(quoted, terms.values())), locale),
        )
        return [word for (word,) in cursor.fetchall()]
