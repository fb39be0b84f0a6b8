"""Claims, attempts and what follows from them."""

import datetime
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from api.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from api.webhooks import operations
from api.webhooks.claims import claim, give_back
from api.webhooks.outcome import record
from api.webhooks.retention import forget_old
from api.webhooks.sending import Answer
from tests.api.changes.test_log import publish, withdraw
from tests.api.webhooks.endpoints import ERROR, OK, attempt, fill, make_endpoint
from tests.articles.factories import ArticlePageFactory, SuperuserFactory

pytestmark = pytest.mark.django_db


def endpoint_now(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.get(pk=endpoint.pk)


def waiting(number: int = 1, **fields: Any) -> WebhookEndpoint:
    """An endpoint with so many deliveries that are due."""
    endpoint = make_endpoint(**fields)
    for _each in range(number):
        ArticlePageFactory()
    fill()
    return endpoint


def make_due() -> None:
    """Let the time of everything that waits have come."""
    WebhookDelivery.objects.update(due_at=timezone.now())
    WebhookEndpoint.objects.update(paused_until=None)


def test_what_is_delivered_is_over_and_logged() -> None:
    waiting()
    (delivery,) = attempt(Answer(status=200, text="thanks", headers={"Server": "x"}))
    assert (delivery.state, delivery.attempts, delivery.lease) == ("delivered", 1, "")
    assert delivery.ended_at is not None
    log = WebhookAttempt.objects.get()
    assert (log.status, log.answer, log.answer_headers) == (200, "thanks", {"Server": "x"})
    assert attempt() == []


def test_nobody_else_gets_what_is_claimed_until_the_lease_is_over() -> None:
    waiting()
    (taken,) = claim(5)
    assert claim(5) == []
    WebhookDelivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    (again,) = claim(5)
    assert (again.pk, again.webhook_id) == (taken.pk, taken.webhook_id)
    # The first comes back late: it is logged, and decides nothing.
    record(taken, ERROR, started_at=timezone.now(), headers={})
    assert WebhookDelivery.objects.get().attempts == 0
    record(again, OK, started_at=timezone.now(), headers={})
    assert WebhookDelivery.objects.get().state == "delivered"
    assert WebhookAttempt.objects.count() == 2


def test_what_is_given_back_can_be_had_at_once() -> None:
    waiting()
    give_back(claim(5))
    assert len(claim(5)) == 1


def test_an_endpoint_gets_no_more_at_once_than_it_allows() -> None:
    waiting(5, most_at_once=3)
    assert len(claim(10)) == 3
    assert claim(10) == []


def test_an_endpoint_that_failed_gets_one_at_a_time() -> None:
    endpoint = waiting(5, most_at_once=3)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=1)
    assert len(claim(10)) == 1


def test_endpoints_take_turns() -> None:
    for _each in range(2):
        make_endpoint(most_at_once=5)
    for _each in range(4):
        ArticlePageFactory()
    fill()
    assert len({each.endpoint_id for each in claim(2)}) == 2


def test_two_about_the_same_thing_are_never_on_their_way_at_once() -> None:
    page = ArticlePageFactory()
    make_endpoint(most_at_once=5)
    publish(page, title="Two")
    fill()
    (first,) = claim(5)
    publish(page, title="Three")
    fill()
    assert claim(5) == []
    record(first, ERROR, started_at=timezone.now(), headers={})
    assert WebhookDelivery.objects.get(pk=first.pk).state == "superseded"
    (second,) = claim(5)
    assert '"version":3' in second.payload


def test_what_was_replaced_on_its_way_and_arrived_counts_as_delivered() -> None:
    page = ArticlePageFactory()
    make_endpoint()
    publish(page, title="Two")
    fill()
    (first,) = claim(5)
    publish(page, title="Three")
    fill()
    record(first, OK, started_at=timezone.now(), headers={})
    assert WebhookDelivery.objects.get(pk=first.pk).state == "delivered"


