"""Profiles of topics and clinics in a language. Pure: what they need is loaded before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from api.documents import images
from api.documents.images import ImageData, Role
from api.documents.schema import (
    Address,
    ClinicProfile,
    Image,
    OpenHours,
    SpecialHours,
    TopicProfile,
)
from api.documents.topics import build_codes
from api.documents.words import in_locale
from articles.clinics.inheritance import has_hours
from articles.clinics.opening_hours import DAYS, hours_lines
from articles.models import Clinic, Topic
from articles.models.base import lines

_WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_IMAGES: tuple[Role, ...] = ("logo", "photo")
"""The images of a clinic: the role of each is the name of its field."""
_ADDRESS = ("street_address", "locality", "region", "postal_code", "country")


def build_topic(topic: Topic, locale: str, *, article_count: int, articles: str) -> TopicProfile:
    """Build a topic's profile. Its codes and its texts with their locales are prefetched."""
    return TopicProfile(
        slug=topic.slug,
        locale=locale,
        type=topic.type,
        name=in_locale(topic, locale, "name"),
        description=in_locale(topic, locale, "description") or None,
        synonyms=lines(in_locale(topic, locale, "synonyms")),
        codes=build_codes(topic),
        article_count=article_count,
        articles=articles,
    )


def clinic_images(clinics: Iterable[Clinic]) -> set[tuple[int, Role]]:
    """Return the images that these clinics show themselves, each in its role."""
    return {
        (pk, role)
        for clinic in clinics
        for role in _IMAGES
        if (pk := getattr(clinic, f"{role}_id")) is not None
    }


def build_clinic(
    clinic: Clinic,
    locale: str,
    *,
    clinics: Mapping[int, Clinic],
    pictures: Mapping[int, ImageData],
) -> ClinicProfile:
    """Build a clinic's profile. `clinics` has its parents, by id, their texts prefetched.

    ``pictures``: the data of `clinic_images` of all of them, by id.
    """
    line = list(_line(clinic, clinics))
    parent = clinics.get(clinic.parent_id or 0)
    return ClinicProfile(
        slug=clinic.slug,
        locale=locale,
        name=clinic.name,
        legal_name=_fact(line, "legal_name"),
        parent=parent.slug if parent else None,
        phone=_fact(line, "phone"),
        emergency_number=_fact(line, "emergency_number"),
        booking_url=_fact(line, "booking_url"),
        site_url=_fact(line, "site_url"),
        address=_address(line),
        time_zone=_fact(line, "time_zone"),
        hours=_hours_lines(line, locale),
        opening_hours=_opening_hours(line),
        special_opening_hours=_special_hours(line),
        languages=lines(_fact(line, "languages") or ""),
        logo=_logo(line, pictures),
        photo=_photo(line, locale, pictures),
        disclaimer=_words(line, locale, "disclaimer"),
        call_to_action_label=_words(line, locale, "call_to_action_label"),
    )


def _line(clinic: Clinic, clinics: Mapping[int, Clinic]) -> Iterator[Clinic]:
    """Yield a clinic and its groups upwards. Code may have saved a circle: it ends."""
    seen: set[int] = set()
    current: Clinic | None = clinic
    while current is not None and current.pk not in seen:
        seen.add(current.pk)
        yield current
        current = clinics.get(current.parent_id or 0)


def _fact(line: Sequence[Clinic], field: str) -> str | None:
    return next((str(value) for each in line if (value := getattr(each, field))), None)


def _words(line: Sequence[Clinic], locale: str, field: str) -> str | None:
    return next((words for each in line if (words := in_locale(each, locale, field))), None)


def _logo(line: Sequence[Clinic], pictures: Mapping[int, ImageData]) -> Image | None:
    owner = next((each for each in line if each.logo_id), line[0])
    return images.build_image(pictures.get(owner.logo_id or 0), "logo", alt=owner.name)


def _photo(line: Sequence[Clinic], locale: str, pictures: Mapping[int, ImageData]) -> Image | None:
    owner = next((each for each in line if each.photo_id), line[0])
    return images.build_image(
        pictures.get(owner.photo_id or 0),
        "photo",
        alt=in_locale(owner, locale, "photo_alt_text"),
        decorative=owner.photo_decorative,
    )


def _open_at(line: Sequence[Clinic]) -> Clinic:
    """Whose opening hours hold: a clinic's own, or all of its group's."""
    return next((each for each in line if has_hours(each)), line[0])


def _hours_lines(line: Sequence[Clinic], locale: str) -> list[str]:
    clinic = _open_at(line)
    return hours_lines(clinic.opening_hours, in_locale(clinic, locale, "hours_note"), locale)


def _opening_hours(line: Sequence[Clinic]) -> list[OpenHours]:
    week = _open_at(line).opening_hours.get("week", {})
    return [
        OpenHours(day_of_week=name, opens=opens, closes=closes)
        for day, name in zip(DAYS, _WEEKDAYS, strict=True)
        if day in week
        for opens, closes in week[day] or [(None, None)]
    ]


def _special_hours(line: Sequence[Clinic]) -> list[SpecialHours]:
    return [
        SpecialHours(date=each["date"], opens=opens, closes=closes, note=each["note"] or None)
        for each in _open_at(line).opening_hours.get("special", [])
        for opens, closes in each["times"] or [(None, None)]
    ]


def _address(line: Sequence[Clinic]) -> Address | None:
    for clinic in line:
        parts = {name: getattr(clinic, name) or None for name in _ADDRESS}
        # A country alone is a fact for telephones and emergencies, and no address.
        if any(value for name, value in parts.items() if name != "country"):
            return Address(**parts)
    country = _fact(line, "country")
    return Address(**{**dict.fromkeys(_ADDRESS), "country": country}) if country else None
