"""Which front ends have taken a withdrawn article down, and which clinics' had it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.models.clients import ApiClient
from articles.models import Clinic, Withdrawal
from articles.models.records import Record


class Acknowledgement(Record):
    """A client says that it shows a withdrawn article no more. The first time counts.

    What was true then is kept by value: clients move to other clinics, and keys come and go.
    """

    LONGEST_NOTE = 500

    withdrawal = models.ForeignKey(
        Withdrawal, on_delete=models.SET_NULL, null=True, related_name="acknowledgements"
    )
    withdrawal_uuid = models.UUIDField(help_text=_("The withdrawal's public id."))
    client = models.ForeignKey(
        ApiClient, on_delete=models.SET_NULL, null=True, related_name="acknowledgements"
    )
    client_name = models.CharField(_("client"), max_length=160)
    key_prefix = models.CharField(
        _("key"), max_length=16, help_text=_("The public part of the key that it came with.")
    )
    clinic_slug = models.CharField(
        _("clinic"),
        max_length=255,
        blank=True,
        help_text=_("The clinic that the client was bound to then."),
    )
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    acknowledged_at = models.DateTimeField(_("confirmed"), default=timezone.now)

    # A record is no use of anything.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("acknowledgement of a withdrawal")
        verbose_name_plural = _("acknowledgements of withdrawals")
        ordering = ["acknowledged_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["withdrawal", "client"], name="api_acknowledgement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_name}: {self.withdrawal_uuid}"


class WithdrawalCarrier(models.Model):
    """A clinic that carried an article, or had carried it, when it was withdrawn.

    Noted then: placements are deleted, and go with their page.
    """

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="carriers")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("carrier of a withdrawn article")
        verbose_name_plural = _("carriers of withdrawn articles")
        constraints = [
            models.UniqueConstraint(
                fields=["withdrawal", "clinic"], name="api_withdrawal_carrier_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clinic}: {self.withdrawal}"
