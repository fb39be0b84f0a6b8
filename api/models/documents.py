"""The delivery store: one row of finished bytes per article page.

Rows are written by `api.documents.store` inside the transaction of the edit, and read by
`api.reading` column by column. Nothing here knows how a document is built.
"""

import datetime

import swapper
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NO_REVIEW_PLANNED = datetime.date.max


class DocumentState(models.TextChoices):
    PUBLIC = "public", _("public")
    GONE = "gone", _("no longer public")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DeliveryDocument(models.Model):
    """What the API answers for one article page.

    Public now means: `state` is public, `live_from` is null or past, `expires_at` is null or
    ahead. A page that is unpublished or private is `gone`; the row stays, so that `version`
    never goes back. A row goes with its page, but a withdrawn one stays: readers are told of a
    withdrawal for ever.
    """

    page = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"),
        # The store deletes rows, and leaves those that no page has any more but a notice.
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="+",
    )
    article_id = models.UUIDField(help_text=_("The page's translation key."))
    locale = models.CharField(max_length=100, help_text=_("Language tag."))
    slug = models.CharField(max_length=255)
    # On the front end, decoded and without a slash at the end; blank where there is none.
    path = models.CharField(max_length=500, default="", blank=True)
    is_alias = models.BooleanField(default=False)
    state = models.CharField(
        max_length=9, choices=DocumentState.choices, default=DocumentState.PUBLIC
    )
    kind = models.CharField(max_length=64)
    audience = models.CharField(max_length=32)
    title = models.CharField(max_length=255)
    sort_title = models.CharField(
        max_length=255, help_text=_("The title without case and accents, for ordering.")
    )
    version = models.PositiveIntegerField(default=1)
    etag = models.CharField(max_length=32, help_text=_("First half of the body's SHA-256."))
    cache_tags = models.TextField(
        default="", blank=True, help_text=_("Tags for caches to purge by, separated by spaces.")
    )
    published_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    changed_at = models.DateTimeField(
        default=timezone.now, help_text=_("When the stored bytes last changed.")
    )
    last_reviewed_date = models.DateField(null=True, blank=True)
    next_review_date = models.DateField(null=True, blank=True)
    review_order = models.GeneratedField(
        expression=Coalesce("next_review_date", models.Value(NO_REVIEW_PLANNED)),
        output_field=models.DateField(),
        db_persist=True,
    )
    live_from = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    card = models.BinaryField(default=b"", help_text=_("Finished JSON of the card."))
    body = models.BinaryField(
        default=b"",
        help_text=_("Finished JSON of the article; of a withdrawn one, of its notice."),
    )
    slots = models.TextField(
        default="", blank=True, help_text=_("Where in the body a clinic's values go.")
    )

    class Meta:
        verbose_name = _("delivery document")
        verbose_name_plural = _("delivery documents")
        indexes = [
            models.Index(fields=["article_id", "locale"], name="api_doc_article"),
            models.Index(fields=["slug", "locale"], name="api_doc_slug"),
            models.Index(fields=["path"], name="api_doc_path"),
            models.Index(
                "locale",
                models.F("published_at").desc(),
                models.F("page").desc(),
                condition=models.Q(state="public"),
                name="api_doc_newest",
            ),
            models.Index(
                "locale",
                "kind",
                models.F("published_at").desc(),
                models.F("page").desc(),
                condition=models.Q(state="public"),
                name="api_doc_kind_newest",
            ),
            models.Index(
                "locale",
                "sort_title",
                "page",
                condition=models.Q(state="public"),
                name="api_doc_title",
            ),
            models.Index(
                "locale",
                "review_order",
                "page",
                condition=models.Q(state="public"),
                name="api_doc_review",
            ),
            models.Index(
                "modified_at", condition=models.Q(state="public"), name="api_doc_modified"
            ),
            models.Index(
                "live_from",
                condition=models.Q(state="public", live_from__isnull=False),
                name="api_doc_live_from",
            ),
            models.Index(
                "expires_at",
                condition=models.Q(state="public", expires_at__isnull=False),
                name="api_doc_expires_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} ({self.locale})"


class DocumentTopic(models.Model):
    """A topic of a stored document: what `topic=` filters by."""

    document = models.ForeignKey(DeliveryDocument, on_delete=models.CASCADE, related_name="topics")
    slug = models.CharField(max_length=255)
    relation = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("document topic")
        verbose_name_plural = _("document topics")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "document", "relation"], name="api_document_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} ({self.relation})"


class DocumentCode(models.Model):
    """A code of a topic of a stored document: what `code=` filters by.

    The broader categories of a hierarchical code are rows too, so that finding what is coded
    more finely is an equality, which an index serves under every collation.
    """

    document = models.ForeignKey(DeliveryDocument, on_delete=models.CASCADE, related_name="codes")
    # See articles.codes.CODE_SYSTEMS.
    system = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    broader = models.BooleanField(
        default=False, help_text=_("Whether only a narrower code is the document's own.")
    )

    class Meta:
        verbose_name = _("document code")
        verbose_name_plural = _("document codes")
        constraints = [
            models.UniqueConstraint(fields=["system", "code", "document"], name="api_document_code")
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.code}"


class DocumentSection(models.Model):
    """A section of a stored document: what `section=` filters by, and `/sections/` lists."""

    document = models.ForeignKey(
        DeliveryDocument, on_delete=models.CASCADE, related_name="sections"
    )
    section_id = models.UUIDField()
    kind = models.CharField(max_length=64)
    standalone = models.BooleanField(default=True)
    # Slug of the section's own topic; blank where it is on the article's.
    about = models.CharField(max_length=255, default="", blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("document section")
        verbose_name_plural = _("document sections")
        indexes = [models.Index(fields=["kind", "document"], name="api_section_kind")]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="api_section_position")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"
