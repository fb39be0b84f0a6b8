"""The screens of webhook endpoints."""

import html
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.migrations._grants import WEBHOOKS
from api.models import (
    ApiClient,
    ChangeType,
    DeliveryState,
    EndpointState,
    WebhookDelivery,
    WebhookEndpoint,
)
from api.webhooks.outcome import record
from api.webhooks.sending import Answer
from tests.api.admin.factories import make_delivery, make_endpoint
from tests.articles.factories import ArticlePageFactory, UserFactory

pytestmark = pytest.mark.django_db
INDEX = "/admin/webhooks/"
HOSTILE = "</script><script>alert(1)</script>"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(group="Administrators"))
    return client


def form_of(owner: ApiClient, /, **values) -> dict:
    own = {
        "client": owner.pk,
        "url": "https://hooks.example.org/articles/",
        "description": "The website",
        "types": ["article.published", "article.withdrawn"],
        "most_at_once": "4",
    }
    return {**own, **values}


def shown_secret(response) -> str:
    assert response.status_code == 200, response
    found = re.search(r'id="webhook-secret"[^>]*value="([^"]+)"', response.content.decode())
    assert found, response.content.decode()
    return html.unescape(found[1])


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return html.unescape(re.sub(r"\s+", " ", text))


def test_the_address() -> None:
    assert reverse("webhooks:index") == INDEX
    assert reverse("webhooks:edit", args=[3]) == f"{INDEX}edit/3/"


def test_a_new_endpoint_s_secret_is_shown_once(admin: Client) -> None:
    owner = ApiClient.objects.create(name="Madrid website")
    response = admin.post(f"{INDEX}new/", form_of(owner))
    secret = shown_secret(response)
    assert "no-store" in response["Cache-Control"]
    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.client, endpoint.url) == (owner, "https://hooks.example.org/articles/")
    assert endpoint.types == ["article.published", "article.withdrawn"]
    assert (endpoint.most_at_once, endpoint.secret) == (4, secret)
    for path in (INDEX, f"{INDEX}edit/{endpoint.pk}/", f"{INDEX}endpoint/{endpoint.pk}/",
                 f"{INDEX}rotate/{endpoint.pk}/", f"{INDEX}history/{endpoint.pk}/",
                 f"{INDEX}delete/{endpoint.pk}/", "/admin/reports/site-history/"):  # fmt: skip
        page = admin.get(path)
        assert page.status_code == 200, path
        assert secret not in html.unescape(page.content.decode())


def test_the_form_names_the_changes_for_people(admin: Client) -> None:
    text = words(admin.get(f"{INDEX}new/"))
    for _value, label in ChangeType.choices:
        assert str(label) in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "https://127.0.0.1/"}, "not on the public internet"),
        ({"url": "http://hooks.example.org/"}, "Begin the address with https://"),
        ({"url": "https://me:secret@example.org/"}, "Leave user name and password out"),
        ({"url": "nonsense"}, "This is not an address"),
        ({"types": ["article.invented"]}, "article.invented is not one of the available choices"),
        ({"most_at_once": "0"}, "greater than or equal to 1"),
        ({"client": ""}, "This field is required"),
    ],
)
def test_a_wrong_form_makes_nothing(admin: Client, wrong: dict, said: str) -> None:
    owner = ApiClient.objects.create(name="Madrid website")
    assert said in words(admin.post(f"{INDEX}new/", form_of(owner, **wrong)))
    assert not WebhookEndpoint.objects.exists()


def test_sent_twice_the_form_makes_one_endpoint(admin: Client) -> None:
    owner = ApiClient.objects.create(name="Madrid website")
    shown_secret(admin.post(f"{INDEX}new/", form_of(owner)))
    assert "already exists" in words(admin.post(f"{INDEX}new/", form_of(owner)))
    assert WebhookEndpoint.objects.count() == 1


def test_an_endpoint_is_edited_and_stays_with_its_client(admin: Client) -> None:
    endpoint = make_endpoint(types=["topic.updated"])
    other = ApiClient.objects.create(name="Other")
    form = form_of(other, url="https://new.example.org/", types=[])
    response = admin.post(f"{INDEX}edit/{endpoint.pk}/", form)
    assert response["Location"] == f"{INDEX}endpoint/{endpoint.pk}/"
    before = endpoint.secret
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.types) == ("https://new.example.org/", [])
    assert (endpoint.client.name, endpoint.secret) == ("Madrid website", before)


