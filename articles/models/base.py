"""What several models share."""

from typing import Any

import swapper
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles import signals

PAGE_MODEL: str = swapper.get_model_name("wagtailcore", "Page")


class AnnouncedModel(models.Model):
    """A snippet that delivered documents show something of."""

    # articles.search does it, after the transaction.
    search_auto_update = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let everything that shows this snippet follow or fail in one transaction."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            signals.snippet_saved.send(sender=type(self), instance=self)

    def save_unannounced(self) -> None:
        """Save one of many in a transaction whose end announces all of them."""
        super().save()


class LocaleText(models.Model):
    """Words of a snippet in one more language.

    Facts (codes, phone numbers, identifiers) stand once on the snippet itself, so that no
    language can keep an old one; only words are kept by locale.
    """

    locale = models.ForeignKey(
        "wagtailcore.Locale", on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )

    class Meta:
        abstract = True


def lines(text: str) -> list[str]:
    """The non-blank lines of a text field that holds one value a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]
