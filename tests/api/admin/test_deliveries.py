"""The screens of deliveries."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from api.models import DeliveryState, EndpointState, WorkerProcess
from tests.api.admin.factories import make_attempt, make_delivery, make_endpoint
from tests.api.admin.test_webhooks import HOSTILE, INDEX, words
from tests.articles.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(group="Administrators"))
    return client


def test_an_endpoint_s_own_page_lists_its_deliveries_only(admin: Client) -> None:
    endpoint = make_endpoint(description="The website")
    mine, other = make_delivery(endpoint), make_delivery(make_endpoint())
    response = admin.get(f"{INDEX}endpoint/{endpoint.pk}/")
    assert list(response.context["object_list"]) == [mine]
    for shown in ("The website", "everything", "Send a test", "article-", "waiting"):
        assert shown in words(response)
    assert set(admin.get(f"{INDEX}deliveries/").context["object_list"]) == {mine, other}


def test_deliveries_are_filtered_and_searched(admin: Client) -> None:
    endpoint = make_endpoint()
    waiting = make_delivery(endpoint, type="article.withdrawn")
    long_ago = timezone.now() - timedelta(days=10)
    failed = make_delivery(endpoint, state=DeliveryState.FAILED, created_at=long_ago)
    day = timezone.localtime(long_ago).strftime("%Y-%m-%d")
    for path in (f"{INDEX}deliveries/", f"{INDEX}endpoint/{endpoint.pk}/results/"):
        for query, there in (
            ("state=pending", {waiting}),
            ("state=failed", {failed}),
            ("type=article.withdrawn", {waiting}),
            ("type=ping", set()),
            (f"created_at_to={day}", {failed}),
            (f"created_at_from={day}", {waiting, failed}),
            (f"q={waiting.webhook_id}", {waiting}),
            (f"q={failed.subject}", {failed}),
            ("ordering=-attempts", {waiting, failed}),
        ):
            found = admin.get(f"{path}?{query}").context["object_list"]
            assert set(found) == there, (path, query)


def test_the_lists_do_not_ask_once_a_row(admin: Client, django_assert_max_num_queries) -> None:
    endpoint = make_endpoint()
    admin.get(INDEX)
    for number in range(8):
        make_delivery(endpoint)
        make_delivery(make_endpoint(client=f"Client {number}"))
    for path in (f"{INDEX}deliveries/", f"{INDEX}endpoint/{endpoint.pk}/"):
        with django_assert_max_num_queries(20):
            admin.get(path)


def test_a_delivery_shows_each_request_and_answer(admin: Client) -> None:
    delivery = make_delivery(make_endpoint(), attempts=2)
    make_attempt(delivery, status=None, answer_headers={}, answer="", error="no answer within 15 s")
    make_attempt(delivery, status=503, answer="come back", answer_headers={"Retry-After": "120"},
                 milliseconds=4321)  # fmt: skip
    text = words(admin.get(f"{INDEX}deliveries/{delivery.pk}/"))
    for shown in (delivery.webhook_id, delivery.endpoint.url, "no answer within 15 s", "503",
                  "come back", "Retry-After: 120", "4321 ms", "webhook-signature: v1,abc=",
                  '"type": "article.updated"', "Send now"):  # fmt: skip
        assert shown in text, shown


def test_what_receivers_say_is_never_markup(admin: Client) -> None:
    payload = '{"type":"article.updated","data":{"slug":"</script><script>alert(1)</script>"}}'
    delivery = make_delivery(make_endpoint(), payload=payload)
    make_attempt(delivery, answer=HOSTILE, answer_headers={HOSTILE: HOSTILE})
    make_attempt(delivery, status=None, error=HOSTILE, answer="")
    for path in (f"deliveries/{delivery.pk}/", "deliveries/", f"endpoint/{delivery.endpoint_id}/"):
        content = admin.get(f"{INDEX}{path}").content.decode()
        assert "<script>alert(1)" not in content, path
        assert "&lt;script&gt;alert(1)" in content, path


def test_who_waits_for_an_answer_is_told_why_there_is_none(admin: Client) -> None:
    endpoint = make_endpoint()
    path = f"{INDEX}deliveries/{make_delivery(endpoint).pk}/"
    assert "No worker is running" in words(admin.get(path))
    WorkerProcess.objects.create(token="a", host="cms-1", pid=12)
    assert "It is being sent" in words(admin.get(path))
    endpoint.state = EndpointState.DISABLED
    endpoint.save()
    assert "The endpoint is switched off" in words(admin.get(path))


@pytest.mark.parametrize("state", ["failed", "delivered", "pending"])
def test_one_is_sent_again_under_its_id(admin: Client, state: str) -> None:
    delivery = make_delivery(make_endpoint(), state=state, attempts=3)
    make_attempt(delivery)
    path = f"{INDEX}deliveries/{delivery.pk}/"
    response = admin.post(f"{path}send-again/", follow=True)
    assert "sent again, under the same id" in words(response)
    before = delivery.webhook_id
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.ended_at) == ("pending", 0, None)
    assert (delivery.webhook_id, delivery.attempt_log.count()) == (before, 1)
    history = words(admin.get(f"{INDEX}history/{delivery.endpoint_id}/"))
    assert f"Sent {before} again" in history


def test_what_a_later_change_replaced_is_not_sent_again(admin: Client) -> None:
    delivery = make_delivery(make_endpoint(), state=DeliveryState.SUPERSEDED)
    path = f"{INDEX}deliveries/{delivery.pk}/"
    assert "send-again" not in admin.get(path).content.decode()
    response = admin.post(f"{path}send-again/", follow=True)
    assert "A later change has taken its place" in words(response)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SUPERSEDED


BULK = "/admin/bulk/api/webhookdelivery/send_again/"


def test_those_that_are_ticked_are_sent_again(admin: Client) -> None:
    endpoint = make_endpoint(client=HOSTILE)
    failed = [make_delivery(endpoint, state=DeliveryState.FAILED) for _number in range(3)]
    replaced = make_delivery(endpoint, state=DeliveryState.SUPERSEDED)
    listing = admin.get(f"{INDEX}endpoint/{endpoint.pk}/").content.decode()
    assert BULK in listing
    assert f'data-object-id="{failed[0].pk}"' in listing
    query = f"id={failed[0].pk}&id={failed[1].pk}&id={replaced.pk}&id=x&next={INDEX}deliveries/"
    asked = admin.get(f"{BULK}?{query}")
    assert "given up" in words(asked)
    assert "<script>alert(1)" not in asked.content.decode()
    assert not endpoint.deliveries.filter(state=DeliveryState.PENDING).exists()
    response = admin.post(f"{BULK}?{query}", follow=True)
    assert "2 deliveries are sent again." in words(response)
    assert set(endpoint.deliveries.filter(state=DeliveryState.PENDING)) == set(failed[:2])


def test_all_of_them_at_once_need_the_form(admin: Client) -> None:
    make_delivery(make_endpoint(), state=DeliveryState.FAILED)
    response = admin.post(f"{BULK}?id=all&next={INDEX}deliveries/", follow=True)
    assert "There is nothing to send again." in words(response)


@pytest.mark.parametrize("permission", [None, "view_webhookendpoint"])
def test_who_may_not_change_ticks_nothing(client: Client, permission: str | None) -> None:
    delivery = make_delivery(make_endpoint(), state=DeliveryState.FAILED)
    user = UserFactory(group="Editors")
    if permission:
        user.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(user)
    for response in (
        client.get(f"{BULK}?id={delivery.pk}"),
        client.post(f"{BULK}?id={delivery.pk}"),
    ):
        assert response["Location"] == "/admin/"
    assert BULK not in client.get(f"{INDEX}deliveries/").content.decode()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
