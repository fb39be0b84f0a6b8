"""`manage.py api_keys`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from api.keys.text import read_key
from api.models import ApiClient, ApiKey
from tests.api.keys.factories import make_key
from tests.articles.factories import ClinicFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    """What the command prints: output, messages."""
    output, messages = StringIO(), StringIO()
    call_command("api_keys", *arguments, stdout=output, stderr=messages)
    return output.getvalue(), messages.getvalue()


def test_create_prints_a_key_that_works_and_nothing_else() -> None:
    output, messages = run("create", "Front end")
    text = output.removesuffix("\n")
    assert read_key(text) is not None
    assert text not in messages
    response = Client().get("/api/v1/articles/", headers={"authorization": f"Bearer {text}"})
    assert response.status_code == 200


def test_create_describes_the_client() -> None:
    ClinicFactory(slug="madrid")
    run("create", "Madrid", "--scope", "read", "--scope", "preview", "--clinic", "madrid",
        "--locale", "es", "--requests-per-minute", "50", "--expires-days", "30",
        "--contact", "web@example.org")  # fmt: skip
    client = ApiClient.objects.get()
    assert client.scopes == ["read", "preview"]
    assert client.clinic.slug == "madrid"
    assert (client.locales, client.requests_per_minute) == (["es"], 50)
    assert client.contact == "web@example.org"
    key = client.keys.get()
    assert (key.expires_at - key.created_at).days in (29, 30)


def test_create_gives_a_client_a_second_key_but_no_third() -> None:
    run("create", "Front end")
    run("create", "Front end")
    with pytest.raises(CommandError, match="2 active keys"):
        run("create", "Front end")
    assert ApiClient.objects.get().keys.count() == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--clinic", "nowhere"], "no clinic"),
        (["--locale", "xx"], "en, es"),
        (["--requests-per-minute", "0"], "greater than or equal to 1"),
        (["--expires-days", "0"], "1 or more"),
    ],
)
def test_wrong_words_make_nothing(arguments: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run("create", "Front end", *arguments)
    assert not ApiClient.objects.exists()
    assert not ApiKey.objects.exists()


def test_create_changes_no_client_that_is_there() -> None:
    run("create", "Front end")
    with pytest.raises(CommandError, match="already"):
        run("create", "Front end", "--scope", "webhooks")


def test_list_shows_what_is_known_but_no_secret() -> None:
    key = make_key(name="Front end", locales=["es"])
    output, _messages = run("list")
    for shown in (f"ca_{key.text.prefix}", "active", "Front end", "read", "es", "never"):
        assert shown in output
    assert key.text.whole not in output
    assert key.key.digest not in output


def test_rotate_prints_the_new_key_and_until_when_the_old_one_works() -> None:
    old = make_key()
    output, messages = run("rotate", f"ca_{old.text.prefix}", "--overlap-hours", "1")
    assert read_key(output.strip()) is not None
    assert f"ca_{old.text.prefix} works until" in messages
    with pytest.raises(CommandError, match="2 active keys"):
        run("rotate", old.text.prefix)


def test_revoke_stops_a_key() -> None:
    key = make_key()
    output, _messages = run("revoke", f"ca_{key.text.prefix}")
    assert "refused" in output
    headers = {"authorization": f"Bearer {key.text.whole}"}
    assert Client().get("/api/v1/articles/", headers=headers).status_code == 401
    with pytest.raises(CommandError, match="not active"):
        run("rotate", key.text.prefix)


def test_a_key_that_does_not_exist() -> None:
    with pytest.raises(CommandError, match="api_keys list"):
        run("revoke", "ca_nothing")
