"""Compares what rules place with what is placed, and writes the difference."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from articles import signals
from articles.models import Placement, PlacementExclusion, PlacementRule
from articles.models.placements import TERMS
from articles.placing.facts import read_clinics, read_pages
from articles.placing.matching import Place, Wanted, match, takes_in
from articles.placing.write import add, change, remove


class Changed(NamedTuple):
    """A placement by a rule that gets other terms, or another rule's."""

    pk: int
    place: Place
    values: Mapping[str, Any]
    """All of them, by attribute."""
    names: Collection[str]
    """Of those that are new."""


@dataclass(slots=True)
class Plan:
    """What has to be written so that what rules place is placed, and nothing else by a rule."""

    added: dict[Place, Placement] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    removed: dict[Place, int] = field(default_factory=dict)
    """The primary keys by place."""

    @property
    def keys(self) -> set[UUID]:
        places = [*self.added, *self.removed, *(each.place for each in self.changed)]
        return {place.translation_key for place in places}


def apply_rules(
    keys: Collection[UUID] | None = None, clinic_ids: Collection[int] | None = None
) -> Plan:
    """Make what rules place true, in one transaction, and tell who lists a clinic's articles.

    ``keys``, ``clinic_ids``: only these articles, only at these clinics; by default all.
    """
    with transaction.atomic():
        signals.placements_changing.send(sender=Placement)
        made = make_plan(active_rules(), keys=keys, clinic_ids=clinic_ids)
        _write(made)
    return made


def active_rules() -> list[PlacementRule]:
    return list(PlacementRule.objects.filter(is_active=True).order_by("pk"))


def make_plan(
    rules: Collection[PlacementRule],
    *,
    keys: Collection[UUID] | None = None,
    clinic_ids: Collection[int] | None = None,
    drafts: Iterable[Any] = (),
) -> Plan:
    """Return what differs if these are all the rules. Reads in a few queries, writes nothing.

    ``drafts``: page instances that count as they are in memory.
    """
    wanted = _wanted(rules, keys, clinic_ids, drafts)
    made = Plan()
    placed: set[Place] = set()
    for row in _stored(keys, clinic_ids, by_rules_alone=not wanted):
        place = Place(row["translation_key"], row["clinic_id"])
        placed.add(place)
        if row["rule_id"] is None:
            continue
        reason = wanted.get(place)
        if reason is None:
            made.removed[place] = row["pk"]
            continue
        values = _values(reason)
        names = {name for name, value in values.items() if row[name] != value}
        if names:
            made.changed.append(Changed(row["pk"], place, values, names))
    for place, reason in wanted.items():
        if place not in placed:
            made.added[place] = Placement(**place._asdict(), **_values(reason))
    return made


def rule_that_places(key: UUID, clinic_id: int) -> PlacementRule | None:
    """Return the rule that would place an article at a clinic if nobody kept it off."""
    rules = active_rules()
    topic_ids = {rule.topic_id for rule in rules if rule.topic_id}
    found = match(rules, read_pages({key}, topic_ids), read_clinics({clinic_id}))
    return next((reason.rule for reason in found.values()), None)


def _wanted(
    rules: Collection[PlacementRule],
    keys: Collection[UUID] | None,
    clinic_ids: Collection[int] | None,
    drafts: Iterable[Any],
) -> dict[Place, Wanted]:
    """Where these rules place articles, but for what is excluded."""
    if not rules:
        return {}
    clinics = read_clinics(clinic_ids)
    rules = [rule for rule in rules if any(takes_in(rule, clinic) for clinic in clinics)]
    if not rules:
        return {}
    topic_ids = {rule.topic_id for rule in rules if rule.topic_id}
    matched = match(rules, read_pages(keys, topic_ids, drafts=drafts), clinics)
    excluded = PlacementExclusion.objects.order_by()
    if keys is not None:
        excluded = excluded.filter(translation_key__in=keys)
    barred = set(excluded.values_list("translation_key", "clinic_id"))
    return {place: reason for place, reason in matched.items() if place not in barred}


def _values(reason: Wanted) -> dict[str, Any]:
    return {
        "article_id": reason.page.page_id,
        "rule_id": reason.rule.pk,
        **reason.rule.terms_for(reason.page.slug),
    }


def _stored(
    keys: Collection[UUID] | None, clinic_ids: Collection[int] | None, *, by_rules_alone: bool
) -> Iterator[dict[str, Any]]:
    rows = Placement.objects.order_by()
    if by_rules_alone:
        rows = rows.filter(rule__isnull=False)
    if keys is not None:
        rows = rows.filter(translation_key__in=keys)
    if clinic_ids is not None:
        rows = rows.filter(clinic_id__in=clinic_ids)
    columns = ("pk", "translation_key", "clinic_id", "article_id", "rule_id", *TERMS)
    yield from rows.values(*columns).iterator()


def _write(made: Plan) -> None:
    remove(made.removed.values())
    change(
        [Placement(pk=each.pk, **each.place._asdict(), **each.values) for each in made.changed],
        {name.removesuffix("_id") for each in made.changed for name in each.names},
    )
    add(made.added.values())
    if made.keys:
        signals.placements_changed.send(sender=Placement, keys=made.keys)
