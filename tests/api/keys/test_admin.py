"""The screens of API keys."""

import html
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.keys.text import read_key
from api.migrations._grants import CLIENTS
from api.models import ApiClient, ApiKey
from tests.api.keys.factories import bearer, make_key
from tests.articles.factories import ClinicFactory, UserFactory

pytestmark = pytest.mark.django_db
INDEX = "/admin/api-keys/"
FORM = {
    "name": "Madrid website",
    "contact": "",
    "scopes": ["read"],
    "clinic": "",
    "locales": [],
    "requests_per_minute": "",
    "expires_at": "365",
}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(group="Administrators"))
    return client


def shown_key(response) -> str:
    """The whole key in the page."""
    assert response.status_code == 200, response
    found = re.search(r'id="api-key"[^>]*value="([^"]+)"', response.content.decode(), re.DOTALL)
    assert found, response.content.decode()
    return found[1]


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return html.unescape(re.sub(r"\s+", " ", text))


def works(text: str) -> bool:
    headers = {"authorization": f"Bearer {text}"}
    return Client().get("/api/v1/articles/", headers=headers).status_code == 200


def test_the_address() -> None:
    assert reverse("api_keys:index") == INDEX


def test_a_new_client_s_key_is_shown_once(admin: Client) -> None:
    response = admin.post(f"{INDEX}new/", FORM)
    text = shown_key(response)
    assert "no-store" in response["Cache-Control"]
    assert works(text)
    client = ApiClient.objects.get()
    for path in (INDEX, f"{INDEX}edit/{client.pk}/", f"{INDEX}history/{client.pk}/",
                 "/admin/reports/site-history/", "/admin/"):  # fmt: skip
        page = admin.get(path)
        assert page.status_code == 200, path
        assert text not in page.content.decode()
        assert text.split("_")[2] not in page.content.decode()


def test_sent_twice_the_form_makes_one_key(admin: Client) -> None:
    shown_key(admin.post(f"{INDEX}new/", FORM))
    again = admin.post(f"{INDEX}new/", FORM)
    assert "already exists" in words(again)
    assert ApiKey.objects.count() == 1


def test_the_form_says_what_the_client_may_do(admin: Client) -> None:
    clinic = ClinicFactory(slug="madrid")
    form = {**FORM, "clinic": clinic.pk, "locales": ["es"], "requests_per_minute": "50",
            "scopes": ["read", "webhooks"], "expires_at": ""}  # fmt: skip
    shown_key(admin.post(f"{INDEX}new/", form))
    client = ApiClient.objects.get()
    assert (client.clinic, client.locales, client.requests_per_minute) == (clinic, ["es"], 50)
    assert client.scopes == ["read", "webhooks"]
    assert client.keys.get().expires_at is None


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["write"]}, {"locales": ["xx"]}, {"name": ""},
              {"requests_per_minute": "0"}, {"expires_at": "99999"}],
)  # fmt: skip
def test_a_wrong_form_makes_nothing(admin: Client, wrong: dict) -> None:
    response = admin.post(f"{INDEX}new/", {**FORM, **wrong})
    assert response.status_code == 200
    assert not ApiClient.objects.exists()


def test_the_list_shows_what_operators_ask(admin: Client) -> None:
    key = make_key(name="Madrid website", clinic=ClinicFactory(name="Centro"), scopes=["preview"])
    ApiKey.objects.update(last_used_at=timezone.now())
    text = words(admin.get(INDEX))
    for shown in ("Madrid website", f"ca_{key.text.prefix}", "Centro", "preview", "never", "active",
                  "Rotate", "Revoke", "New key", "Add API client"):  # fmt: skip
        assert shown in text
    assert key.key.digest not in text


def test_the_list_is_filtered_and_searched(admin: Client) -> None:
    one, other = make_key(name="One"), make_key(name="Other", expires_in=timedelta(hours=-1))
    for query, there, absent in (
        ("state=active", one, other),
        ("state=expired", other, one),
        ("q=Other", other, one),
        (f"q={one.text.prefix}", one, other),
    ):
        text = words(admin.get(f"{INDEX}?{query}"))
        assert f"ca_{there.text.prefix}" in text
        assert f"ca_{absent.text.prefix}" not in text
    assert f"ca_{one.text.prefix}" not in words(admin.get(f"{INDEX}?state=revoked"))


def test_the_list_does_not_ask_once_a_row(admin: Client, django_assert_max_num_queries) -> None:
    admin.get(INDEX)
    for number in range(8):
        make_key(clinic=ClinicFactory(name=f"Clinic of {number}"))
    with django_assert_max_num_queries(20):
        admin.get(INDEX)