def test_the_list_says_how_each_endpoint_is_doing(admin: Client) -> None:
    now = timezone.now()
    well = make_endpoint(types=["article.withdrawn"])
    make_delivery(well, state=DeliveryState.DELIVERED, ended_at=now)
    make_delivery(well)
    make_delivery(well)
    make_endpoint(failures=9, failing_since=now, paused_until=now + timedelta(minutes=5))
    make_endpoint(state=EndpointState.GONE, failing_since=now)
    make_endpoint(state=EndpointState.DISABLED, description="Off for a while")
    response = admin.get(INDEX)
    text = words(response)
    for shown in (well.url, "Madrid website", "article withdrawn", "everything", "enabled",
                  "failing since", "paused until", "the receiver said it is gone",
                  "disabled by hand", "Rotate secret", "Switch off", "Switch on"):  # fmt: skip
        assert shown in text, shown
    row = next(each for each in response.context["object_list"] if each.pk == well.pk)
    assert (row.waiting, row.delivered_at) == (2, now)


def test_the_list_is_filtered_and_searched(admin: Client) -> None:
    one = make_endpoint(client="One", description="the app")
    other = make_endpoint(client="Other", state=EndpointState.FAILING)
    third = make_endpoint(client="Third", failures=2, failing_since=timezone.now())
    for query, there in (
        ("state=enabled", {one, third}),
        ("state=failing", {other}),
        ("state=trouble", {third}),
        ("q=Other", {other}),
        ("q=the+app", {one}),
        (f"q={third.url}", {third}),
    ):
        assert set(admin.get(f"{INDEX}?{query}").context["object_list"]) == there, query
    for order in ("url", "-client__name", "waiting", "-delivered_at"):
        assert admin.get(f"{INDEX}?ordering={order}").status_code == 200


def test_the_list_does_not_ask_once_a_row(admin: Client, django_assert_max_num_queries) -> None:
    admin.get(INDEX)
    for number in range(8):
        make_delivery(make_endpoint(client=f"Client {number}"))
    with django_assert_max_num_queries(20):
        admin.get(INDEX)


def test_rotating_shows_another_secret_and_says_how_long_both_are_valid(admin: Client) -> None:
    endpoint = make_endpoint()
    url = f"{INDEX}rotate/{endpoint.pk}/"
    asked = words(admin.get(url))
    assert "24 hours" in asked
    assert "ends at once" not in asked
    response = admin.post(url)
    secret = shown_secret(response)
    assert "24 hours" in words(response)
    assert "no-store" in response["Cache-Control"]
    before = endpoint.secret
    endpoint.refresh_from_db()
    assert endpoint.secrets(timezone.now()) == [secret, before]
    # A third one would end the first.
    assert "ends at once" in words(admin.get(url))


def test_it_is_switched_off_and_on(admin: Client) -> None:
    endpoint = make_endpoint(failures=3, failing_since=timezone.now())
    url = f"{INDEX}disable/{endpoint.pk}/"
    assert "withdrawals neither" in words(admin.get(url))
    assert "disabled by hand" in words(admin.post(url, follow=True))
    endpoint.refresh_from_db()
    assert endpoint.state == EndpointState.DISABLED
    url = f"{INDEX}enable/{endpoint.pk}/"
    assert admin.get(url).status_code == 200
    admin.post(url)
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.failures) == (EndpointState.ENABLED, 0)


def test_a_test_leads_to_its_delivery(admin: Client) -> None:
    endpoint = make_endpoint()
    response = admin.post(f"{INDEX}test/{endpoint.pk}/")
    delivery = endpoint.deliveries.get()
    assert delivery.type == "ping"
    assert response["Location"] == f"{INDEX}deliveries/{delivery.pk}/"


def test_what_is_switched_off_gets_no_test(admin: Client) -> None:
    endpoint = make_endpoint(state=EndpointState.DISABLED)
    text = words(admin.post(f"{INDEX}test/{endpoint.pk}/", follow=True))
    assert "Switch it on to send a test" in text
    assert not endpoint.deliveries.exists()


