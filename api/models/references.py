"""What each stored document was built from, so that a change finds the documents it touches."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from api.models.documents import DeliveryDocument


class DocumentReference(models.Model):
    """One thing that a document refers to, whether it could be shown or not.

    Kept by the store in the transaction of the build. A draft that is linked to is recorded
    too: when it goes live, the link comes to life.
    """

    document = models.ForeignKey(
        DeliveryDocument, on_delete=models.CASCADE, related_name="references"
    )
    # page, topic, citation, clinician, image or document: see api.documents.sources.
    kind = models.CharField(max_length=16)
    # Not a foreign key: it outlives what it names, and is what finds the documents then.
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("document reference")
        verbose_name_plural = _("document references")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "document"], name="api_document_reference"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class DocumentLink(models.Model):
    """An article that a public document leads to: related, or linked to in its text.

    What a clinic does not carry is left out of its answers: each of them asks this of its document,
    so it is kept as it is asked, and the index has all of it.
    """

    document = models.ForeignKey(
        DeliveryDocument, on_delete=models.CASCADE, related_name="links", db_index=False
    )
    article_id = models.UUIDField()
    locale = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("document link")
        verbose_name_plural = _("document links")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "article_id", "locale"], name="api_document_link"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.locale}"