def test_revoking_says_what_stops_and_asks_first(admin: Client) -> None:
    key = make_key(name="Madrid website", contact="web@example.org")
    url = f"{INDEX}revoke/{key.key.pk}/"
    text = words(admin.get(url))
    for said in ("ca_" + key.text.prefix, "Madrid website", "Read published content",
                 "has not been used", "no other active key", "web@example.org"):  # fmt: skip
        assert said in text
    assert works(key.text.whole)
    response = admin.post(url, follow=True)
    assert "is revoked" in words(response)
    assert not works(key.text.whole)


def test_a_client_is_edited_and_keeps_the_order_of_its_languages(admin: Client) -> None:
    key = make_key(locales=["es", "en"])
    client = key.key.client
    form = {name: value for name, value in FORM.items() if name != "expires_at"}
    response = admin.post(
        f"{INDEX}edit/{client.pk}/", {**form, "locales": ["en", "es"], "scopes": ["preview"]}
    )
    assert response.status_code == 302
    client.refresh_from_db()
    assert (client.name, client.locales) == ("Madrid website", ["es", "en"])
    assert client.scopes == ["preview"]


def test_rotating_shows_another_key(admin: Client) -> None:
    old = make_key()
    url = f"{INDEX}rotate/{old.key.pk}/"
    assert admin.get(url).status_code == 200
    text = shown_key(admin.post(url, {"overlap": "1", "expires_at": "90"}))
    assert works(text)
    assert works(old.text.whole)
    old.key.refresh_from_db()
    assert old.key.expires_at < timezone.now() + timedelta(hours=1)
    # There are two now.
    for again in (url, f"{INDEX}edit/{old.key.client_id}/new-key/"):
        response = admin.post(again, {"overlap": "1", "expires_at": ""}, follow=True)
        assert "two active keys" in words(response)
    assert ApiKey.objects.count() == 2


def test_a_client_gets_a_new_key(admin: Client) -> None:
    client = make_key().key.client
    url = f"{INDEX}edit/{client.pk}/new-key/"
    assert admin.get(url).status_code == 200
    assert works(shown_key(admin.post(url, {"expires_at": ""})))


def test_a_key_that_is_revoked_cannot_be_rotated(admin: Client) -> None:
    key = make_key()
    admin.post(f"{INDEX}revoke/{key.key.pk}/")
    url = f"{INDEX}rotate/{key.key.pk}/"
    response = admin.post(url, {"overlap": "1", "expires_at": ""}, follow=True)
    assert "not active" in words(response)


def test_the_history_says_who_did_what(admin: Client) -> None:
    key = make_key()
    admin.post(f"{INDEX}revoke/{key.key.pk}/")
    text = words(admin.get(f"{INDEX}history/{key.key.client_id}/"))
    assert f"Revoked the key ca_{key.text.prefix}" in text


def screens(key) -> list[str]:
    return [
        INDEX,
        f"{INDEX}new/",
        f"{INDEX}edit/{key.key.client_id}/",
        f"{INDEX}edit/{key.key.client_id}/new-key/",
        f"{INDEX}rotate/{key.key.pk}/",
        f"{INDEX}revoke/{key.key.pk}/",
        f"{INDEX}history/{key.key.client_id}/",
    ]


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers", "Publishers"])
def test_others_have_no_business_here(client: Client, group: str) -> None:
    key = make_key()
    client.force_login(UserFactory(group=group))
    for screen in screens(key):
        for response in (client.get(screen), client.post(screen, FORM)):
            assert response.status_code == 302, screen
            assert response["Location"] == "/admin/"
    assert "api-keys" not in client.get("/admin/").content.decode()
    assert ApiKey.objects.count() == 1
    assert works(key.text.whole)


def test_nobody_gets_to_the_sign_in_page() -> None:
    key = make_key()
    for screen in screens(key):
        assert "/admin/login/" in Client().get(screen)["Location"]


def test_what_is_not_there_is_not_found(admin: Client) -> None:
    for screen in ("edit/999/", "edit/999/new-key/", "rotate/999/", "revoke/999/", "history/999/",
                   "delete/1/", "usage/1/"):  # fmt: skip
        assert admin.get(f"{INDEX}{screen}").status_code == 404


def test_a_clinic_with_keys_is_not_deleted(admin: Client) -> None:
    clinic = ClinicFactory()
    key = make_key(clinic=clinic)
    url = reverse(clinic.snippet_viewset.get_url_name("delete"), args=[clinic.pk])
    assert admin.get(url).status_code == 200
    admin.post(url)
    clinic.refresh_from_db()
    assert works(key.text.whole)


def test_the_migration_can_be_taken_back_and_run_again() -> None:
    group = Group.objects.get(name="Administrators")
    granted = group.permissions.filter(content_type__model="apiclient")
    assert granted.count() == 3
    CLIENTS.take_back(apps, None)
    assert granted.count() == 0
    CLIENTS.give(apps, None)
    assert granted.count() == 3


def test_the_key_in_hand_is_right() -> None:
    key = make_key()
    assert read_key(bearer(key)["authorization"].removeprefix("Bearer ")) == key.text
