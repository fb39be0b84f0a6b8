"""What the API says of an article's review and evidence, from its signing to its reader."""

from typing import Any

import pytest

from articles.models import ArticlePage, Citation, SignOff
from articles.review.dates import months_after
from tests.api.documents import stored
from tests.api.v1.conftest import Get
from tests.articles.every_block import claim, item
from tests.articles.factories import CitationFactory, rich_text, section
from tests.articles.review.signed import care_card, published, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


def signed(*claims: Any, **fields: Any) -> ArticlePage:
    """An article that a reviewer has signed, and that went live by it."""
    overview = section("overview", rich_text(), claims=list(claims))
    page, _reviewer = published(
        sections=[overview, section("seek_help", care_card())], slug="signed", **fields
    )
    return page


def cautious_claim(*cited: tuple[Citation, str]) -> dict[str, Any]:
    made = claim(0)
    made["value"].update(text="It is unclear whether it ends attacks.", approval="")
    made["value"]["citations"] = [
        item({"citation": citation.pk, "direction": direction}) for citation, direction in cited
    ]
    return made


def delivered(get: Get) -> dict[str, Any]:
    response = get("articles/signed/")
    assert response.status_code == 200
    return dict(response.json())


def test_reviewers(get: Get) -> None:
    signed()
    record = SignOff.objects.get()
    [reviewer] = delivered(get)["reviewers"]
    assert (reviewer["name"], reviewer["credentials"]) == ("Dr Rhea Example", "MD")
    assert reviewer["role"] == "clinical"
    assert reviewer["signed_at"].startswith(f"{record.signed_at:%Y-%m-%dT%H:%M:%S}")


def test_no_reviewer_of_words_that_nobody_signed(get: Get, settings: Any) -> None:
    page = signed()
    settings.CLINIC_CONTENT = {"ARTICLES": {"ENFORCE_CHECKS": False}}
    page.summary = "Now said otherwise."
    page.save_revision().publish()
    assert delivered(get)["reviewers"] == []


def test_review(get: Get) -> None:
    signed()
    assert delivered(get)["review"] == {
        "status": "current",
        "last_reviewed_date": today().isoformat(),
        "next_review_date": months_after(today(), 24).isoformat(),
    }


def test_evidence_maturity(get: Get) -> None:
    signed()
    assert delivered(get)["evidence_maturity"] == "established"


def test_emerging_evidence_is_reviewed_sooner(get: Get, settings: Any) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"ENFORCE_CHECKS": False}}
    signed(evidence_maturity="emerging")
    found = delivered(get)
    assert found["evidence_maturity"] == "emerging"
    assert found["review"]["next_review_date"] == months_after(today(), 12).isoformat()


def test_disclosure(get: Get) -> None:
    signed(disclosure="We run a migraine clinic and sell none of these treatments.")
    assert delivered(get)["disclosure"] == (
        "We run a migraine clinic and sell none of these treatments."
    )


@pytest.mark.parametrize(
    ("directions", "whole"),
    [
        (("supports",), "supports"),
        (("contradicts", "contradicts"), "contradicts"),
        (("supports", "contradicts"), "mixed"),
        (("mixed", "mixed"), "mixed"),
    ],
)
def test_claims_with_direction_and_citations(
    get: Get, directions: tuple[str, ...], whole: str
) -> None:
    sources = [CitationFactory(title=f"Trial {number}") for number, _ in enumerate(directions, 1)]
    signed(cautious_claim(*zip(sources, directions, strict=True)))
    found = delivered(get)
    [made] = [made for part in found["sections"] for made in part["claims"]]
    numbers = list(range(1, len(directions) + 1))
    assert made["direction"] == whole
    assert made["citations"] == numbers
    assert made["evidence"] == [
        {"citation": number, "direction": direction}
        for number, direction in zip(numbers, directions, strict=True)
    ]
    assert [(each["id"], each["title"]) for each in found["citations"]] == [
        (number, f"Trial {number}") for number in numbers
    ]


def test_sources_that_were_retracted_or_superseded_say_so(get: Get) -> None:
    trial, guideline = CitationFactory(title="Trial"), CitationFactory(title="Guideline")
    signed(cautious_claim((trial, "supports"), (guideline, "supports")))
    trial.retracted = True
    trial.save()
    guideline.superseded = True
    guideline.save()
    assert [
        (each["title"], each["retracted"], each["superseded"])
        for each in delivered(get)["citations"]
    ] == [("Trial", True, False), ("Guideline", False, True)]


def test_a_source_by_itself_says_so_too(get: Get) -> None:
    guideline = CitationFactory(superseded=True)
    signed(cautious_claim((guideline, "supports")))
    found = get(f"citations/{guideline.pk}/").json()
    assert (found["retracted"], found["superseded"]) == (False, True)


def test_review_status_is_a_filter(get: Get) -> None:
    page = signed()
    assert stored.document(page)["review"]["status"] == "current"
    for status in ("current", "due_soon", "overdue", "unreviewed"):
        items = get(f"articles/?review_status={status}").json()["items"]
        assert [card["slug"] for card in items] == (["signed"] if status == "current" else [])
    refused = get("articles/?review_status=signed")
    assert refused.status_code == 400
    assert "review_status" in refused.content.decode()
