"""What the backends share: an error with its reason, and one way to ask over HTTP."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import requests

TIMEOUT = (3, 6)
"""Seconds to connect, and to wait for each part of an answer."""
_LONGEST_REASON = 300


class PurgeError(Exception):
    """A cache has not acknowledged a purge. The text says why, and holds no secret."""


def ask(
    method: str, url: str, *, headers: Mapping[str, str], data: Any = None, environment: bool
) -> requests.Response:
    """Return the answer, which is a 2xx. A redirect acknowledges nothing.

    ``environment``: whether the proxies that the environment names for outgoing requests count.
    """
    with requests.Session() as session:
        session.trust_env = environment
        try:
            answer = session.request(
                method, url, headers=headers, json=data, timeout=TIMEOUT, allow_redirects=False
            )
        except requests.RequestException as error:
            raise PurgeError(shortened(f"{type(error).__name__}: {error}")) from error
    if not 200 <= answer.status_code < 300:
        raise PurgeError(shortened(f"it answered {answer.status_code}: {answer.text.strip()}"))
    return answer


def in_parts(items: Collection[str], most: int) -> Iterator[list[str]]:
    """Split into lists of at most `most`, always in the same way."""
    ordered = sorted(set(items))
    for start in range(0, len(ordered), most):
        yield ordered[start : start + most]


def shortened(reason: str) -> str:
    return reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]} ..."
