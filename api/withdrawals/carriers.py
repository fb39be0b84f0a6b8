"""Which clinics' front ends may show an article when it is withdrawn."""

from api.models import WithdrawalCarrier
from articles.models import Placement, Withdrawal


def note_carriers(withdrawal: Withdrawal) -> None:
    """Note the clinics that carry this article, or have carried it; call it when it is withdrawn.

    A withdrawal for one clinic is that clinic's alone.
    """
    if withdrawal.clinic_id:
        clinics = {withdrawal.clinic_id}
    else:
        placed = Placement.objects.filter(translation_key=withdrawal.translation_key)
        clinics = set(placed.values_list("clinic_id", flat=True))
    WithdrawalCarrier.objects.bulk_create(
        [WithdrawalCarrier(withdrawal=withdrawal, clinic_id=each) for each in sorted(clinics)],
        ignore_conflicts=True,
    )
