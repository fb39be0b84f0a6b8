"""From the log of changes to the outbox."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from api.models import ApiClient, Duty, WebhookDelivery, WebhookEndpoint
from api.reading.changes import get_bounds
from api.webhooks import fan_out as module
from api.webhooks.fan_out import DUTY, fan_out
from api.webhooks.operations import create_endpoint
from api.worker.leases import take
from articles.models import ArticlePage
from tests.api.changes.test_log import publish, withdraw
from tests.api.webhooks.endpoints import TOKEN, begin, fill, make_endpoint
from tests.articles.factories import ArticlePageFactory, ClinicFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def said() -> list[tuple[str, str]]:
    return [(each.endpoint.client.name, each.type) for each in fill()]


def test_each_endpoint_is_told_of_each_change_once() -> None:
    make_endpoint()
    make_endpoint()
    ArticlePageFactory(slug="migraine")
    expected = [("Receiver 1", "article.published"), ("Receiver 2", "article.published")]
    assert said() == expected
    assert said() == expected
    first, second = WebhookDelivery.objects.order_by("pk")
    assert first.webhook_id == second.webhook_id


def test_the_body_is_the_entry_of_the_feed(client: Any) -> None:
    make_endpoint()
    page = ArticlePageFactory(slug="migraine")
    (delivery,) = fill()
    feed = client.get("/api/v1/changes/").json()["links"]["next"]
    while True:
        answer = client.get(feed).json()
        found = [each for each in answer["items"] if each["id"] == str(page.translation_key)]
        if found or not answer["meta"]["has_more"]:
            break
        feed = answer["links"]["next"]
    body = json.loads(delivery.payload)
    assert body["type"] == "article.published"
    assert body["timestamp"] == body["data"]["occurred_at"]
    assert body["data"]["slug"] == "migraine"
    assert body["data"]["href"].startswith("http")
    assert f"/api/v1/articles/{page.translation_key}/" in body["data"]["href"]
    assert len(delivery.payload.encode()) < 20_000


def test_nothing_from_before_the_endpoint_was_there() -> None:
    ArticlePageFactory()
    begin()
    make_endpoint()
    assert said() == []


def test_what_comes_before_the_first_worker_is_told() -> None:
    ArticlePageFactory(slug="before")
    client = ApiClient.objects.create(name="Site")
    create_endpoint(WebhookEndpoint(client=client, url="https://www.example.org/"))
    ArticlePageFactory(slug="migraine")
    assert take(DUTY, TOKEN, first_due=timezone.now(), position=get_bounds().last)
    (delivery,) = fill()
    assert json.loads(delivery.payload)["data"]["slug"] == "migraine"


def test_several_changes_of_a_thing_are_told_as_the_last() -> None:
    make_endpoint()
    page = ArticlePageFactory(title="One")
    publish(page, title="Two")
    (delivery,) = fill()
    assert json.loads(delivery.payload)["data"]["version"] == 2


def test_what_waits_is_replaced_by_what_is_true_now() -> None:
    make_endpoint()
    page = ArticlePageFactory(slug="a")
    fill()
    page.refresh_from_db()
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert said() == [("Receiver 1", "article.unpublished")]
    states = WebhookDelivery.objects.order_by("pk").values_list("type", "state")
    assert list(states) == [
        ("article.published", "superseded"),
        ("article.unpublished", "pending"),
    ]


def test_withdrawals_come_first_by_how_serious_they_are() -> None:
    pages = [ArticlePageFactory() for _each in range(3)]
    make_endpoint()
    publish(pages[0], title="New")
    withdraw(pages[1], severity="advice")
    withdraw(pages[2], severity="critical")
    assert [(each.type, each.urgency) for each in fill()] == [
        ("article.updated", 3),
        ("article.withdrawn", 2),
        ("article.withdrawn", 0),
    ]


def test_an_endpoint_is_told_of_what_it_asks_for() -> None:
    make_endpoint(types=["article.withdrawn", "article.unpublished"])
    page = ArticlePageFactory()
    assert said() == []
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert said() == [("Receiver 1", "article.unpublished")]


def test_a_clinic_is_told_of_its_articles_and_of_the_end_of_others() -> None:
    clinic = ClinicFactory(slug="north")
    here, elsewhere = ArticlePageFactory(slug="here"), ArticlePageFactory(slug="elsewhere")
    PlacementFactory(article=here, clinic=clinic)
    make_endpoint(clinic=clinic)
    publish(here, title="New")
    publish(elsewhere, title="New")
    found = {each.type: json.loads(each.payload)["data"] for each in fill()}
    assert set(found) == {"article.updated", "article.removed"}
    assert found["article.updated"]["slug"] == "here"
    served = Client().get("/api/v1/articles/here/?clinic=north")["ETag"]
    assert f'"{found["article.updated"]["etag"]}"' == served
    assert found["article.removed"]["slug"] is None
    assert "elsewhere" not in str(found)


def test_other_languages_than_the_clients_are_left_out() -> None:
    make_endpoint(locales=["es"])
    ArticlePageFactory()
    assert said() == []


def test_a_long_backlog_is_dealt_with_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHANGES", 2)
    make_endpoint()
    for number in range(5):
        ArticlePageFactory(slug=f"article-{number}")
    assert fan_out("webhooks", TOKEN)
    assert WebhookDelivery.objects.count() < 5
    assert len(said()) == 5


def test_who_has_lost_the_duty_does_nothing() -> None:
    make_endpoint()
    ArticlePageFactory()
    Duty.objects.update(lease="another")
    assert not fan_out("webhooks", TOKEN)
    assert not WebhookDelivery.objects.exists()
