from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from articles.models.clinics import Clinic


class ClinicMembership(models.Model):
    """Somebody works for a clinic, or for a group of clinics and so for each of its members.

    It gives nothing by itself: what members may do is a permission of their group.
    """

    # Not a use of the article or the clinic.
    wagtail_reference_index_ignore = True

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="clinic_memberships",
        verbose_name=_("user"),
    )

    class Meta:
        verbose_name = _("person of a clinic")
        verbose_name_plural = _("people of a clinic")
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "user"], name="articles_clinicmembership_once"
            )
        ]
        # Not a permission on clinics: whoever has one of those sees the history of all of them.
        permissions = [("edit_own_clinics", "Can edit the clinics they work for")]

    def __str__(self) -> str:
        return f"{self.user} @ {self.clinic}"
