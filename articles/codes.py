"""Clinical code systems a topic may be coded in, and the written form of their codes.

URIs are those of HL7 terminology; OIDs are registered with HL7. Patterns check the form
only: whether a code exists is not checked.
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CodeSystemSlug(TextChoices):
    ICD_10_CM = "icd-10-cm", "ICD-10-CM"
    SNOMED_CT = "snomed-ct", "SNOMED CT"
    RXNORM = "rxnorm", "RxNorm"
    MESH = "mesh", "MeSH"
    LOINC = "loinc", "LOINC"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSystem:
    slug: str
    uri: str
    oid: str
    pattern: re.Pattern[str]
    example: str


CODE_SYSTEMS = {
    system.slug: system
    for system in (
        CodeSystem(
            slug=CodeSystemSlug.ICD_10_CM.value,
            uri="http://hl7.org/fhir/sid/icd-10-cm",
            oid="2.16.840.1.113883.6.90",
            pattern=re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?"),
            example="G43.909",
        ),
        CodeSystem(
            slug=CodeSystemSlug.SNOMED_CT.value,
            uri="http://snomed.info/sct",
            oid="2.16.840.1.113883.6.96",
            pattern=re.compile(r"[1-9][0-9]{5,17}"),
            example="37796009",
        ),
        CodeSystem(
            slug=CodeSystemSlug.RXNORM.value,
            uri="http://www.nlm.nih.gov/research/umls/rxnorm",
            oid="2.16.840.1.113883.6.88",
            pattern=re.compile(r"[1-9][0-9]{0,7}"),
            example="6130",
        ),
        CodeSystem(
            slug=CodeSystemSlug.MESH.value,
            uri="http://id.nlm.nih.gov/mesh",
            oid="2.16.840.1.113883.6.177",
            pattern=re.compile(r"[CD][0-9]{6}([0-9]{3})?"),
            example="D008881",
        ),
        CodeSystem(
            slug=CodeSystemSlug.LOINC.value,
            uri="http://loinc.org",
            oid="2.16.840.1.113883.6.1",
            pattern=re.compile(r"(LA|LP)?[0-9]{1,7}-[0-9]"),
            example="75325-1",
        ),
    )
}

SLUGS_BY_URI = {system.uri: slug for slug, system in CODE_SYSTEMS.items()}


def broader_codes(system_slug: str, code: str) -> list[str]:
    """Return the categories that a code lies in, the broadest first; the code is not among them.

    Only ICD-10-CM tells them by the code's own characters: G43.909 lies in G43, G43.9, G43.90.
    """
    if system_slug != CodeSystemSlug.ICD_10_CM or "." not in code:
        return []
    # A category has three characters; each one behind the dot divides further.
    return [code[:length].rstrip(".") for length in (3, *range(5, len(code)))]


_VERHOEFF_MULTIPLY = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_VERHOEFF_PERMUTE = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)


def verhoeff_valid(digits: str) -> bool:
    """Whether a string of digits ends in its Verhoeff check digit (SNOMED CT identifiers)."""
    check = 0
    for position, digit in enumerate(reversed(digits)):
        check = _VERHOEFF_MULTIPLY[check][_VERHOEFF_PERMUTE[position % 8][int(digit)]]
    return check == 0


def luhn_valid(digits: str) -> bool:
    """Whether a string of digits ends in its Luhn (ISO/IEC 7812 modulus 10) check digit."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def code_problem(system_slug: str, code: str) -> str | None:
    """Say what is wrong with a code's form, for an editor; None when it is right."""
    system = CODE_SYSTEMS.get(system_slug)
    if system is None:
        return str(_("This code system is not known. Choose one from the list."))
    if not system.pattern.fullmatch(code):
        return str(
            _("“%(code)s” does not look like a code of this system. A code looks like %(example)s.")
            % {"code": code, "example": system.example}
        )
    if system_slug == CodeSystemSlug.SNOMED_CT and not verhoeff_valid(code):
        return str(
            _("The check digit of this SNOMED CT code is wrong. Compare it with its source.")
        )
    if system_slug == CodeSystemSlug.LOINC:
        digits = code.removeprefix("LA").removeprefix("LP").replace("-", "")
        if not luhn_valid(digits):
            return str(
                _("The check digit of this LOINC code is wrong. Compare it with its source.")
            )
    return None
