"""What a clinic's facts and its placement of an article become in each kind of place. Pure.

Everything is escaped for where it lands: HTML inside JSON, an attribute inside HTML inside JSON,
text inside JSON. No `<` leaves as such in JSON text, so that a script element that JSON is put into
cannot be ended by a value.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from api.documents.clinic_values.marks import DEFINITION, HREF, HTML, TEXT
from api.documents.clinic_values.slots import (
    CLINIC,
    INDEX,
    NOINDEX,
    Cut,
    Replacements,
    edits_of,
    lay_over,
)
from api.documents.rich_text.links import attribute, safe_href
from api.documents.rich_text.links import text as escaped
from api.documents.schema import CallToAction, ClinicProfile
from articles.models.placements import Indexing

RENDERING = 2
"""Part of every ETag: raise it when the same facts are to be written in another way."""

_REL = "noopener noreferrer"
# Control characters, and those that turn the direction of the text around them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]+")
_DIALLED = re.compile(r"\+?[0-9]{2,15}")
# Country codes of one and of two digits; all others have three.
_NUMBER = re.compile(
    r"\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3})([0-9]{6,})"
)


class Placing(NamedTuple):
    """What a placement says; the columns of `Placement`, in this order."""

    call_to_action_label: str = ""
    call_to_action_url: str = ""
    campaign: str = ""
    indexing: str = Indexing.INDEX.value
    canonical_url: str = ""


class Overlay(NamedTuple):
    """What is laid over an article for a clinic."""

    mark: str
    """Stands for all of it in ETags."""
    replacements: Replacements
    carried: Set[str] = frozenset()
    """Of the articles that it leads to, the ids of those that the clinic carries."""

    def carrying(self, carried: Set[str]) -> "Overlay":
        """What is laid over it where these of the articles that it leads to are carried."""
        if not carried:
            return self
        digest = hashlib.blake2b(" ".join((self.mark, *sorted(carried))).encode(), digest_size=6)
        return Overlay(digest.hexdigest(), self.replacements, carried)

    def over(self, body: bytes, slots: str) -> bytes:
        """Return these finished bytes with all of it in their places."""
        return lay_over(body, slots, self.replacements, self.carried)

    def cut(self, body: bytes, slots: str) -> Cut:
        """Return what does the same to these bytes, time after time, in half the time."""
        return Cut(len(body), edits_of(body, slots, self.replacements, self.carried))


def facts_of(profile: ClinicProfile) -> str:
    """Return what is kept of a clinic in the profile's language: JSON of plain text, or nulls."""
    place = profile.address
    address: tuple[str, ...] = ()
    if place:
        town = " ".join(filter(None, (place.postal_code, place.locality)))
        address = tuple(filter(None, (place.street_address, town, place.region)))
    facts = {
        "slug": profile.slug,
        "name": _clean(profile.name),
        "phone": _clean(profile.phone),
        "booking_url": _web_address(profile.booking_url),
        "address": _clean(", ".join(address)),
        "hours": _clean("; ".join(profile.hours)),
        "emergency_number": _clean(profile.emergency_number),
        "disclaimer": _clean_lines(profile.disclaimer),
        "label": _clean(profile.call_to_action_label) or _usual_label(profile),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _usual_label(profile: ClinicProfile) -> str:
    with translation.override(profile.locale):
        return _("Book an appointment") if profile.booking_url else _("Contact the clinic")


@lru_cache(maxsize=4096)
def overlay_of(facts: str, placing: Placing) -> Overlay:
    """Return what is laid over an article with this placement. ``facts``: from `facts_of`.

    It leads to no other article: see `Overlay.carrying`.
    """
    digest = hashlib.blake2b(f"{RENDERING}{facts}".encode(), digest_size=6)
    digest.update(json.dumps(placing).encode())
    clinic = json.loads(facts)
    replacements = dict(_values(clinic))
    replacements[CLINIC] = b'"call_to_action":%b,"clinic":%b,"disclaimer":%b' % (
        _call_to_action(clinic, placing),
        _json(clinic["slug"]),
        _json(clinic["disclaimer"]),
    )
    hidden = placing.indexing == Indexing.NOINDEX
    canonical = _web_address(placing.canonical_url)
    for key in (INDEX, NOINDEX):
        robots = "noindex" if hidden or key == NOINDEX else "index"
        replacements[key] = b'"canonical_url":%b,"robots":"%b"' % (
            _json(canonical),
            robots.encode(),
        )
    return Overlay(digest.hexdigest(), replacements)


def etag_at_clinic(etag: str, overlay: Overlay) -> str:
    """Return the ETag of an article's bytes for a clinic, of theirs without one.

    A lapse of the review stays at the end; what is in front of the first hyphen is still the
    stored bytes' own.
    """
    stored, hyphen, lapse = etag.partition("-")
    return f"{stored}-c{overlay.mark}{hyphen}{lapse}"


def _values(clinic: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for name in ("name", "phone", "address", "hours", "emergency_number"):
        if clinic[name]:
            said = readable(clinic[name]) if name == "phone" else clinic[name]
            yield TEXT + name, _text(said)
            yield HTML + name, _text(escaped(said))
    addresses = {
        "phone": _telephone(clinic["phone"]),
        "emergency_number": _telephone(clinic["emergency_number"]),
        "booking_url": clinic["booking_url"],
    }
    for name, href in addresses.items():
        if href:
            rel = _REL if href.startswith("http") else ""
            written = f' href="{attribute(href)}"' + (f' rel="{rel}"' if rel else "")
            yield HREF + name, _text(written)
            yield DEFINITION + name, b'%b,"rel":%b' % (_json(href), _json(rel or None))


def _call_to_action(clinic: dict[str, Any], placing: Placing) -> bytes:
    url = _web_address(placing.call_to_action_url) or clinic["booking_url"]
    phone = clinic["phone"] if _telephone(clinic["phone"]) else None
    if not (url or phone):
        return b"null"
    action = CallToAction(
        label=_clean(placing.call_to_action_label) or clinic["label"],
        url=url,
        phone=phone,
        campaign=_clean(placing.campaign),
    )
    return _json(action.model_dump())


def readable(number: str) -> str:
    """An E.164 number in groups that can be read out: +1 201 555 0123. Any other as it is."""
    found = _NUMBER.fullmatch(number)
    if not found:
        return number
    return f"+{found[1]} {' '.join(re.findall(r'[0-9]{3}(?=[0-9]{3})|[0-9]+', found[2]))}"


def _telephone(number: str | None) -> str | None:
    return f"tel:{number}" if number and _DIALLED.fullmatch(number) else None


def _web_address(url: str | None) -> str | None:
    """An address that readers may be sent to; whoever wrote it past the form, no other is."""
    safe = safe_href(url) if url else None
    return safe if safe and safe[:4].lower() == "http" else None


def _clean(text: str | None) -> str | None:
    """One line of text, without what nobody sees; None where nothing is left."""
    return " ".join(_UNSEEN.sub(" ", text or "").split()) or None


def _clean_lines(text: str | None) -> str | None:
    lines = [_clean(line) or "" for line in (text or "").splitlines()]
    return "\n".join(lines).strip() or None


def _json(value: Any) -> bytes:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").encode("utf-8", "replace")


def _text(text: str) -> bytes:
    """A text as it stands between the quotes of a JSON string."""
    written = json.dumps(text, ensure_ascii=False)[1:-1]
    return written.replace("<", "\\u003c").encode("utf-8", "replace")
