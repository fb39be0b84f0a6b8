"""Which addresses a webhook may be sent to: none inside, whatever a name resolves to."""

import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from api.conf import get_setting

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST_URL = 500


class ForbiddenAddressError(Exception):
    """The receiver is, or resolves to, an address that webhooks must not be sent to."""


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet: a neighbour, ourselves, or metadata is not."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _translated(address)
        if inner is not None:
            return is_public(inner)
        # Another machine's address behind a relay.
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a gateway between both makes of it (RFC 6052)."""
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def allowed_networks() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(each) for each in get_setting("WEBHOOK_PRIVATE_NETWORKS")]


def is_private_but_allowed(address: Address) -> bool:
    return any(address in network for network in allowed_networks())


def url_problem(url: str) -> str | None:
    """Return what is wrong with an endpoint's address as it is written; None if nothing is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _("This is not an address. Write one such as https://www.example.org/hooks/.")
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        return _("This is not an address. Write one such as https://www.example.org/hooks/.")
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        return _("Write the address in plain letters, without spaces, 500 of them at most.")
    if parts.username is not None or parts.password is not None:
        return _("Leave user name and password out: receivers check the signature.")
    if parts.fragment:
        return _("Leave out what comes after “#”: it is never sent.")
    if parts.scheme == "http" and not allowed_networks():
        return _("Begin the address with https://.")
    return _literal_problem(parts.hostname)


def _literal_problem(host: str) -> str | None:
    """What is written as numbers is looked at now; names are looked up at each request."""
    if "%" in host:
        # An interface of this machine.
        return _("This address is not on the public internet.")
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return None
    for *_others, address in found:
        literal = ipaddress.ip_address(str(address[0]).partition("%")[0])
        if not (is_public(literal) or is_private_but_allowed(literal)):
            return _("This address is not on the public internet.")
    return None


def resolve(parts: SplitResult) -> Sequence[tuple[str, int]]:
    """Return the addresses and the port of a receiver. None is connected to.

    Raises `ForbiddenAddressError` where any of them must not be, and OSError without any.
    """
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(address[0]) for *_others, address in found))
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        if is_private_but_allowed(address):
            continue
        if not is_public(address):
            raise ForbiddenAddressError(f"{host} leads to {text}, which is not public")
        if parts.scheme != "https":
            raise ForbiddenAddressError(f"{host} is public: only https:// may be used")
    return [(text, port) for text in addresses]
