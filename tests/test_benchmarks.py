"""The library that the benchmarks measure, made small: its real figures are `make bench`'s."""

import pytest
from django.core.management import call_command

from api.models import DeliveryDocument
from articles.models import Placement
from tests.benchmarks import library
from tests.benchmarks.library import PLACED_AT, add_articles, make_shelf, place_all, slug_of

pytestmark = pytest.mark.django_db


def test_its_articles_are_delivered_and_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "IMAGES", 2)
    monkeypatch.setattr(library, "CLINICS", PLACED_AT)
    add_articles(make_shelf(), 3)
    place_all()
    call_command("rebuild_documents", verbosity=0)

    delivered = DeliveryDocument.objects.filter(state="public").values_list("slug", flat=True)
    assert set(delivered) == {slug_of(number) for number in range(3)}
    assert Placement.objects.count() == 3 * PLACED_AT
