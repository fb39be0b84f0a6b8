"""Topics and clinics by themselves."""

import datetime
from typing import Literal

from pydantic import Field

from api.documents.schema.base import Delivered
from api.documents.schema.card import ListLinks, ListMeta
from api.documents.schema.images import Image
from api.documents.schema.topics import TopicCode, TopicType

CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class TopicProfile(Delivered):
    """A condition, therapy or drug that published articles speak of."""

    slug: str = Field(examples=["migraine"])
    """The topic's id in URLs and filters, the same in every language."""
    locale: str = Field(examples=["en"])
    """The language asked for. What has no words in it is in the topic's own language."""
    type: TopicType
    """What the topic is."""
    name: str = Field(examples=["Migraine"])
    """Plain text."""
    description: str | None = Field(examples=["A headache disorder with recurring attacks."])
    """Plain text."""
    synonyms: list[str] = Field(examples=[["Migraine headache"]])
    """Other names; may be empty."""
    codes: list[TopicCode]
    """May be empty."""
    article_count: int = Field(ge=0, examples=[12])
    """How many published articles in this language are on the topic."""
    articles: str = Field(examples=["https://cms.example.org/api/v1/articles/?topic=migraine"])
    """URL of the list of these articles."""


class TopicList(Delivered):
    """One page of topics."""

    meta: ListMeta
    """Facts about the whole list."""
    links: ListLinks
    """Neighbouring pages; follow them as they are."""
    items: list[TopicProfile]
    """At most `limit` topics."""


class Address(Delivered):
    """Where a clinic is."""

    street_address: str | None = Field(examples=["1 Example Street"])
    """Street and number."""
    locality: str | None = Field(examples=["Springfield"])
    """Town."""
    region: str | None = Field(examples=["NJ"])
    """State or region."""
    postal_code: str | None = Field(examples=["07001"])
    """Postal code."""
    country: str | None = Field(examples=["US"])
    """ISO 3166-1, two letters."""


class OpenHours(Delivered):
    """When a clinic is open on a weekday, as schema.org's OpeningHoursSpecification.

    A day with several times has several of these.
    """

    day_of_week: Literal[
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
    ] = Field(examples=["Monday"])
    """The day."""
    opens: str | None = Field(pattern=CLOCK, examples=["09:00"])
    """In the clinic's time zone; null where it is closed all day."""
    closes: str | None = Field(pattern=CLOCK, examples=["17:00"])
    """`00:00` is midnight at the end of the day; null where it is closed all day."""


class SpecialHours(Delivered):
    """When a clinic is open on one date that differs from its weekday."""

    date: datetime.date = Field(examples=["2026-12-25"])
    """The day."""
    opens: str | None = Field(pattern=CLOCK, examples=[None])
    """In the clinic's time zone; null where it is closed all day."""
    closes: str | None = Field(pattern=CLOCK, examples=[None])
    """`00:00` is midnight at the end of the day; null where it is closed all day."""
    note: str | None = Field(examples=["Christmas Day"])
    """The name of the day, or what is special."""


class ClinicProfile(Delivered):
    """A clinic's public profile. What a clinic leaves blank is its parent group's."""

    slug: str = Field(examples=["northside"])
    """The clinic's id in URLs."""
    locale: str = Field(examples=["en"])
    """The language asked for. What has no words in it is in the clinic's own language."""
    name: str = Field(examples=["Northside Clinic"])
    """Plain text."""
    legal_name: str | None = Field(examples=["Northside Clinic Group LLC"])
    """The organisation's name in law."""
    parent: str | None = Field(examples=["northside-group"])
    """Slug of the group it belongs to."""
    phone: str | None = Field(examples=["+15550100200"])
    """E.164."""
    emergency_number: str | None = Field(examples=["911"])
    """What a patient of this clinic dials in an emergency."""
    booking_url: str | None = Field(examples=["https://clinic.example.org/book/"])
    """Where to book."""
    site_url: str | None = Field(examples=["https://clinic.example.org/"])
    """The clinic's website."""
    address: Address | None
    """Inherited as a whole only: never one clinic's street in another one's town."""
    time_zone: str | None = Field(examples=["America/New_York"])
    """A name of the IANA time zone database; the hours are in it."""
    hours: list[str] = Field(examples=[["Mon-Fri 09:00-17:00", "Saturdays by appointment"]])
    """The opening hours in words: one line a day or range, then notes; may be empty."""
    opening_hours: list[OpenHours]
    """By weekday, in order. Of a day that is not there nothing is known; may be empty."""
    special_opening_hours: list[SpecialHours]
    """Days that differ, in order, also passed ones; may be empty."""
    languages: list[str] = Field(examples=[["en", "es"]])
    """Language tags; may be empty."""
    logo: Image | None
    """Logo."""
    photo: Image | None
    """What patients see when they come. A group's photo comes with the group's words on it."""
    disclaimer: str | None = Field(examples=["This is no substitute for medical advice."])
    """To show with every article of this clinic."""
    call_to_action_label: str | None = Field(examples=["Book a consultation"])
    """Text of the button that leads to `booking_url`."""


class ClinicList(Delivered):
    """One page of clinics."""

    meta: ListMeta
    """Facts about the whole list."""
    links: ListLinks
    """Neighbouring pages; follow them as they are."""
    items: list[ClinicProfile]
    """At most `limit` clinics."""
