"""The address that a request is counted for."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from django.http import HttpRequest

from api.conf import get_setting

UNKNOWN = "unknown"
LONGEST_ADDRESS = 64


def address_of(request: HttpRequest) -> str:
    """Return the client's address, of IPv6 the network it can choose addresses from (/64).

    `X-Forwarded-For` counts only with `NUM_PROXIES`: each proxy appends the address it was asked
    from, so that many entries from the end on are true, and what stands before them is whatever
    the client wrote.
    """
    remote = network_of(request.META.get("REMOTE_ADDR", ""))
    proxies = get_setting("NUM_PROXIES")
    if not proxies:
        return remote
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    forwarded = network_of(entries[-min(proxies, len(entries))].strip()[:LONGEST_ADDRESS])
    return remote if forwarded == UNKNOWN else forwarded


@lru_cache(maxsize=4096)
def network_of(text: str) -> str:
    try:
        address = ip_address(_without_port(text))
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)


def _without_port(text: str) -> str:
    """Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    host, _colon, port = text.partition(":")
    return host if "." in host and port.isdigit() else text
