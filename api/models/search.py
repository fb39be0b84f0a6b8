"""The search index: terms to match, what ranks in a table as narrow as can be, and what shows.

Rows are there exactly while their document is public, and are written with it. What follows from
them (an FTS5 table on SQLite, GIN indexes on PostgreSQL) the database keeps up by itself: see
`api.models.search_indexes`.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from api.models.documents import DeliveryDocument


class TermsField(models.Field):  # type: ignore[type-arg]
    """Terms separated by spaces, in order: a `tsvector` on PostgreSQL, text elsewhere.

    A lone `|` stands between terms that are no neighbours. On PostgreSQL what is read is the
    vector as text.
    """

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or connection.vendor != "postgresql":
            return value
        return as_vector(value)


def as_vector(terms: str) -> str:
    """Return the literal of a `tsvector` with the position of every term."""
    places: dict[str, list[int]] = {}
    for place, term in enumerate(terms.split(), 1):
        if term != "|":
            # The highest position that there is; PostgreSQL keeps 256 for each term.
            places.setdefault(term, []).append(min(place, 16383))
    return " ".join(
        f"{term if term.isalnum() else quoted(term)}:{','.join(map(str, found[:255]))}"
        for term, found in places.items()
    )


def quoted(term: str) -> str:
    """Return a term as PostgreSQL reads it in a `tsvector` or a `tsquery`."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


class DocumentTerms(models.Model):
    """What a public document is found by. The window is the document's own."""

    document = models.OneToOneField(
        DeliveryDocument, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    locale = models.CharField(max_length=100, help_text=_("Language tag."))
    live_from = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    names = TermsField(help_text=_("Terms of the title, the topics and their other names."))
    terms = TermsField(help_text=_("All terms."))

    class Meta:
        verbose_name = _("terms of a document")
        verbose_name_plural = _("terms of documents")

    def __str__(self) -> str:
        return str(self.pk)


class DocumentRanks(models.Model):
    """What a found document is ranked by.

    A search reads hundreds of rows: they are short, so that they lie together. Language and
    window are there once more, so that SQLite needs no other row to know whether one counts;
    PostgreSQL's rows of terms are short themselves.
    """

    document = models.OneToOneField(
        DeliveryDocument, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    locale = models.CharField(max_length=100, help_text=_("Language tag."))
    live_from = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    ranks = models.TextField(help_text=_("What each term is worth, packed."))

    class Meta:
        verbose_name = _("ranks of a document")
        verbose_name_plural = _("ranks of documents")

    def __str__(self) -> str:
        return str(self.pk)


class DocumentPassages(models.Model):
    """The text that a found document's highlights are cut from."""

    document = models.OneToOneField(
        DeliveryDocument, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    digest = models.CharField(max_length=32, help_text=_("Of all that the search knows of it."))
    passages = models.TextField(help_text=_("JSON: section id, heading and text of each."))

    class Meta:
        verbose_name = _("passages of a document")
        verbose_name_plural = _("passages of documents")

    def __str__(self) -> str:
        return str(self.pk)


class SearchWord(models.Model):
    """A word of a title or a topic's name, for finding what a mistyped one may have meant.

    Only filled on PostgreSQL, which can compare words by their trigrams.
    """

    locale = models.CharField(max_length=100, help_text=_("Language tag."))
    word = models.CharField(max_length=255)

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        constraints = [models.UniqueConstraint(fields=["locale", "word"], name="api_search_word")]

    def __str__(self) -> str:
        return self.word
