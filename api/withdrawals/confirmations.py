"""Which front ends have confirmed that a withdrawn article is taken down, and which are late."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, Min, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.conf import get_setting
from api.models import Acknowledgement, ApiClient, ApiKey, Change, Scope, WithdrawalCarrier
from articles.models import Withdrawal


class Standing(models.TextChoices):
    LATE = "late", _("late")
    WAITING = "waiting", _("waiting")
    CONFIRMED = "confirmed", _("confirmed")
    MISSED = "missed", _("never confirmed")
    """It is over: the article came back before the client confirmed."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Where one client stands with one withdrawal."""

    client: ApiClient
    standing: Standing
    acknowledgement: Acknowledgement | None


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Where all clients that are expected to confirm stand, and those that did all the same."""

    deadline: datetime.datetime
    """When no front end may show the article any more: `must_refresh_by` in the feed."""
    clients: Sequence[Confirmation]

    def count(self, standing: Standing) -> int:
        return sum(each.standing == standing for each in self.clients)


def read_confirmations(
    withdrawals: Collection[Withdrawal], *, at: datetime.datetime | None = None
) -> dict[int, Confirmations]:
    """Return the confirmations of these withdrawals, by primary key, in a few queries."""
    now = at or timezone.now()
    deadlines, carriers = _deadlines(withdrawals), _carriers(withdrawals)
    acknowledged = _acknowledged(withdrawals)
    clients = list(_clients(now))
    found = {}
    for withdrawal in withdrawals:
        deadline, by_client = deadlines[withdrawal.pk], acknowledged[withdrawal.pk]
        found[withdrawal.pk] = Confirmations(
            deadline,
            [
                Confirmation(
                    client,
                    _standing(withdrawal, client.pk in by_client, deadline <= now),
                    by_client.get(client.pk),
                )
                for client in clients
                if client.pk in by_client or is_expected(client, withdrawal, carriers)
            ],
        )
    return found


def is_expected(
    client: ApiClient, withdrawal: Withdrawal, carriers: Mapping[int, set[int]]
) -> bool:
    """Whether a client may have shown the article: `has_key` says whether it can read at all."""
    return (
        bool(client.has_key)  # type: ignore[attr-defined]
        and Scope.READ in client.scopes
        and client.created_at <= withdrawal.withdrawn_at
        and (not client.locales or withdrawal.locale in client.locales)
        and (client.clinic_id is None or client.clinic_id in carriers[withdrawal.pk])
    )


def _standing(withdrawal: Withdrawal, confirmed: bool, over_due: bool) -> Standing:
    if confirmed:
        return Standing.CONFIRMED
    if withdrawal.reinstated_at is not None:
        return Standing.MISSED
    return Standing.LATE if over_due else Standing.WAITING


def _clients(now: datetime.datetime) -> models.QuerySet[ApiClient]:
    keys = ApiKey.objects.active(now).filter(client=OuterRef("pk"))
    return ApiClient.objects.annotate(has_key=Exists(keys)).select_related("clinic")


def _deadlines(withdrawals: Collection[Withdrawal]) -> dict[int, datetime.datetime]:
    """As front ends were told first; by the settings of today where the log has forgotten it."""
    uuids = [each.uuid for each in withdrawals]
    told = dict(
        Change.objects.filter(withdrawal_id__in=uuids)
        .order_by()
        .values_list("withdrawal_id")
        .annotate(first=Min("must_refresh_by"))
    )
    within = get_setting("REFRESH_WITHIN")
    return {
        each.pk: told.get(each.uuid)
        or each.withdrawn_at + datetime.timedelta(seconds=within[each.severity])
        for each in withdrawals
    }


def _carriers(withdrawals: Collection[Withdrawal]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = WithdrawalCarrier.objects.filter(withdrawal__in=[each.pk for each in withdrawals])
    for withdrawal, clinic in rows.values_list("withdrawal_id", "clinic_id"):
        found[withdrawal].add(clinic)
    return found


def _acknowledged(withdrawals: Collection[Withdrawal]) -> Mapping[int, dict[int, Acknowledgement]]:
    found: dict[int, dict[int, Acknowledgement]] = defaultdict(dict)
    pks = [each.pk for each in withdrawals]
    for row in Acknowledgement.objects.filter(withdrawal__in=pks, client__isnull=False):
        found[row.withdrawal_id or 0][row.client_id or 0] = row
    return found
