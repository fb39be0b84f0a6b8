"""What a clinic takes from its group where it leaves its own value blank."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Clinic

INHERITED = (
    "legal_name",
    "logo",
    "photo",
    "phone",
    "emergency_number",
    "booking_url",
    "site_url",
    "time_zone",
    "languages",
    "disclaimer",
    "call_to_action_label",
)
TOLD = ("phone", "emergency_number", "booking_url", "address", "opening_hours")
"""What texts fill in of a clinic, besides its name."""
ADDRESS = ("street_address", "locality", "region", "postal_code", "country")


@dataclass(frozen=True, slots=True)
class Inherited:
    """A value, and the group that it is the value of."""

    value: Any
    clinic: Clinic


def groups_above(clinic: Clinic, everyone: Mapping[int, Clinic] | None = None) -> list[Clinic]:
    """Its group, the group of that, and so on. Code may have saved a circle: it ends.

    ``everyone``: all clinics by id, where they are known; else each group is asked for.
    """

    def parent_of(each: Clinic) -> Clinic | None:
        return each.parent if everyone is None else everyone.get(each.parent_id or 0)

    found: list[Clinic] = []
    seen, parent = {clinic.pk}, parent_of(clinic)
    while parent is not None and parent.pk not in seen:
        seen.add(parent.pk)
        found.append(parent)
        parent = parent_of(parent)
    return found


def inherited_values(groups: Sequence[Clinic]) -> dict[str, Inherited]:
    """By field, what a clinic of these groups has where it leaves the field blank.

    An address is inherited as a whole only, from the first group that has more than a country.
    """
    return dict(_inherited(groups, INHERITED))


def _inherited(groups: Sequence[Clinic], fields: Sequence[str]) -> Iterator[tuple[str, Inherited]]:
    for field in (*fields, "country"):
        owner = next((group for group in groups if getattr(group, field)), None)
        if owner is not None:
            yield field, Inherited(getattr(owner, field), owner)
    for group in groups:
        if any(getattr(group, field) for field in ADDRESS if field != "country"):
            for field in ADDRESS:
                if value := getattr(group, field):
                    yield field, Inherited(value, group)
            break
    for group in groups:
        if has_hours(group):
            yield "opening_hours", Inherited(group, group)
            return


def missing_facts(clinic: Clinic, everyone: Mapping[int, Clinic]) -> list[str]:
    """What texts would fill in and cannot, by its label: neither it nor a group above has it.

    ``everyone``: all clinics by id, so that nothing is asked for each.
    """
    line = [clinic, *groups_above(clinic, everyone)]
    # Images are not asked for: each would be a query.
    has = dict(_inherited(line, [name for name in INHERITED if name in TOLD])).keys()
    address = {"street_address", "locality"}
    return [
        _label(name) for name in TOLD if has.isdisjoint(address if name == "address" else {name})
    ]


def _label(name: str) -> str:
    if name == "address":
        return _("address")
    field: Any = Clinic._meta.get_field(name)
    return str(field.verbose_name)


def has_hours(clinic: Clinic) -> bool:
    """Whether it says anything of when it is open. All of it is inherited, or nothing."""
    return bool(clinic.opening_hours or clinic.hours_note)