def test_a_withdrawal_is_first_in_the_queue() -> None:
    pages = [ArticlePageFactory() for _each in range(4)]
    make_endpoint(most_at_once=1)
    for page in pages[:3]:
        publish(page, title="New")
    withdraw(pages[3], severity="critical")
    fill()
    (first,) = claim(10)
    assert first.type == "article.withdrawn"


def test_what_fails_is_tried_again_later_and_given_up_after_the_tenth() -> None:
    waiting()
    waits = []
    for _each in range(10):
        make_due()
        (delivery,) = attempt(ERROR)
        waits.append(delivery.due_at - timezone.now())
    assert timedelta(seconds=4) < waits[0] < timedelta(seconds=7)
    assert timedelta(minutes=4) < waits[1] < timedelta(minutes=7)
    assert delivery.state == "failed"
    assert WebhookAttempt.objects.count() == 10


def test_retry_after_is_honoured() -> None:
    waiting()
    (delivery,) = attempt(Answer(status=429, headers={"RETRY-After": "600"}))
    assert timedelta(minutes=9) < delivery.due_at - timezone.now() < timedelta(minutes=11)


def test_an_endpoint_that_fails_in_a_row_is_paused_and_then_tried_with_one() -> None:
    endpoint = waiting(8)
    for _each in range(5):
        make_due()
        attempt(ERROR, most=1)
    found = endpoint_now(endpoint)
    assert found.failures == 5
    assert found.paused_until is not None
    WebhookDelivery.objects.update(due_at=timezone.now())
    assert claim(5) == []
    make_due()
    assert len(attempt(OK, most=5)) == 1
    found = endpoint_now(endpoint)
    assert (found.failures, found.failing_since, found.paused_until) == (0, None, None)


def test_a_dead_endpoint_holds_nobody_up() -> None:
    dead, alive = waiting(3), make_endpoint("https://alive.example.org/")
    for _each in range(3):
        ArticlePageFactory()
    fill()
    for _each in range(6):
        make_due()
        for delivery in claim(2):
            answer = ERROR if delivery.endpoint_id == dead.pk else OK
            record(delivery, answer, started_at=timezone.now(), headers={})
    assert not WebhookDelivery.objects.filter(endpoint=alive, state="pending").exists()


def test_gone_disables_the_endpoint_and_says_so() -> None:
    user = SuperuserFactory(email="admin@example.org")
    endpoint = waiting(3)
    endpoint.client.contact = "Web team <web@example.org>, +1 201 555 0123"
    endpoint.client.save()
    attempt(Answer(status=410), most=1)
    assert endpoint_now(endpoint).state == "gone"
    assert {each.to[0] for each in mail.outbox} == {user.email, "web@example.org"}
    assert "410" in mail.outbox[0].body
    make_due()
    assert claim(5) == []
    ArticlePageFactory()
    assert len(fill()) == 3


def test_five_days_of_failures_disable_the_endpoint_and_say_so() -> None:
    SuperuserFactory(email="admin@example.org")
    endpoint = waiting(2)
    attempt(ERROR, most=1)
    assert endpoint_now(endpoint).state == "enabled"
    long_ago = timezone.now() - timedelta(days=5)
    WebhookEndpoint.objects.update(failing_since=long_ago)
    make_due()
    attempt(ERROR, most=1)
    assert endpoint_now(endpoint).state == "failing"
    assert len(mail.outbox) == 1
    assert "five days" in mail.outbox[0].body


def test_a_success_within_the_five_days_begins_anew() -> None:
    endpoint = waiting(2)
    WebhookEndpoint.objects.update(failing_since=timezone.now() - timedelta(days=9), failures=1)
    attempt(OK, most=1)
    make_due()
    attempt(ERROR, most=1)
    assert endpoint_now(endpoint).state == "enabled"


