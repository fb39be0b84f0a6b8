"""Cloudflare: `purge_cache` with `tags`, in every plan."""

from collections.abc import Collection
from typing import Any

from wagtail.contrib.frontend_cache.backends import CloudflareBackend as ByAddress

from api.purging.backends.base import PurgeError, ask, in_parts, shortened

MOST_TAGS = 100
"""Operations that Cloudflare takes in one request, in every plan."""


class CloudflareBackend(ByAddress):
    """With Wagtail's options: `ZONEID`, and `BEARER_TOKEN` of a token that may purge the zone."""

    def purge_tags(self, tags: Collection[str]) -> None:
        for part in in_parts(tags, MOST_TAGS):
            self._ask({"tags": part})

    def _purge_urls(self, urls: list[str]) -> None:
        self._ask({"files": urls})

    def _ask(self, what: dict[str, list[str]]) -> None:
        address = self.cloudflare_purge_endpoint_url
        answer = ask("POST", address, headers=self._credentials(), data=what, environment=True)
        try:
            content: Any = answer.json()
        except ValueError as error:
            raise PurgeError("it answered with something that is not JSON") from error
        if not isinstance(content, dict) or content.get("success") is not True:
            raise PurgeError(shortened(f"it did not succeed: {answer.text}"))

    def _credentials(self) -> dict[str, str]:
        if self.cloudflare_token:
            return {"Authorization": f"Bearer {self.cloudflare_token}"}
        return {"X-Auth-Email": self.cloudflare_email, "X-Auth-Key": self.cloudflare_api_key}
