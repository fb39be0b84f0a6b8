"""The columns of clinics in a spreadsheet: how each is written, and how it is read back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Locale

from articles.clinics.hours_text import day_cell, read_special_cell, read_times, special_cell
from articles.clinics.opening_hours import DAYS
from articles.models import Clinic

SLUG, NAME, PARENT, OFFERS = "slug", "name", "parent", "offers"
IMAGES = ("logo", "photo")
DECORATIVE, YES = "photo_decorative", "yes"
SPECIAL = "hours:special"
FACTS = (
    "legal_name",
    "phone",
    "emergency_number",
    "booking_url",
    "site_url",
    "preview_url",
    "street_address",
    "locality",
    "region",
    "postal_code",
    "country",
    "time_zone",
)
WORDS = ("disclaimer", "call_to_action_label", "hours_note", "photo_alt_text")
"""What a clinic has in several languages: ``disclaimer`` and ``disclaimer:es``."""

LOADED = ("parent", "texts__locale", "offers__topic")
"""What columns read beside the clinic itself: to be prefetched."""

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    read: Callable[[Clinic], str]


def columns() -> list[Column]:
    """All columns, in order, words in the languages of the site."""
    return [
        Column(SLUG, lambda clinic: clinic.slug),
        Column(NAME, lambda clinic: clinic.name),
        Column(PARENT, lambda clinic: clinic.parent.slug if clinic.parent else ""),
        *(_fact(name) for name in FACTS),
        Column("languages", lambda clinic: ", ".join(clinic.language_tags)),
        Column(OFFERS, lambda clinic: offers_cell(each.topic.slug for each in clinic.offers.all())),
        *(_image(name) for name in IMAGES),
        Column(DECORATIVE, lambda clinic: YES if clinic.photo_decorative else ""),
        *(_day(day) for day in DAYS),
        Column(SPECIAL, lambda clinic: special_cell(clinic.opening_hours)),
        *(_fact(name) for name in WORDS),
        *(_word(name, language) for language in languages() for name in WORDS),
    ]


def column_names() -> list[str]:
    return [column.name for column in columns()]


def languages() -> list[str]:
    return list(Locale.objects.order_by("pk").values_list("language_code", flat=True))


def row_of(clinic: Clinic, of: Iterable[Column]) -> Values:
    """A clinic as a row. What `LOADED` names is loaded before."""
    return {column.name: column.read(clinic) for column in of}


def offers_cell(slugs: Iterable[str]) -> str:
    """Topics in a cell, always in the same order."""
    return "; ".join(sorted(slugs))


def read_offers(cell: str) -> set[str]:
    """The slugs of topics that a cell names."""
    return set(cell.replace(",", " ").replace(";", " ").split())


def _fact(name: str) -> Column:
    return Column(name, lambda clinic: str(getattr(clinic, name)))


def _image(name: str) -> Column:
    return Column(name, lambda clinic: str(getattr(clinic, f"{name}_id") or ""))


def _day(day: str) -> Column:
    return Column(f"hours:{day}", lambda clinic: day_cell(clinic.opening_hours, day))


def _word(name: str, language: str) -> Column:
    def read(clinic: Clinic) -> str:
        for text in clinic.texts.all():
            if text.locale.language_code == language:
                return str(getattr(text, name))
        return ""

    return Column(f"{name}:{language}", read)


def read_hours(cells: Values, now: dict[str, Any]) -> dict[str, Any]:
    """The opening hours that these cells make of those there are; columns left out change nothing.

    Raises ValidationError by column.
    """
    problems: dict[str, str] = {}
    week, special = dict(now.get("week", {})), list(now.get("special", []))
    for day in DAYS:
        text = cells.get(f"hours:{day}")
        if text is None:
            continue
        week.pop(day, None)
        times = read_times(text) if text else None
        if times is not None:
            week[day] = times
        elif text:
            problems[f"hours:{day}"] = _("Write times as 09:00-13:00, 15:00-19:00, or: closed.")
    if SPECIAL in cells:
        found = read_special_cell(cells[SPECIAL])
        if found is None:
            problems[SPECIAL] = _(
                "Write special days as 2026-12-24 09:00-12:00; 2026-12-25 closed (Christmas Day)."
            )
        special = found or []
    if problems:
        raise ValidationError(problems)
    return {"week": week, "special": special}
