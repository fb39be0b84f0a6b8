"""Withdrawals that were there before they had a public id get one each, and know their clinics."""

from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from api.models import WithdrawalCarrier
from articles.models import Withdrawal
from tests.articles.factories import ArticlePageFactory, ClinicFactory, PlacementFactory
from tests.chain import one_by_one

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BEFORE = ("articles", "0004_stored_findings")


def migrate(*target: str) -> None:
    call_command("migrate", *target, stdout=StringIO(), verbosity=0)


def test_there_and_back() -> None:
    page = ArticlePageFactory()
    north, south = ClinicFactory(slug="north"), ClinicFactory(slug="south")
    PlacementFactory(article=page, clinic=north)
    with one_by_one():
        migrate(*BEFORE)
        former = MigrationExecutor(connection).loader.project_state([BEFORE]).apps
    try:
        assert "uuid" not in {each.name for each in _model(former)._meta.get_fields()}
        for clinic_id, key in ((None, page.translation_key), (south.pk, uuid4()), (None, uuid4())):
            _model(former).objects.create(
                translation_key=key, locale="en", slug="one", title="One", clinic_id=clinic_id,
                severity="critical", reason="Wrong dose.",
            )  # fmt: skip
    finally:
        migrate()
    uuids = set(Withdrawal.objects.values_list("uuid", flat=True))
    assert len(uuids) == 3
    assert None not in uuids
    carriers = WithdrawalCarrier.objects.order_by("withdrawal_id")
    assert [each.clinic_id for each in carriers] == [north.pk, south.pk]
    assert apps.get_model("articles", "Withdrawal")._meta.get_field("uuid").unique


def _model(former: Any) -> Any:
    return former.get_model("articles", "Withdrawal")
