"""Receivers cannot be inside: in no way of writing an address, whatever a name resolves to."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from api.webhooks.addresses import ForbiddenAddressError, is_public, resolve, url_problem


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "203.0.113.1", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "2001:0:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_what_is_inside_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_the_internet_is(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
        "https://127.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/", "https://[fe80::1%25eth0]/",
    ],
)  # fmt: skip
def test_an_inner_address_is_refused_when_it_is_written(url: str) -> None:
    assert "public internet" in (url_problem(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "ftp://example.org/", "https://", "https://a b.org/", "https://é.org/",
        "https://example.org:x/", "https://example.org:0/", "https://user:word@example.org/",
        "https://example.org/#part", "http://example.org/", f"https://example.org/{'a' * 500}",
        "https://example.org/\r\nHost: inner", "https://[1/",
    ],
)  # fmt: skip
def test_what_is_no_usable_address_is_refused(url: str) -> None:
    assert url_problem(url)


def test_an_ordinary_address_is_fine() -> None:
    assert url_problem("https://www.example.org:8443/hooks/?clinic=north") is None


def resolving_to(*addresses: str) -> Any:
    def getaddrinfo(host: str, port: int, **_kwargs: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, port)) for address in addresses]

    return getaddrinfo


@pytest.mark.parametrize("inner", ["10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0"])
def test_a_name_that_leads_inside_is_refused_also_beside_a_public_one(
    monkeypatch: pytest.MonkeyPatch, inner: str
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("1.1.1.1", inner))
    with pytest.raises(ForbiddenAddressError, match="not public"):
        resolve(urlsplit("https://www.example.org/"))


def test_a_public_receiver_must_speak_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("1.1.1.1"))
    with pytest.raises(ForbiddenAddressError, match="https"):
        resolve(urlsplit("http://www.example.org/"))
    assert resolve(urlsplit("https://www.example.org/")) == [("1.1.1.1", 443)]


def test_networks_of_the_site_may_be_allowed(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLINIC_CONTENT = {"API": {"WEBHOOK_PRIVATE_NETWORKS": ["10.1.0.0/16"]}}
    assert url_problem("https://10.2.0.1/")
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("10.1.2.3"))
    assert url_problem("http://10.1.2.3/") is None
    assert resolve(urlsplit("http://inner.example.org:8080/")) == [("10.1.2.3", 8080)]