def test_everything_since_then_is_sent_again(admin: Client) -> None:
    ArticlePageFactory()
    endpoint = make_endpoint()
    url = f"{INDEX}send-again/{endpoint.pk}/"
    assert admin.get(url).status_code == 200
    since = timezone.localtime() - timedelta(hours=1)
    form = {"since": since.strftime("%Y-%m-%d %H:%M"), "which": "all"}
    response = admin.post(url, form, follow=True)
    number = endpoint.deliveries.filter(state=DeliveryState.PENDING).count()
    assert number > 0
    assert "sent again" in words(response)
    form["since"] = (since + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M")
    assert "Choose a moment that has passed" in words(admin.post(url, form))
    history = words(admin.get(f"{INDEX}history/{endpoint.pk}/"))
    assert f": {number}" in history


def test_only_what_was_given_up_is_sent_again(admin: Client) -> None:
    now = timezone.localtime()
    endpoint = make_endpoint()
    failed = make_delivery(endpoint, state=DeliveryState.FAILED, attempts=10)
    old = make_delivery(endpoint, state=DeliveryState.FAILED, ended_at=now - timedelta(days=2))
    done = make_delivery(endpoint, state=DeliveryState.DELIVERED)
    elsewhere = make_delivery(make_endpoint(client="Other"), state=DeliveryState.FAILED)
    since = (now - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    response = admin.post(
        f"{INDEX}send-again/{endpoint.pk}/", {"since": since, "which": "given_up"}, follow=True
    )
    assert "1 delivery is sent again." in words(response)
    pending = set(WebhookDelivery.objects.filter(state=DeliveryState.PENDING))
    assert pending == {failed}
    assert {old, done, elsewhere}.isdisjoint(pending)


def test_deleting_asks_first(admin: Client) -> None:
    endpoint = make_endpoint()
    make_delivery(endpoint)
    url = f"{INDEX}delete/{endpoint.pk}/"
    assert "switch it off instead" in words(admin.get(url))
    assert admin.post(url)["Location"] == INDEX
    assert not WebhookEndpoint.objects.exists()


def test_the_history_says_who_did_what(admin: Client) -> None:
    owner = ApiClient.objects.create(name="Madrid website")
    admin.post(f"{INDEX}new/", form_of(owner))
    pk = WebhookEndpoint.objects.get().pk
    for act in ("rotate", "disable", "enable", "test"):
        admin.post(f"{INDEX}{act}/{pk}/")
    text = words(admin.get(f"{INDEX}history/{pk}/"))
    for said in ("Created", "Gave it a new secret", "Switched it off", "Switched it on",
                 "Sent a test"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(
    ("status", "failing_for", "said"),
    [(410, timedelta(0), "said it is gone (410)"), (500, timedelta(days=6), "failed for days")],
)
def test_the_history_says_when_it_was_switched_off_by_itself(
    admin: Client, status: int, failing_for: timedelta, said: str
) -> None:
    now = timezone.now()
    endpoint = make_endpoint(failures=3, failing_since=now - failing_for)
    answer = Answer(status=status, seconds=0.1)
    record(make_delivery(endpoint, lease="a"), answer, started_at=now, headers={})
    assert said in words(admin.get(f"{INDEX}history/{endpoint.pk}/"))


def screens(endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> list[str]:
    acts = ("edit", "delete", "history", "rotate", "enable", "disable", "send-again", "endpoint")
    return [
        INDEX,
        f"{INDEX}new/",
        *(f"{INDEX}{act}/{endpoint.pk}/" for act in acts),
        f"{INDEX}endpoint/{endpoint.pk}/results/",
        f"{INDEX}deliveries/",
        f"{INDEX}deliveries/results/",
        f"{INDEX}deliveries/{delivery.pk}/",
    ]


def acts(endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> list[str]:
    """What only a POST reaches."""
    return [f"{INDEX}test/{endpoint.pk}/", f"{INDEX}deliveries/{delivery.pk}/send-again/"]


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers", "Publishers"])
def test_others_have_no_business_here(client: Client, group: str) -> None:
    endpoint = make_endpoint()
    delivery = make_delivery(endpoint, state=DeliveryState.FAILED)
    client.force_login(UserFactory(group=group))
    paths = [*screens(endpoint, delivery), *acts(endpoint, delivery)]
    for path in paths:
        for response in (client.get(path), client.post(path, form_of(endpoint.client))):
            assert response.status_code == 302, path
            assert response["Location"] == "/admin/"
    assert "/admin/webhooks/" not in client.get("/admin/").content.decode()
    before = (endpoint.secret, endpoint.state)
    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.state) == before
    assert [each.state for each in WebhookDelivery.objects.all()] == ["failed"]


def test_nobody_gets_to_the_sign_in_page() -> None:
    endpoint = make_endpoint()
    delivery = make_delivery(endpoint)
    for path in [*screens(endpoint, delivery), *acts(endpoint, delivery)]:
        assert "/admin/login/" in Client().get(path)["Location"]


def test_who_may_only_see_changes_nothing(client: Client) -> None:
    endpoint = make_endpoint()
    delivery = make_delivery(endpoint, state=DeliveryState.FAILED)
    user = UserFactory(group="Editors")
    user.user_permissions.add(Permission.objects.get(codename="view_webhookendpoint"))
    client.force_login(user)
    for path in (INDEX, f"{INDEX}endpoint/{endpoint.pk}/", f"{INDEX}deliveries/",
                 f"{INDEX}deliveries/{delivery.pk}/"):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200, path
        for word in ("Rotate secret", "Send again", "Send a test", "Switch off"):
            assert word not in words(page), path
    for act in ("rotate", "enable", "disable", "send-again", "edit", "delete"):
        assert client.post(f"{INDEX}{act}/{endpoint.pk}/")["Location"] == "/admin/", act
    for path in acts(endpoint, delivery):
        assert client.post(path)["Location"] == "/admin/"
    assert [each.state for each in WebhookDelivery.objects.all()] == ["failed"]


def test_nothing_is_done_without_the_form_s_token() -> None:
    endpoint = make_endpoint()
    delivery = make_delivery(endpoint, state=DeliveryState.FAILED)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory(group="Administrators"))
    paths = [f"{INDEX}{act}/{endpoint.pk}/" for act in ("rotate", "disable", "enable", "delete")]
    for path in [*paths, f"{INDEX}send-again/{endpoint.pk}/", *acts(endpoint, delivery)]:
        assert strict.post(path).status_code == 403, path


def test_looking_does_nothing(admin: Client) -> None:
    endpoint = make_endpoint()
    delivery = make_delivery(endpoint, state=DeliveryState.FAILED)
    for path in screens(endpoint, delivery):
        assert admin.get(path).status_code == 200, path
    for path in acts(endpoint, delivery):
        assert admin.get(path).status_code == 405, path
    before = endpoint.secret
    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.state) == (before, EndpointState.ENABLED)
    assert [each.state for each in WebhookDelivery.objects.all()] == ["failed"]


def test_what_is_not_there_is_not_found(admin: Client) -> None:
    for screen in ("edit", "delete", "history", "rotate", "enable", "disable", "send-again",
                   "endpoint", "deliveries"):  # fmt: skip
        assert admin.get(f"{INDEX}{screen}/999/").status_code == 404, screen
    for act in ("test/999/", "deliveries/999/send-again/"):
        assert admin.post(f"{INDEX}{act}").status_code == 404


def test_hostile_text_stays_text(admin: Client) -> None:
    endpoint = make_endpoint(client=HOSTILE, description=HOSTILE)
    delivery = make_delivery(endpoint)
    for path in screens(endpoint, delivery):
        assert "<script>alert(1)" not in admin.get(path).content.decode(), path


def test_the_migration_can_be_taken_back_and_run_again() -> None:
    group = Group.objects.get(name="Administrators")
    granted = group.permissions.filter(content_type__model="webhookendpoint")
    assert granted.count() == 4
    WEBHOOKS.take_back(apps, None)
    assert granted.count() == 0
    WEBHOOKS.give(apps, None)
    assert granted.count() == 4
