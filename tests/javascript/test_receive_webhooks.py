"""The receiver of docs/recipes believes what the CMS signed, and nothing else."""

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from api.webhooks.signing import new_secret, signed_headers
from tests.javascript import _command

RECIPE = Path(settings.BASE_DIR) / "docs" / "recipes" / "receive-webhooks.js"
PAYLOAD = '{"type":"article.updated","timestamp":"2026-01-01T00:00:00Z","data":{"sequence":7}}'
SENT = {"type": "article.updated", "sequence": 7}
FAILS_ONCE = """
import { pathToFileURL } from "node:url";
const { receiver } = await import(pathToFileURL(process.argv[2]));
let failed = false;
const act = async (event) => {
  if (!failed) { failed = true; throw new Error("the disk is full"); }
  console.log(JSON.stringify({ type: event.type, sequence: event.data.sequence }));
};
receiver(process.env.WEBHOOK_SECRET, act).listen(Number(process.argv[3]), "127.0.0.1");
"""

Post = Callable[..., int]


@contextmanager
def running(secret: str, *command: str) -> Iterator[tuple[Post, Callable[[], list[Any]]]]:
    """Start the receiver; yield what sends a body to it, and what it has acted on by its end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [_command("node"), *command, RECIPE, str(port)],
        env={"WEBHOOK_SECRET": secret},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def post(body: str, headers: dict[str, str], *, method: str = "POST") -> int:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request(method, "/", body.encode(), headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def acted() -> list[Any]:
        process.terminate()
        output, _errors = process.communicate(timeout=20)
        return [json.loads(line) for line in output.splitlines()]

    try:
        _wait_for(port)
        yield post, acted
    finally:
        process.kill()
        process.communicate(timeout=20)


def _wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the receiver does not listen")


def signed(
    *secrets: str, webhook_id: str = "msg_1", body: str = PAYLOAD, age: int = 0
) -> dict[str, str]:
    return signed_headers(webhook_id, int(time.time()) - age, body, secrets)


def test_what_is_signed_is_believed_and_done_once() -> None:
    secret = new_secret()
    with running(secret) as (post, acted):
        assert post(PAYLOAD, signed(secret)) == 204
        assert post(PAYLOAD, signed(secret)) == 204
        # While a secret is rotated there are two signatures, the new one first.
        assert post(PAYLOAD, signed(new_secret(), secret, webhook_id="msg_2")) == 204
        assert post(PAYLOAD, signed(secret, webhook_id="msg_3", age=280)) == 204
        assert acted() == [SENT] * 3


def test_what_is_not_signed_is_refused() -> None:
    secret = new_secret()
    right = signed(secret)
    with running(secret) as (post, acted):
        for headers in (
            {},
            signed(new_secret()),
            {**right, "webhook-id": "msg_2"},
            {**right, "webhook-timestamp": str(int(right["webhook-timestamp"]) + 1)},
            {**right, "webhook-timestamp": "now"},
            {**right, "webhook-signature": "v1,"},
            {**right, "webhook-signature": right["webhook-signature"].replace("v1,", "v2,")},
            signed(secret, age=400),
            signed(secret, age=-400),
        ):
            assert post(PAYLOAD, headers) == 400, headers
        assert post(PAYLOAD.replace("7", "8"), right) == 400
        long = " " * 70_000
        assert post(long, signed(secret, body=long)) == 400
        assert post(PAYLOAD, right, method="PUT") == 405
        assert acted() == []


def test_what_could_not_be_done_is_done_when_it_is_sent_again() -> None:
    secret = new_secret()
    with running(secret, "--input-type=module", "-e", FAILS_ONCE, "receiver") as (post, acted):
        assert post(PAYLOAD, signed(secret)) == 500
        assert post(PAYLOAD, signed(secret)) == 204
        assert post(PAYLOAD, signed(secret)) == 204
        assert acted() == [SENT]
