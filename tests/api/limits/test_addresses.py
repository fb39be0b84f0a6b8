"""Who a request is counted for cannot be chosen by the client."""

import pytest
from django.test import RequestFactory

from api.limits.addresses import UNKNOWN, address_of, network_of


def address(settings, proxies: int, forwarded: str | None, remote: str = "192.0.2.1") -> str:
    settings.CLINIC_CONTENT = {"API": {"NUM_PROXIES": proxies}}
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


def test_without_proxies_the_header_is_not_believed(settings) -> None:
    assert address(settings, 0, "198.51.100.7") == "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 192.0.2.5", "198.51.100.7"),
        (2, "198.51.100.7", "198.51.100.7"),
        (1, "198.51.100.7:4711", "198.51.100.7"),
        (1, "[2001:db8::1]:4711", "2001:db8::/64"),
        # Nothing usable: the connection's own address.
        (1, None, "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "198.51.100.7, unknown", "192.0.2.1"),
        (1, "198.51.100.7," + "9" * 5_000, "192.0.2.1"),
    ],
)
def test_only_what_our_proxies_wrote_counts(
    settings, proxies: int, forwarded: str | None, expected: str
) -> None:
    assert address(settings, proxies, forwarded) == expected


def test_an_ipv6_network_is_one_reader() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")


def test_an_ipv4_address_is_the_same_however_it_is_written() -> None:
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") == "192.0.2.1"


@pytest.mark.parametrize("text", ["", "unix:", "localhost", "1.2.3", "::1::2", "\0", "[", "[::1"])
def test_what_is_no_address(text: str) -> None:
    assert network_of(text) in (UNKNOWN, "::/64")
