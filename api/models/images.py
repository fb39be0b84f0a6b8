from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string


class ImagePlaceholder(models.Model):
    """The tiny preview of an image, and which original its renditions were made from.

    Not on the image: that model is the host's.
    """

    image = models.OneToOneField(
        get_image_model_string(),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("image"),
    )
    source = models.CharField(max_length=255, help_text=_("Hash and name of the original file."))
    data_uri = models.TextField(
        blank=True, help_text=_("A WebP of 16 pixels, or empty for an image that gets none.")
    )

    # Being rendered is no use of an image.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("image placeholder")
        verbose_name_plural = _("image placeholders")

    def __str__(self) -> str:
        return f"{self.image_id}: {self.source}"


class RetiredFile(models.Model):
    """A rendition's file that nothing names any more, until storage has deleted it."""

    name = models.CharField(max_length=255, unique=True)

    class Meta:
        verbose_name = _("retired file")
        verbose_name_plural = _("retired files")

    def __str__(self) -> str:
        return self.name
