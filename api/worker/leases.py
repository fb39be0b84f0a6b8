"""Who holds which duty. Every statement says whose lease it means, so a lost one is noticed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from api.models import Duty

LEASE = timedelta(seconds=15)
"""How long a duty waits for a worker that was killed."""
LONGEST_ERROR = 2_000


def take(name: str, token: str, *, first_due: datetime, position: int | None) -> Duty | None:
    """Return the duty if it is this worker's now, None where another one holds it.

    ``first_due``, ``position``: what a duty that nobody has had yet begins with.
    """
    now = timezone.now()
    begin = Duty(name=name, due_at=first_due, position=position)
    if not Duty.objects.filter(pk=name).exists():
        Duty.objects.bulk_create([begin], ignore_conflicts=True)
    free = Q(lease="") | Q(lease=token) | Q(leased_until=None) | Q(leased_until__lt=now)
    taken = Duty.objects.filter(free, pk=name).update(lease=token, leased_until=now + LEASE)
    return Duty.objects.get(pk=name) if taken else None


def keep(names: Collection[str], token: str) -> set[str]:
    """Prolong these leases; return the names of the duties that are still this worker's."""
    if not names:
        return set()
    mine = Duty.objects.filter(pk__in=names, lease=token)
    mine.update(leased_until=timezone.now() + LEASE)
    return set(mine.values_list("pk", flat=True))


def give_back(token: str) -> None:
    """Let others have at once what this worker held."""
    Duty.objects.filter(lease=token).update(lease="", leased_until=None)


def is_held(name: str, token: str) -> bool:
    """Whether the duty is this worker's. In a transaction it stays so until the end of it."""
    held = Duty.objects.select_for_update().filter(pk=name, lease=token)
    return bool(held.values_list("pk"))


def note_success(name: str, token: str, *, due_at: datetime) -> None:
    Duty.objects.filter(pk=name, lease=token).update(
        due_at=due_at, ended_at=timezone.now(), failures=0, failing_since=None, error=""
    )


def note_failure(duty: Duty, token: str, error: str, *, due_at: datetime) -> None:
    Duty.objects.filter(pk=duty.pk, lease=token).update(
        due_at=due_at,
        failures=duty.failures + 1,
        failing_since=duty.failing_since or timezone.now(),
        error=error[:LONGEST_ERROR],
    )
