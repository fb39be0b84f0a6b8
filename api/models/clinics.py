"""What is laid over articles for a clinic."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClinicFacts(models.Model):
    """A clinic in a language, with its groups' values where it has none: one row a read.

    Written whenever the clinic's profile changes, with the change that tells of it. No article
    is rewritten for it, and no copy of one is kept.
    """

    clinic = models.ForeignKey("articles.Clinic", on_delete=models.CASCADE, related_name="+")
    locale = models.CharField(max_length=100, help_text=_("Language tag."))
    facts = models.TextField(help_text=_("JSON: see api.documents.clinic_values.values."))

    class Meta:
        verbose_name = _("clinic's facts")
        verbose_name_plural = _("clinics' facts")
        constraints = [
            models.UniqueConstraint(fields=["clinic", "locale"], name="api_clinic_facts_locale")
        ]

    def __str__(self) -> str:
        return f"{self.clinic_id} ({self.locale})"
