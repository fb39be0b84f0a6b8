"""Sections, and what an article says outside them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from articles.checks.flattening import build_sections
from articles.review.content import content_hash
from articles.review.differences.result import Change
from articles.review.differences.tokens import is_word, tokenize
from articles.review.differences.words import Kind
from tests.articles.factories import rich_text, section
from tests.articles.review.differences.building import (
    CITATION,
    OTHER_TOPIC,
    TOPIC,
    after_of,
    before_of,
    body,
    content,
    copied,
    differences,
    every_block,
    notes,
    put,
    said,
    shown,
)

KINDS = ["overview", "causes", "risks", "seek_help"]
sentences = st.sampled_from(
    ["Rest helps.", "It is not safe.", "Take 5 mg.", "Take 10 mg.", "Call us.", "شَقِيقَة", ""]
)
paragraphs = st.lists(sentences, max_size=4).map(
    lambda found: "".join(f"<p>{sentence}</p>" for sentence in found)
)


@st.composite
def contents(draw: Any) -> dict[str, Any]:
    """Articles much alike: few kinds, few ids, few sentences."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=4))
    made = []
    for kind in kinds:
        texts = draw(st.lists(paragraphs, max_size=3))
        ids = draw(st.permutations(["1", "2", "3", "", ""]))
        blocks = [{**rich_text(text), "id": ids[n]} for n, text in enumerate(texts)]
        one = section(kind, *blocks, heading=draw(sentences))
        one["value"]["body"] = blocks
        made.append({**one, "id": draw(st.sampled_from(["a", "b", ""])) + kind})
    return content(*made, title=draw(sentences))


def words_of(made: dict[str, Any]) -> int:
    flat = build_sections(made["sections"], language="", sources={})
    texts = [text.text for one in flat for text in one.texts]
    texts += map(str, made["fields"].values())
    return sum(is_word(token.core) for text in texts for token in tokenize(text))


def texts_of(made: dict[str, Any]) -> list[str]:
    flat = build_sections(made["sections"], language="", sources={})
    return sorted(text.text for one in flat for text in one.texts)


@given(contents(), contents())
def test_no_text_of_either_is_lost(before: dict[str, Any], after: dict[str, Any]) -> None:
    found = differences(before, after)
    passages = [passage for one in found.sections for passage in one.passages]
    assert sorted(filter(None, (before_of(p.segments) for p in passages))) == texts_of(before)
    assert sorted(filter(None, (after_of(p.segments) for p in passages))) == texts_of(after)


