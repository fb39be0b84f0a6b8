"""The one token of the stored bytes that is exchanged when a review lapses."""

import pytest

from api.documents.review import Lapse, etag_with_lapse, stored_etag, with_lapse
from api.documents.schema import Review
from api.v1.examples import ARTICLE, CARD

STATUSES = {Lapse.NONE: "current", Lapse.DUE_SOON: "due_soon", Lapse.OVERDUE: "overdue"}


@pytest.mark.parametrize("lapse", Lapse)
@pytest.mark.parametrize("document", [ARTICLE, CARD], ids=["article", "card"])
def test_changes_the_status_and_nothing_else(document, lapse: Lapse) -> None:
    tricky = '"review":{"status":"current"'
    document = document.model_copy(update={"summary": tricky, "title": tricky})
    stored = document.model_dump_json().encode()
    served = type(document).model_validate_json(with_lapse(stored, lapse))
    review = document.review.model_copy(update={"status": STATUSES[lapse]})
    assert served == document.model_copy(update={"review": review})


def test_a_type_of_review_that_begins_otherwise_would_break_this() -> None:
    assert next(iter(Review.model_fields)) == "status"


@pytest.mark.parametrize("lapse", Lapse)
def test_etags_differ_and_lead_back(lapse: Lapse) -> None:
    etag = "0" * 32
    assert stored_etag(etag_with_lapse(etag, lapse)) == etag
    assert len({etag_with_lapse(etag, each) for each in Lapse}) == 3
