"""A client's confirmation that it shows a withdrawn article no more."""

from typing import NamedTuple
from uuid import UUID

from django.db import OperationalError

from api.keys.caller import Caller
from api.models import Acknowledgement, ApiClient
from api.reading.query import drop_broken_connection
from articles.models import Withdrawal


class Acknowledged(NamedTuple):
    """The acknowledgement that counts, and whether it was made just now."""

    acknowledgement: Acknowledgement
    is_new: bool


def find_withdrawal(uuid: UUID, caller: Caller | None) -> Withdrawal | None:
    """Return the withdrawal with this public id, if there is one and it concerns the caller.

    Who is bound to languages is not concerned by others. Who is bound to a clinic is not by what
    another one took back; but by what was taken back everywhere, which every clinic is told.
    """
    rows = Withdrawal.objects.select_related("clinic").filter(uuid=uuid)
    found: Withdrawal | None = rows.first()
    if found is None or caller is None:
        return found
    if caller.locales and found.locale not in caller.locales:
        return None
    if caller.clinic and found.clinic is not None and found.clinic.slug != caller.clinic:
        return None
    return found


def acknowledge(withdrawal: Withdrawal, caller: Caller, *, note: str) -> Acknowledged:
    """Write the caller's acknowledgement down. Only a client's first one counts.

    Repeated once over a connection that broke since the last request: it changes nothing twice.
    """
    try:
        return _acknowledge(withdrawal, caller, note)
    except OperationalError:
        if not drop_broken_connection():
            raise
        return _acknowledge(withdrawal, caller, note)


def _acknowledge(withdrawal: Withdrawal, caller: Caller, note: str) -> Acknowledged:
    client = ApiClient.objects.get(pk=caller.client_id)
    return Acknowledged(
        *Acknowledgement.objects.get_or_create(
            withdrawal=withdrawal,
            client=client,
            defaults={
                "withdrawal_uuid": withdrawal.uuid,
                "client_name": client.name,
                "key_prefix": caller.key,
                "clinic_slug": caller.clinic or "",
                "note": note,
            },
        )
    )
