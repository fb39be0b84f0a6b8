"""Varnish with the VCL that this project ships, docs/proxies/varnish.vcl."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured
from wagtail.contrib.frontend_cache.backends import HTTPBackend

from api.purging.backends.base import ask, in_parts

MOST_TAGS = 50
"""In one request: with the longest tags it stays below what Varnish takes as a header."""


class VarnishBackend(HTTPBackend):
    """`LOCATION`: the address of one Varnish; `TOKEN`: the secret that its VCL asks for."""

    def __init__(self, params: dict[str, Any]) -> None:
        self._token = params.pop("TOKEN", "")
        if not self._token:
            raise ImproperlyConfigured(
                "The setting 'WAGTAILFRONTENDCACHE' requires 'TOKEN' to be specified for Varnish."
            )
        super().__init__(params)

    def purge_tags(self, tags: Collection[str]) -> None:
        """Drop all answers with any of these tags. Afterwards none of them is given out."""
        for part in in_parts(tags, MOST_TAGS):
            self._purge("/", {"Surrogate-Key": " ".join(part)})

    def purge(self, url: str) -> None:
        """Drop the answers of one address, in every form that clients asked for."""
        parts = urlsplit(url)
        place = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        self._purge(place, {"Host": parts.netloc, "X-Forwarded-Proto": parts.scheme})

    def _purge(self, place: str, headers: dict[str, str]) -> None:
        address = f"{self.cache_scheme}://{self.cache_netloc}{place}"
        headers = {"X-Purge-Token": self._token, **headers}
        # A server inside: no proxy for outgoing requests leads to it.
        ask("PURGE", address, headers=headers, environment=False)