@given(contents(), contents())
def test_words_added_less_words_removed_is_the_growth(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    found = differences(before, after)
    growth = words_of(after) - words_of(before)
    assert found.words_added - found.words_removed == growth
    back = differences(after, before)
    assert back.words_added - back.words_removed == -growth


@given(contents(), contents())
def test_there_are_differences_exactly_when_the_hash_differs(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    same = content_hash(before) == content_hash(after)
    assert bool(differences(before, after)) is not same


@given(contents())
def test_a_content_does_not_differ_from_itself(made: dict[str, Any]) -> None:
    found = differences(made, copied(made))
    assert not found
    assert (found.words_added, found.words_removed, found.critical) == (0, 0, 0)
    assert found.summary == "Nothing has changed."


def test_other_ids_are_no_difference() -> None:
    before = content(section("overview"), section("risks"))
    after = content(section("overview"), section("risks"))
    assert before["sections"][0]["id"] != after["sections"][0]["id"]
    assert not differences(before, after)


def test_sections_added_removed_moved_and_changed() -> None:
    overview, causes, risks, help_ = (section(kind) for kind in KINDS)
    before = content(overview, causes, risks, section("symptoms"), help_)
    after = content(section("efficacy"), overview, copied(risks), causes, help_)
    body({"sections": [after["sections"][2]]})[0]["value"] = "<p>Migraine is not common.</p>"
    found = {one.kind: (one.change, one.moved) for one in differences(before, after).sections}
    assert found["efficacy"] == (Change.ADDED, False)
    assert found["symptoms"] == (Change.REMOVED, False)
    assert found["risks"][0] is Change.CHANGED
    assert (found["causes"][1], found["risks"][1]).count(True) == 1
    assert found["overview"] == found["seek_help"] == (Change.UNCHANGED, False)


def test_a_section_written_anew_is_the_same_section() -> None:
    before = content(section("risks", rich_text("<p>Some feel sick.</p>")))
    after = content(section("risks", rich_text("<p>Nobody knows them yet.</p>")))
    [found] = differences(before, after).sections
    assert found.change is Change.CHANGED


def test_the_summary_counts() -> None:
    before = content(section("risks", rich_text("<p>Take 5 mg.</p>")), section("overview"))
    after = copied(before)
    body(after)[0]["value"] = "<p>Take 10 mg at night.</p>"
    after["fields"]["title"] = "Migraine today"
    found = differences(before, after)
    assert found.summary == (
        "1 section changed, 1 detail of the article changed, 4 words added, 1 word removed."
    )
    assert found.critical == 1


def test_a_first_version_is_all_new() -> None:
    found = differences(None, every_block())
    assert found.is_first
    assert {one.change for one in found.sections} == {Change.ADDED}
    assert found.words_removed == 0
    kinds = {s.kind for one in found.sections for p in one.passages for s in p.segments}
    assert kinds == {Kind.ADDED}


def details(before: Any, after: Any) -> list[Any]:
    return list(differences(before, after).changed_details)


def test_texts_of_the_article() -> None:
    before = content(disclosure="We sell it.", safety_notice="")
    after = content(title="Migraines", disclosure="We do not sell it.", safety_notice="Stop.")
    assert [(one.label, shown(next(one.passages).segments)) for one in details(before, after)] == [
        ("Title", "[-Migraine-]{+Migraines+}"),
        ("Disclosure", "We {+do *not* +}sell it."),
        ("Safety notice", "{+Stop.+}"),
    ]


def test_choices_of_the_article() -> None:
    before = content(
        evidence_maturity="established", publisher_sells_therapy=False, audience="patients"
    )
    after = content(
        evidence_maturity="emerging", publisher_sells_therapy=True, audience="professionals"
    )
    assert [(one.label, *said(one.notes[0])[1:]) for one in details(before, after)] == [
        ("Evidence", "Established", "Emerging"),
        ("The publisher sells this therapy", "No", "Yes"),
        ("Written for", "Patients", "Health professionals"),
    ]


def test_topics_added_removed_moved_and_in_another_relation() -> None:
    before, after = content(), content()
    before["topics"] = [[TOPIC, "about"]]
    after["topics"] = [[OTHER_TOPIC, "drug"], [TOPIC, "treats"]]
    [found] = details(before, after)
    assert notes(found) == [
        ("Topic added", "", "Ketamine (Uses this drug)"),
        ("Topic changed", "Migraine (Is about it)", "Migraine (Treats it)"),
    ]
    [found] = details(after, before)
    assert ("Topic removed", "Ketamine (Uses this drug)", "") in notes(found)
    before["topics"] = after["topics"][::-1]
    [found] = details(before, after)
    assert [label for label, _before, _after in notes(found)] == ["Topic moved"]


def test_a_source_that_is_another_publication_now() -> None:
    before = every_block()
    after = copied(before)
    after["sources"][str(CITATION)] = "doi:10.1000/two"
    [found] = details(before, after)
    assert notes(found) == [
        (
            "Source “Etchison 2018” is another publication now",
            "doi:10.1000/one",
            "doi:10.1000/two",
        )
    ]
    assert found.notes[0].critical


def test_every_change_of_a_field_is_seen() -> None:
    before = content(funding="", publisher_sells_therapy=False, safety_notice_severity="")
    for name in before["fields"]:
        after = copied(before)
        put(after, ("fields", name), True if name.startswith("publisher") else "urgent")
        assert [one.id for one in details(before, after)] == [name]
