"""Validators for identifiers. Each error says what is wrong and what a right value looks like."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.codes import luhn_valid

# ITU-T E.164: a plus sign, a country code that does not start with 0, at most 15 digits in all.
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# An emergency number is a short code (112, 911, 999) or an E.164 number.
_SHORT_CODE = re.compile(r"[0-9]{2,6}")
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_NPI = re.compile(r"[12][0-9]{9}")
# DOI Handbook 2.2: directory indicator 10, registrant code, any graphic characters.
_DOI = re.compile(r"10\.[0-9]{4,9}(\.[0-9]+)*/[^\s<>\"]+")
_PMID = re.compile(r"[1-9][0-9]{0,8}")
# The parts of BCP 47 that front ends meet: language, script, region, variants.
_LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([0-9a-z]{5,8}|[0-9][0-9a-z]{3}))*"
)
_COUNTRY = re.compile(r"[A-Z]{2}")


def validate_phone(value: str) -> None:
    """E.164 (ITU-T), such as +12015550123."""
    if not _E164.fullmatch(value):
        raise ValidationError(
            _("Write the phone number with + and country code, digits only: +12015550123."),
            code="phone",
        )


def validate_emergency_number(value: str) -> None:
    """A short code such as 112 or 911, or an E.164 number."""
    if not (_SHORT_CODE.fullmatch(value) or _E164.fullmatch(value)):
        raise ValidationError(
            _("Write the emergency number as dialled (112, 911) or with + and country code."),
            code="emergency_number",
        )


def normalize_orcid(value: str) -> str:
    """Bring an ORCID as people paste it (an orcid.org address) to its short form."""
    return re.sub(
        r"^(https?://)?(www\.)?orcid\.org/", "", value.strip(), flags=re.IGNORECASE
    ).upper()


def validate_orcid(value: str) -> None:
    """ORCID iD in its short form with hyphens; ISO/IEC 7064 MOD 11-2 check character."""
    if not _ORCID.fullmatch(value):
        raise ValidationError(
            _("Write the ORCID as four groups of four: 0000-0002-1825-0097."), code="orcid"
        )
    total = 0
    for digit in value.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    if value[-1] != ("X" if result == 10 else str(result)):
        raise ValidationError(
            _("The last character of this ORCID does not fit. Check it for a typing error."),
            code="orcid_checksum",
        )


def validate_npi(value: str) -> None:
    """US National Provider Identifier: ten digits, Luhn check with prefix 80840 (45 CFR 162)."""
    if not _NPI.fullmatch(value):
        raise ValidationError(
            _("An NPI has ten digits and starts with 1 or 2: 1234567893."), code="npi"
        )
    if not luhn_valid("80840" + value):
        raise ValidationError(
            _("The last digit of this NPI does not fit. Check it for a typing error."),
            code="npi_checksum",
        )


def normalize_doi(value: str) -> str:
    """Bring a DOI as people paste it (URL, ``doi:``, capitals) to its bare lower-case form."""
    value = value.strip()
    value = re.sub(r"^(https?://)?(dx\.)?doi\.org/", "", value, flags=re.IGNORECASE)
    value = re.sub(r"^doi:\s*", "", value, flags=re.IGNORECASE)
    # DOI names are case-insensitive (ISO 26324), so one form makes one citation.
    return value.lower()


def validate_doi(value: str) -> None:
    if not _DOI.fullmatch(value):
        raise ValidationError(
            _("A DOI starts with “10.” and has a slash: 10.5811/westjem.2018.8.37875."), code="doi"
        )


def normalize_pmid(value: str) -> str:
    """Bring a PubMed id as people paste it (a PubMed address, ``PMID:``) to its digits."""
    value = re.sub(
        r"^(https?://)?(pubmed\.ncbi\.nlm\.nih\.gov|(www\.)?ncbi\.nlm\.nih\.gov/pubmed)/",
        "",
        value.strip(),
        flags=re.IGNORECASE,
    )
    return re.sub(r"^pmid:?\s*", "", value, flags=re.IGNORECASE).removesuffix("/")


def validate_pmid(value: str) -> None:
    if not _PMID.fullmatch(value):
        raise ValidationError(
            _("A PubMed id (PMID) has digits only, such as 30429927."), code="pmid"
        )


def validate_language_tag(value: str) -> None:
    """BCP 47 language tag, such as en, es-MX or zh-Hant."""
    if not _LANGUAGE_TAG.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is not a language tag. Use forms such as en, es-MX or zh-Hant."),
            code="language_tag",
            params={"value": value},
        )


def validate_country(value: str) -> None:
    """ISO 3166-1 alpha-2 code."""
    if not _COUNTRY.fullmatch(value):
        raise ValidationError(
            _("Write the country as its two-letter code, such as US or ES."), code="country"
        )


def validate_web_url(value: str) -> None:
    """An absolute http or https address; Django's own field admits ftp too."""
    if not re.match(r"https?://", value, flags=re.IGNORECASE):
        raise ValidationError(_("Start the web address with https://."), code="web_url")


PREVIEW_PLACES = ("token", "locale", "slug", "id")
_PLACE = re.compile(r"[{](.*?)[}]")
_LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


def validate_preview_url(value: str) -> None:
    """An address to which drafts are opened: https, with `{token}` behind the host.

    Without TLS it would show the token to everybody on the way; a developer's own machine may.
    """
    unknown = sorted(set(_PLACE.findall(value)) - set(PREVIEW_PLACES))
    if unknown or re.search(r"[{}]", _PLACE.sub("", value)):
        raise ValidationError(
            _("Use these placeholders only: %(places)s."),
            code="preview_url_places",
            params={"places": ", ".join(f"{{{name}}}" for name in PREVIEW_PLACES)},
        )
    match = re.fullmatch(r"(https?)://([^/?#\s\\@]+)([/?#][^\s\\]*)?", value, flags=re.IGNORECASE)
    host = match[2].lower() if match else ""
    is_local = host.rsplit(":", 1)[0] in _LOCAL_HOSTS or host in _LOCAL_HOSTS
    if match is None or "{" in host or (match[1].lower() == "http" and not is_local):
        raise ValidationError(
            _("Write a whole address that starts with https://."), code="preview_url"
        )
    if "{token}" not in (match[3] or ""):
        raise ValidationError(
            _("Write {token} where the front end reads the preview's token from."),
            code="preview_url_token",
        )
