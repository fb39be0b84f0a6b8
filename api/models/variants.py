"""What a document is stored as beside its own bytes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from api.models.documents import DeliveryDocument


class DocumentVariant(models.Model):
    """A public document in another format of rich text, or its markup.

    A table of its own: most reads want the document itself, and rows that are short are read
    faster. Rows are there exactly while the document is public.
    """

    document = models.ForeignKey(
        DeliveryDocument, on_delete=models.CASCADE, related_name="variants"
    )
    name = models.CharField(max_length=16, help_text=_("One of api.documents.formats.VARIANTS."))
    etag = models.CharField(max_length=32, help_text=_("First half of the body's SHA-256."))
    body = models.BinaryField(help_text=_("Finished JSON."))
    slots = models.TextField(
        default="", blank=True, help_text=_("Where in the body a clinic's values go.")
    )

    class Meta:
        verbose_name = _("document variant")
        verbose_name_plural = _("document variants")
        constraints = [
            models.UniqueConstraint(fields=["document", "name"], name="api_document_variant")
        ]

    def __str__(self) -> str:
        return self.name
