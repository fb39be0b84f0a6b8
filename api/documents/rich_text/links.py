"""What a link in stored rich text points at, and which addresses may leave the house."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import nh3

from articles.clinic_values import CLINIC_VALUES

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_MAX_ID = 2**63 - 1
# The URL standard strips these; a browser reads `java\nscript:` as `javascript:`.
_AROUND = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")
_href_guard = nh3.Cleaner(
    tags={"a"}, attributes={"a": {"href"}}, link_rel=None, url_schemes=set(SCHEMES)
)


@dataclass(frozen=True, slots=True)
class Link:
    """A stored link to something of ours: `<a linktype="section" id="3" section="uuid">`.

    `linktype` is page, document, topic, section or a host's own; `id` is the primary key.
    """

    linktype: str
    id: int
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads in the delivered document. Absent values are empty.

    `href` is an address for readers, never the CMS's own, and held to the same rules as one an
    editor typed. A target without `href` still marks its text (a topic without its own page).
    """

    href: str = ""
    article_id: str = ""
    section_id: str = ""
    topic: str = ""
    rel: str = ""
    clinic_value: str = ""
    """Instead of all others: the name of the clinic's value that the words stand for."""


Resolve = Callable[[Link], Target | None]
"""Gives the target of a link, or None when it is dead or not public."""


def stored_link(attributes: Mapping[str, str]) -> Link | None:
    """The link to something of ours that an `<a>` stores; None for any other or a malformed one."""
    linktype = attributes.get("linktype", "")
    identifier = attributes.get("id", "")
    if not linktype or not (identifier.isascii() and identifier.isdecimal()):
        return None
    # Longer digits are no key of any database, and a query with them would fail.
    if len(identifier) > 19 or int(identifier) > _MAX_ID:
        return None
    return Link(linktype, int(identifier), attributes.get("section") or None)


def clinic_value(name: str) -> Target | None:
    """The target of words that stand for a clinic's value; None where there is no such value."""
    return Target(clinic_value=name) if name in CLINIC_VALUES else None


def checked(target: Target | None) -> Target | None:
    """`target` if it may be delivered: it says something, and its address is a safe one."""
    if target is None:
        return None
    if not (target.href or target.article_id or target.topic or target.clinic_value):
        return None
    return target if not target.href or safe_href(target.href) == target.href else None


def external_target(href: str) -> Target | None:
    """The target of an address the editor typed; None when it may not be delivered.

    Links to other sites carry `noopener noreferrer`: which health article somebody reads is
    nobody else's business.
    """
    safe = safe_href(href)
    if safe is None:
        return None
    leaves = safe[:4].lower() == "http"
    return Target(href=safe, rel="noopener noreferrer" if leaves else "")


@lru_cache(maxsize=4096)
def safe_href(url: str) -> str | None:
    """`url` as a browser would read it, or None when it is not one we deliver.

    Delivered: http(s) with a host, mailto, tel, `#anchor` and root-relative `/path` (both
    relative to the front end). Never: other schemes, `//host`, `/\\host`, relative paths.
    """
    url = url.strip(_AROUND).translate(_INSIDE)
    if url.startswith("/"):
        allowed = url[1:2] not in {"/", "\\"}
    elif url.startswith("#"):
        allowed = len(url) > 1
    else:
        scheme, _, rest = url.partition(":")
        scheme = scheme.lower()
        allowed = scheme in SCHEMES and bool(rest)
        if scheme.startswith("http"):
            allowed = allowed and rest.startswith("//")
    # The last guard removes addresses it cannot parse (no such host); decide that here, so
    # that it never has anything to remove.
    if not allowed or "href" not in _href_guard.clean(f'<a href="{attribute(url)}">'):
        return None
    return url


def attribute(value: str) -> str:
    """`value` escaped for a double-quoted attribute, as an HTML serialiser writes it."""
    return text(value).replace('"', "&quot;")


def text(value: str) -> str:
    """`value` escaped for element content. Everything else stays the character it is."""
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.replace("\r", "\n")
