"""Schemathesis goes through the OpenAPI: what it allows works, what it does not is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
)

from api.models import DeliveryDocument
from api.v1.openapi import build_schema
from api.v1.resource_examples import WITHDRAWAL
from api.wsgi import DeliveryLayer
from tests.api.changes.test_log import withdraw as take_back
from tests.api.factories import make_document, withdraw
from tests.api.keys.factories import bearer, make_key
from tests.articles.factories import ArticlePageFactory, PlacementFactory, TopicFactory

pytestmark = [pytest.mark.contract, pytest.mark.django_db]

BASE = "http://testserver/api/v1"
schema = schemathesis.openapi.from_dict({**build_schema(), "servers": [{"url": BASE}]})
SETTINGS = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture
def application() -> Iterator[DeliveryLayer]:
    """The API over real articles. Django's signals would close the test's connection."""
    topic = TopicFactory(slug="migraine", name="Migraine")
    page = ArticlePageFactory(slug="migraine-explained", topics={"about": topic})
    PlacementFactory(article=page, clinic__slug="northside")
    ArticlePageFactory(slug="sleep")
    withdraw(make_document("Withdrawn", slug="withdrawn"))
    # The one of the description's examples, so that there is something to acknowledge.
    take_back(ArticlePageFactory(slug="taken-back"), uuid=WITHDRAWAL.withdrawal_id)
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield DeliveryLayer(WSGIHandler())
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def check(case: Any, application: DeliveryLayer, headers: dict[str, str]) -> Any:
    """Ask, and judge the answer by all that Schemathesis knows.

    Which languages, members, kinds of section and cursors there are depends on the site and the
    day: what is well formed may still be refused with 400. All other checks hold for that too.
    """
    case.operation.app = application
    sent = {"Host": "testserver", "Accept-Encoding": "identity", **headers}
    excluded = [positive_data_acceptance]
    if "Authorization" in headers:
        # Where a key is needed, it makes one up, and takes ours for such a one.
        made_up = (case.headers or {}).pop("Authorization", None)
        excluded.append(ignored_auth)
        if made_up is not None:
            # What was wrong with the request may have been just that.
            excluded.append(negative_data_rejection)
    response = case.call(headers=sent, base_url=BASE)
    case.validate_response(response, excluded_checks=excluded)
    return response


@schema.parametrize()
@settings(SETTINGS, max_examples=25)
def test_every_operation_without_a_key(case: Any, application: DeliveryLayer) -> None:
    check(case, application, {})


@schema.parametrize()
@settings(SETTINGS, max_examples=15)
def test_every_operation_with_a_key(case: Any, application: DeliveryLayer) -> None:
    key = bearer(make_key(scopes=["read", "preview", "webhooks"]))["authorization"]
    response = check(case, application, {"Authorization": key})
    # Where a key is needed, one of the cases is that there is none. A draft needs its token, which
    # nobody can guess; no key is in the place of it.
    operation = case.operation.definition.raw["operationId"]
    if "Authorization" in response.request.headers and operation != "get_preview":
        assert response.status_code not in (401, 403)


@pytest.mark.parametrize("key", [False, True], ids=["anonymous", "with a key"])
def test_chains_of_operations(application: DeliveryLayer, key: bool) -> None:
    """What one answer names is asked for next, along the links of the document."""
    assert DeliveryDocument.objects.filter(state="public").count() == 2
    authorization = {"Authorization": bearer(make_key())["authorization"]} if key else {}
    followed: set[str] = set()

    class Chain(schema.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            case.operation.app = application
            headers = {"Host": "testserver", "Accept-Encoding": "identity", **authorization}
            return {"headers": headers, "base_url": BASE}

        def before_call(self, case: Any) -> None:
            # What is followed are the paths; most languages are not this site's.
            case.query = {}

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            if response.status_code == 200:
                followed.add(case.operation.definition.raw["operationId"])
            case.validate_response(response, excluded_checks=[positive_data_acceptance])

    Chain.run(settings=settings(SETTINGS, max_examples=15, stateful_step_count=5))
    assert "get_article" in followed
