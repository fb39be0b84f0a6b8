"""What a text may say of whichever clinic its reader is at, and what it says without one.

Stored in rich text as ``<a linktype="clinic-value" value="phone">your clinic</a>``: the value's
name, and the words for readers without a clinic or at one that lacks the value. The words are the
editor's own; those below are only offered. So a text reads naturally in every language and
without a clinic, and is signed, compared and translated like any other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import html
from wagtail.coreutils import get_content_languages
from wagtail.rich_text import LinkHandler

LINKTYPE = "clinic-value"


@dataclass(frozen=True, slots=True)
class ClinicValue:
    """A value of clinics. ``name`` is permanent: stored texts and front ends know it."""

    name: str
    label: str | Promise
    words: str | Promise
    """Offered to the editor for readers without a clinic, in the language of the article."""
    example: str | Promise


CLINIC_VALUES: Mapping[str, ClinicValue] = {
    value.name: value
    for value in (
        ClinicValue(
            "name",
            gettext_lazy("Clinic name"),
            gettext_lazy("your clinic"),
            gettext_lazy("Ask …, such as: Ask Northside Clinic"),
        ),
        ClinicValue(
            "phone",
            gettext_lazy("Clinic phone"),
            gettext_lazy("your clinic"),
            gettext_lazy("Call …, such as: Call +1 201 555 0123"),
        ),
        ClinicValue(
            "booking_url",
            gettext_lazy("Clinic booking link"),
            gettext_lazy("book an appointment"),
            gettext_lazy("Your words stay, and lead to the clinic's booking page"),
        ),
        ClinicValue(
            "address",
            gettext_lazy("Clinic address"),
            gettext_lazy("your clinic's address"),
            gettext_lazy("Come to …, such as: Come to 1 Main Street, Springfield"),
        ),
        ClinicValue(
            "hours",
            gettext_lazy("Clinic opening hours"),
            gettext_lazy("your clinic's opening hours"),
            gettext_lazy("We are open: …, such as: Mon-Fri 09:00-17:00"),
        ),
        ClinicValue(
            "emergency_number",
            gettext_lazy("Clinic emergency number"),
            gettext_lazy("your local emergency number"),
            gettext_lazy("Call …, such as: Call 911"),
        ),
    )
}
"""By name. Another value needs its rendering in `api.documents.clinic_values` as well."""


def label_of(name: str) -> str:
    """What editors call a value; of one that there is not, that it is missing."""
    value = CLINIC_VALUES.get(name)
    return str(value.label) if value else _("Unknown clinic value “{name}”").format(name=name)


def offered_words(value: ClinicValue) -> dict[str, str]:
    """The words to begin with, by language of the article."""
    offered = {}
    for language in get_content_languages():
        with translation.override(language):
            offered[language] = str(value.words)
    return offered


def value_problems(source: str) -> Iterator[str]:
    """Say, for its editor, what is wrong with the clinic values in stored rich text."""
    if LINKTYPE not in source:
        return
    root = html.fragment_fromstring(source, create_parent="div")
    for element in root.iter("a"):
        if element.get("linktype") != LINKTYPE:
            continue
        name = element.get("value") or ""
        if name not in CLINIC_VALUES:
            yield _(
                "There is no clinic value “%(name)s”. Take it out of the text, or choose one of "
                "the clinic values in the toolbar."
            ) % {"name": name}
        elif not "".join(element.itertext()).strip():
            yield _("“%(value)s” has no words. Write what readers without a clinic read there.") % {
                "value": label_of(name)
            }


class ClinicValueHandler(LinkHandler):
    """How Wagtail's own previews show a value: its words, marked. It refers to no object."""

    identifier = LINKTYPE

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        name = attrs.get("value", "")
        return str(format_html('<a data-clinic-value="{}" title="{}">', name, label_of(name)))

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [cls.expand_db_attributes(attrs) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[Any, str, str, str]]:
        return iter(())