def test_enabled_again_it_gets_what_waits_and_what_it_missed_if_asked() -> None:
    endpoint = waiting(1)
    before = timezone.now()
    operations.disable(endpoint)
    ArticlePageFactory()
    assert len(fill()) == 1
    operations.enable(endpoint_now(endpoint))
    assert len(claim(5)) == 1
    assert operations.replay_since(endpoint, before) == 1
    assert WebhookDelivery.objects.filter(state="pending").count() == 2


def test_one_or_a_range_is_sent_again_under_the_same_id() -> None:
    endpoint = waiting(3, most_at_once=10)
    began = timezone.now() - timedelta(hours=1)
    ids = {each.webhook_id for each in attempt()}
    assert len(ids) == 3
    assert operations.replay(WebhookDelivery.objects.filter(webhook_id=min(ids))) == 1
    assert [each.webhook_id for each in attempt()] == [min(ids)]
    assert operations.replay_since(endpoint, began) == 3
    assert {each.webhook_id for each in attempt()} == ids


def test_a_test_ping_is_sent_like_any_other() -> None:
    endpoint = make_endpoint()
    delivery = operations.send_ping(endpoint)
    assert '"type":"ping"' in delivery.payload
    assert [each.pk for each in attempt()] == [delivery.pk]


def test_a_test_ping_overtakes_what_has_time() -> None:
    endpoint = waiting(2)
    delivery = operations.send_ping(endpoint)
    assert [each.pk for each in attempt(most=1)] == [delivery.pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite: it plans by no figures")
def test_a_claim_does_not_go_through_all_that_waits_and_was_sent() -> None:
    """Else each would take as long as there are, and a backlog the square of that."""
    waiting(2)
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, *others: Any) -> Any:
        if sql.startswith("SELECT") and sql.split(" FROM ")[1].startswith('"api_webhookdelivery"'):
            question = "EXPLAIN QUERY PLAN " + sql.replace("%s", "?")
            plans.extend(row[3] for row in connection.connection.execute(question, params))
        return execute(sql, params, *others)

    with connection.execute_wrapper(explain):
        assert len(claim(1)) == 1
    found = {word for plan in plans for word in plan.split() if word.startswith("api_delivery")}
    assert found == {"api_delivery_pending", "api_delivery_leased"}
    # Neither another index nor the table, and nothing is put in order but rows of one change.
    assert not [each for each in plans if "api_webhookdelivery_" in each or "SCAN" in each]
    assert not [each for each in plans if "FOR ORDER BY" in each]


def test_a_rotated_secret_overlaps_for_a_day() -> None:
    endpoint = make_endpoint()
    old = endpoint.secret
    new = operations.rotate_secret(endpoint)
    now = timezone.now()
    assert endpoint.secrets(now) == [new, old]
    assert endpoint.secrets(now + timedelta(hours=25)) == [new]


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not() -> None:
    waiting(2)
    attempt(OK, most=1)
    WebhookDelivery.objects.update(created_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    WebhookDelivery.objects.filter(state="delivered").update(
        ended_at=timezone.now() - timedelta(days=31)
    )
    assert forget_old() == 1
    assert WebhookDelivery.objects.get().state == "pending"
    assert not WebhookAttempt.objects.exists()


def test_of_two_that_wait_about_the_same_thing_the_first_is_taken() -> None:
    waiting(2, most_at_once=5)
    first, second = WebhookDelivery.objects.order_by("sequence")
    WebhookDelivery.objects.update(subject="the same")
    assert [each.pk for each in attempt()] == [first.pk]
    assert [each.pk for each in attempt()] == [second.pk]


def test_a_claim_costs_the_same_for_one_and_for_many(django_assert_num_queries: Any) -> None:
    waiting(6, most_at_once=8)
    # Which endpoints; the endpoint, what it has, what is due, the lease, in a transaction.
    with django_assert_num_queries(7):
        assert len(claim(1)) == 1
    with django_assert_num_queries(7):
        assert len(claim(4)) == 4
