"""What people decide: place, take off, keep off, allow again. It holds against every rule."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import signals
from articles.models import Clinic, Placement, PlacementExclusion
from articles.models.placements import TERMS
from articles.placing.history import ALLOWED, PLACED, TAKEN_OFF, log_placing
from articles.placing.matching import Place
from articles.placing.plan import apply_rules
from articles.placing.write import BATCH, add, change, remove

_ACTIONS = ("add", "change", "delete")


class Placed(NamedTuple):
    """What `place` did, in pairs of an article and a clinic."""

    new: int
    there: int
    """Chosen by hand before: their terms stay as they are."""


class TakenOff(NamedTuple):
    removed: int
    back: int
    """A rule places them there still, or again."""


def may_place(user: Any) -> bool:
    """Whether somebody decides which clinics carry articles."""
    return all(user.has_perm(f"articles.{action}_placement") for action in _ACTIONS)


@transaction.atomic
def place(
    pages: Sequence[Any],
    clinics: Sequence[Clinic],
    *,
    terms: Mapping[str, Any] | None = None,
    user: Any = None,
) -> Placed:
    """Place these articles at these clinics, by hand. A few statements, however many they are.

    ``pages``  a page of each article; it stands for all languages
    ``terms``  values of `PlacingTerms`

    What a rule placed there becomes chosen by hand, with these terms; an exclusion ends.
    """
    _check(user)
    signals.placements_changing.send(sender=Placement)
    by_key = {page.translation_key: page for page in pages}
    stored = {Place(row.translation_key, row.clinic_id): row for row in _rows(by_key, clinics)}
    blank = Placement()
    defaults = {name: getattr(blank, name) for name in TERMS}
    values = {name: value for name, value in (terms or {}).items() if name in TERMS}
    new, of_rules, there = [], [], 0
    for key, page in by_key.items():
        for clinic in clinics:
            row = stored.get(Place(key, clinic.pk))
            if row is None:
                made = Placement(translation_key=key, article=page, clinic=clinic, **values)
                new.append(made)
            elif row.rule_id is None:
                there += 1
            else:
                row.rule = None
                for name in TERMS:
                    setattr(row, name, values.get(name, defaults[name]))
                of_rules.append(row)
    add(new)
    change(of_rules, {"rule", *TERMS})
    _exclusions(by_key, clinics).delete()
    if new or of_rules:
        signals.placements_changed.send(sender=Placement, keys=set(by_key))
        log_placing(by_key.values(), PLACED, user=user, data=_names(clinics))
    return Placed(len(new) + len(of_rules), there)


@transaction.atomic
def take_off(
    pages: Sequence[Any],
    clinics: Sequence[Clinic],
    *,
    keep_off: bool,
    reason: str = "",
    user: Any = None,
) -> TakenOff:
    """Take these articles from these clinics. A few statements, however many they are.

    ``keep_off``  no rule places them there again, also where none does today
    """
    _check(user)
    signals.placements_changing.send(sender=Placement)
    by_key = {page.translation_key: page for page in pages}
    rows = list(_rows(by_key, clinics))
    if keep_off:
        exclusions = [
            PlacementExclusion(
                translation_key=key,
                title=page.get_admin_display_title()[:255],
                clinic=clinic,
                reason=reason,
                made_by_name=(user.get_full_name() or user.get_username()) if user else "",
            )
            for key, page in by_key.items()
            for clinic in clinics
        ]
        PlacementExclusion.objects.bulk_create(exclusions, batch_size=BATCH, ignore_conflicts=True)
    remove([row.pk for row in rows])
    changed = {row.translation_key for row in rows}
    # Only then: a rule that places them again has changed nothing for readers.
    back = apply_rules(set(by_key), {clinic.pk for clinic in clinics}).added
    if changed:
        signals.placements_changed.send(sender=Placement, keys=changed)
    if changed or keep_off:
        data = {**_names(clinics), "keep_off": keep_off, "reason": reason}
        log_placing(by_key.values(), TAKEN_OFF, user=user, data=data)
    return TakenOff(len(rows), len(back))


@transaction.atomic
def allow(exclusion: PlacementExclusion, pages: Iterable[Any], *, user: Any = None) -> bool:
    """End an exclusion; return whether a rule places the article there now.

    ``pages``: those of the article.
    """
    _check(user)
    exclusion.delete()
    made = apply_rules({exclusion.translation_key}, {exclusion.clinic_id})
    log_placing(pages, ALLOWED, user=user, data=_names([exclusion.clinic]))
    return bool(made.added)


def _check(user: Any) -> None:
    if user is not None and not may_place(user):
        raise PermissionDenied


def _rows(keys: Iterable[Any], clinics: Iterable[Clinic]) -> Any:
    return Placement.objects.order_by().filter(translation_key__in=list(keys), clinic__in=clinics)


def _exclusions(keys: Iterable[Any], clinics: Iterable[Clinic]) -> Any:
    return PlacementExclusion.objects.filter(translation_key__in=list(keys), clinic__in=clinics)


def _names(clinics: Iterable[Clinic]) -> dict[str, Any]:
    return {"clinics": [clinic.name for clinic in clinics]}
