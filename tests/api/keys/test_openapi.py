"""The description says of every operation what a key and a limit mean for it."""

import pytest
import yaml
from django.test import Client

from api.keys.text import generate_key
from api.v1.views.schema import STORED
from tests.api.keys.factories import bearer, make_key
from tests.api.v1.test_openapi import assert_described

SCHEMA = yaml.safe_load(STORED.read_text(encoding="utf-8"))
OPERATIONS = {
    each["operationId"]: each for path in SCHEMA["paths"].values() for each in path.values()
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation(name: str) -> None:
    operation = OPERATIONS[name]
    needs_key = name == "acknowledge_withdrawal" or "webhooks" in operation["tags"]
    assert operation["security"] == [*([] if needs_key else [{}]), {"bearer": []}]
    success = min(status for status in operation["responses"] if status.startswith("2"))
    for status, headers in (
        (success, ()),
        ("401", ("WWW-Authenticate",)),
        ("403", ("WWW-Authenticate",)),
        ("429", ("Retry-After",)),
    ):
        stated = operation["responses"][status]["headers"]
        for header in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", *headers):
            assert header in stated, (status, header)


def test_the_key_is_a_bearer() -> None:
    scheme = SCHEMA["components"]["securitySchemes"]["bearer"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


@pytest.mark.django_db
def test_answers_are_as_described(settings) -> None:
    settings.CLINIC_CONTENT = {"API": {"ANONYMOUS_LIMIT": 1}}
    path = "/articles/"

    def read(query: str = "", **headers: str):
        return Client().get(f"/api/v1{path}{query}", headers=headers)

    answers = [
        read(authorization=f"Bearer {generate_key().whole}"),
        read(**bearer(make_key(scopes=["preview"]))),
        read("?locale=en", **bearer(make_key(locales=["es"]))),
        read(),
        read(),
    ]
    assert [each.status_code for each in answers] == [401, 403, 403, 200, 429]
    for each in answers:
        assert_described(SCHEMA, path, each)
