import pytest
from django.test import Client

PATH = "/api/v1/articles/"
OURS = "https://www.example.org"

pytestmark = pytest.mark.django_db


def allow(settings, *origins: str) -> None:
    settings.CLINIC_CONTENT = {"API": {"CORS_ORIGINS": list(origins)}}


def test_off_by_default(client: Client) -> None:
    response = client.get(PATH, headers={"origin": OURS})
    assert "Access-Control-Allow-Origin" not in response
    assert "Origin" not in response["Vary"]


def test_a_listed_origin_may_read(client: Client, settings) -> None:
    allow(settings, OURS, "https://app.example.org")
    response = client.get(PATH, headers={"origin": OURS})
    assert response["Access-Control-Allow-Origin"] == OURS
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example.org", "null", f"{OURS}.evil.org", "http://www.example.org",
     f"{OURS}:8000", OURS.upper()],
)  # fmt: skip
def test_others_may_not_and_are_not_reflected(client: Client, settings, origin: str) -> None:
    allow(settings, OURS)
    response = client.get(PATH, headers={"origin": origin})
    assert "Access-Control-Allow-Origin" not in response
    # A cache must not hand this answer to a listed origin.
    assert "Origin" in response["Vary"]


def test_any_origin(client: Client, settings) -> None:
    allow(settings, "*")
    response = client.get(PATH, headers={"origin": "https://anyone.example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"


def test_errors_can_be_read_too(client: Client, settings) -> None:
    allow(settings, OURS)
    response = client.get(f"{PATH}?x=1", headers={"origin": OURS})
    assert response.status_code == 400
    assert response["Access-Control-Allow-Origin"] == OURS


def test_preflight(client: Client, settings) -> None:
    allow(settings, OURS)
    headers = {"origin": OURS, "access-control-request-method": "GET"}
    response = client.options(PATH, headers=headers)
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
