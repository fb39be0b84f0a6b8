"""A clinic's front end is told that the clinic has changed, and reads what it shows anew."""

import json
from threading import Event
from typing import Any

import pytest
from django.test import Client

from api.models import WebhookDelivery
from api.worker.sender import Sender
from tests.api.documents import stored
from tests.api.webhooks.endpoints import fill, make_endpoint
from tests.api.webhooks.receivers import LOOPBACK, receiver
from tests.articles.factories import ArticlePageFactory, ClinicFactory, PlacementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inside(settings: Any) -> None:
    content = settings.CLINIC_CONTENT
    own = {**content["API"], "WEBHOOK_PRIVATE_NETWORKS": LOOPBACK}
    settings.CLINIC_CONTENT = {**content, "API": own}


def send_all() -> None:
    """Send what is due, as a worker does."""
    sender = Sender()
    sender.tick(Event())
    sender.drain()
    assert not WebhookDelivery.objects.exclude(state="delivered").exists()


def test_a_front_end_hears_of_its_clinic_s_new_number_and_reads_it(client: Client) -> None:
    clinic = ClinicFactory(slug="north", phone="+12015550100", booking_url="")
    page = ArticlePageFactory(slug="migraine")
    PlacementFactory(article=page, clinic=clinic)
    address = "/api/v1/articles/migraine/?clinic=north"
    before, document = client.get(address), stored.document(page)
    assert before.json()["call_to_action"]["phone"] == "+12015550100"
    with receiver() as found:
        make_endpoint(found.url, clinic=clinic)
        clinic.phone = "+12015550177"
        clinic.save()
        assert [each.type for each in fill()] == ["clinic.updated"]
        send_all()
    (request,) = found.received
    told = json.loads(request.body)
    assert (told["type"], told["data"]["slug"]) == ("clinic.updated", "north")
    assert request.headers["webhook-signature"].startswith("v1,")
    assert "+12015550177" not in request.body
    assert client.get(told["data"]["href"]).json()["phone"] == "+12015550177"
    again = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 200
    assert again.json()["call_to_action"]["phone"] == "+12015550177"
    # The clinic's edit has built no article anew.
    assert stored.document(page) == document


def test_what_a_group_changes_is_told_of_the_clinics_that_take_it() -> None:
    group = ClinicFactory(slug="group", emergency_number="911")
    taking = ClinicFactory(slug="taking", parent=group, emergency_number="")
    ClinicFactory(slug="own", parent=group, emergency_number="112")
    with receiver() as found:
        make_endpoint(found.url, clinic=taking, most_at_once=8)
        group.emergency_number = "999"
        group.save()
        fill()
        send_all()
    told = sorted(json.loads(request.body)["data"]["slug"] for request in found.received)
    assert told == ["group", "taking"]


def test_what_front_ends_are_not_shown_is_not_told() -> None:
    clinic = ClinicFactory(slug="north")
    make_endpoint("https://www.example.org/hooks/", clinic=clinic)
    clinic.preview_url = "https://www.example.org/preview?token={token}"
    clinic.save()
    assert fill() == []
