"""Every block of a section's body: what changed in it, in words."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.review.differences.result import Change
from tests.articles.every_block import block, claim, item
from tests.articles.factories import rich_text, section
from tests.articles.review.differences.building import (
    OTHER_CITATION,
    OTHER_IMAGE,
    OTHER_TOPIC,
    PAGE,
    block_of,
    body,
    changed_blocks,
    content,
    copied,
    differences,
    every_block,
    leaves,
    notes,
    passages,
    put,
    shown,
)


def changed_by(change: Callable[[dict[str, Any]], None]) -> Any:
    """The one block that differs once ``change`` was applied to every block there is."""
    before = every_block()
    after = copied(before)
    change(after)
    [found] = changed_blocks(differences(before, after))
    return found


def setting(kind: str, **values: Any) -> Any:
    return changed_by(lambda made: block_of(made, kind)["value"].update(values))


def texts(found: Any) -> list[str]:
    return [shown(passage.segments) for passage in passages(found)]


def labelled(found: Any) -> list[tuple[str, str]]:
    return [(passage.label, shown(passage.segments)) for passage in passages(found)]


def html(source: str) -> Any:
    return changed_by(lambda made: block_of(made, "rich_text").update(value=source))


# The first block of `every_block` says: Attacks <b>throb</b>. Then a list: Light hurts.
def test_paragraph() -> None:
    found = html("<p>Attacks <b>throb</b> badly. </p><ul><li>Light hurts.</li></ul>")
    assert found.change is Change.CHANGED
    assert texts(found) == ["Attacks throb{+ badly+}."]


def test_list_items_added_removed_and_moved() -> None:
    before = content(section("overview", rich_text("<ul><li>One</li><li>Two</li></ul>")))
    after = copied(before)
    body(after)[0]["value"] = "<ul><li>Two</li><li>One</li><li>Three</li></ul>"
    [found] = changed_blocks(differences(before, after))
    moved = [passage for passage in passages(found) if passage.moved]
    assert len(moved) == 1
    assert [p.change for p in passages(found) if not p.moved] == [Change.ADDED]


def test_a_paragraph_that_became_a_list_item() -> None:
    found = html("<ul><li>Attacks <b>throb</b>. </li><li>Light hurts.</li></ul>")
    assert notes(found) == [("Shown as", "Paragraph", "List item")]


def test_bold_set_and_taken_off() -> None:
    found = html("<p><b>Attacks</b> throb. </p><ul><li>Light hurts.</li></ul>")
    assert notes(found) == [
        ("Bold added", "", "“Attacks”"),
        ("Bold removed", "“throb”", ""),
    ]
    assert texts(found) == []


def test_a_raised_number_is_critical() -> None:
    before = content(section("overview", rich_text("<p>10<sup>2</sup> cells</p>")))
    after = copied(before)
    body(after)[0]["value"] = "<p>102 cells</p>"
    [found] = changed_blocks(differences(before, after))
    assert notes(found) == [("Superscript removed", "“2”", "")]
    assert differences(before, after).critical == 1


def test_only_spacing() -> None:
    found = html("<p>Attacks <b>throb</b>.</p><ul><li>Light  hurts.</li></ul>")
    assert notes(found) == [("Only formatting or spacing changed", "", "")]


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (f'<a linktype="page" id="{PAGE}">', "Triptans"),
        (f'<a linktype="topic" id="{OTHER_TOPIC}">', "Ketamine"),
        (f'<a linktype="section" id="{PAGE}" section="here">', "Triptans › Risks"),
        ('<a linktype="document" id="5">', "Leaflet"),
        ('<a href="https://www.example.org/">', "https://www.example.org/"),
        ('<a linktype="page" id="99">', "No. 99 (not there any more)"),
    ],
)
def test_where_a_link_leads(link: str, target: str) -> None:
    before = content(section("overview", rich_text('<p>See <a href="/old">them</a>.</p>')))
    after = copied(before)
    body(after)[0]["value"] = f"<p>See {link}them</a>.</p>"
    [found] = changed_blocks(differences(before, after))
    assert notes(found) == [("Link “them” leads to", "/old", target)]


def test_a_link_added_and_removed() -> None:
    plain, linked = (
        content(section("overview", rich_text(f"<p>See {words}.</p>"), id="1"))
        for words in ("them", '<a href="/new">them</a>')
    )
    assert notes(changed_blocks(differences(plain, linked))[0]) == [
        ("Link added on “them”", "", "/new")
    ]
    assert notes(changed_blocks(differences(linked, plain))[0]) == [
        ("Link removed from “them”", "/new", "")
    ]


def test_image() -> None:
    assert notes(setting("image", image=OTHER_IMAGE)) == [("Image", "Nerve", "Brain")]
    assert notes(setting("image", decorative=True)) == [("Decorative", "No", "Yes")]
    assert notes(setting("image", credit="")) == [("Credit", "Ada Example", "")]
    assert labelled(setting("image", alt_text="A vein", caption="How a vein fires")) == [
        ("Alt text", "A [-nerve-]{+vein+}"),
        ("Caption", "How a [-nerve-]{+vein+} fires"),
    ]


def test_callout() -> None:
    assert notes(setting("callout", tone="warning")) == [("Tone", "Important", "Warning")]
    assert labelled(setting("callout", heading="Do stop", text="<p>Ask us first.</p>")) == [
        ("Heading", "Do [-*not* -]stop"),
        ("Text", "Ask {+us +}first."),
    ]


def test_care_card() -> None:
    found = setting("care_card", urgency="routine")
    assert notes(found) == [
        ("Urgency", "Urgent: get help today", "Not urgent: make an appointment")
    ]
    assert found.notes[0].critical
    assert labelled(setting("care_card", heading="See us", text="<p>Fever.</p>")) == [
        ("Heading", "See [-someone-]{+us+}"),
        ("Signs and what to do", "Fever[- today-]."),
    ]


def test_key_facts() -> None:
    assert labelled(setting("key_facts", heading="In short")) == [
        ("Heading", "[-At a glance-]{+In short+}")
    ]

    def slower(made: dict[str, Any]) -> None:
        block_of(made, "key_facts")["value"]["facts"][0]["value"]["text"] = "Four days"

    found = changed_by(slower)
    assert found.label == "Fact"
    assert labelled(found) == [("", "[-*Three*-]{+*Four*+} days")]

    def another(made: dict[str, Any]) -> None:
        facts = block_of(made, "key_facts")["value"]["facts"]
        facts.append(item({"label": "Starts", "text": "At night"}))

    assert changed_by(another).change is Change.ADDED


def test_facts_of_the_older_form_without_ids() -> None:
    facts = [{"label": "Lasts", "text": "Three days"}, {"label": "", "text": "It throbs"}]
    before = content(section("overview", block("key_facts", {"heading": "", "facts": facts})))
    after = copied(before)
    body(after)[0]["value"]["facts"][1]["text"] = "It never throbs"
    [found] = changed_blocks(differences(before, after))
    assert labelled(found) == [("", "It {+*never* +}throbs")]


def test_quote() -> None:
    assert labelled(setting("quote", text="Say it.", attribution="A doctor", role="")) == [
        ("Quote", "Say [-what matters-]{+it+}."),
        ("Who said it", "A [-nurse-]{+doctor+}"),
        ("Role", "[-Clinic team-]"),
    ]
    assert notes(setting("quote", citation=OTHER_CITATION)) == [
        ("Source", "Etchison 2018", "Bos 2020")
    ]


def test_testimonial() -> None:
    assert labelled(setting("testimonial", text="I felt ill.", name="N.")) == [
        ("Words", "I felt [-heard-]{+ill+}."),
        ("Name as agreed with the person", "[-M-]{+N+}."),
    ]
    assert notes(setting("testimonial", consent=False)) == [
        ("Written consent is on file", "Yes", "No")
    ]


def test_question_and_answer() -> None:
    found = setting("faq_item", question="May I work?", answer="<p>Today.</p>")
    assert labelled(found) == [
        ("Question", "May I [-drive-]{+work+}?"),
        ("Answer", "[-*Not* today-]{+Today+}."),
    ]
    assert notes(setting("faq_item", health_aspect="")) == [
        ("Subject for search engines", "Safety", "")
    ]


def test_video() -> None:
    found = setting("video", url="https://www.example.org/new", poster=OTHER_IMAGE)
    assert notes(found) == [
        (
            "Web address of the video",
            "https://www.example.org/video",
            "https://www.example.org/new",
        ),
        ("Still image", "Nerve", "Brain"),
    ]
    found = setting("video", title="Another visit", transcript="<p>We leave a room.</p>")
    assert labelled(found) == [
        ("Title", "[-A-]{+Another+} visit"),
        ("Transcript", "We [-enter-]{+leave+} a room."),
    ]


def in_table(change: Callable[[dict[str, Any]], None]) -> Any:
    return changed_by(lambda made: change(block_of(made, "table")["value"]))


def test_a_cell() -> None:
    def longer(value: dict[str, Any]) -> None:
        value["table"]["rows"][1]["values"][1] = "<p>Prevents attacks.</p><p>Weekly.</p>"

    found = in_table(longer)
    [row] = [row for row in found.rows if row.change is Change.CHANGED]
    assert [shown(p.segments) for p in row.cells[0]] == ["Beta blocker"]
    assert "Prevents attacks." in [shown(p.segments) for p in row.cells[1]]
    assert {p.change for p in row.cells[1] if p.is_changed} == {Change.ADDED, Change.REMOVED}


def test_rows_are_added_in_front_moved_and_removed() -> None:
    def another(value: dict[str, Any]) -> None:
        value["table"]["rows"].insert(0, {"values": ["Rest", "<p>Helps.</p>"]})

    assert [row.change for row in in_table(another).rows] == [
        Change.UNCHANGED,
        Change.ADDED,
        Change.UNCHANGED,
        Change.UNCHANGED,
    ]
    moved = in_table(lambda value: value["table"]["rows"].reverse())
    assert [row.moved for row in moved.rows].count(True) == 1
    removed = in_table(lambda value: value["table"]["rows"].pop(0))
    assert [row.change for row in removed.rows].count(Change.REMOVED) == 1


def test_columns_are_added_and_renamed() -> None:
    def another(value: dict[str, Any]) -> None:
        value["table"]["columns"].insert(1, {"type": "text", "heading": "Cost"})
        for row in value["table"]["rows"]:
            row["values"].insert(1, "Low")

    found = in_table(another)
    assert [len(row.cells) for row in found.rows] == [3, 3, 3]
    assert [p.change for row in found.rows for p in row.cells[1]] == [Change.ADDED] * 3
    assert [p.change for row in found.rows for p in row.cells[2] if p.is_changed] == []

    def renamed(value: dict[str, Any]) -> None:
        value["table"]["columns"][1]["heading"] = "What it may do"

    [heading, *rows] = in_table(renamed).rows
    assert [shown(p.segments) for p in heading.cells[1]] == ["What it [-does-]{+may do+}"]
    assert {row.change for row in rows} == {Change.UNCHANGED}


def test_caption_and_row_headers_of_a_table() -> None:
    found = in_table(lambda value: value.update(caption="Three options", row_headers=False))
    assert labelled(found) == [("Caption", "[-Options-]{+*Three* options+}")]
    assert notes(found) == [("The first column names its row", "Yes", "No")]


def test_subsection_and_what_stands_in_it() -> None:
    assert labelled(setting("subsection", heading="Causes")) == [
        ("Heading", "[-Triggers-]{+Causes+}")
    ]

    def inside(made: dict[str, Any]) -> None:
        block_of(made, "subsection")["value"]["body"][0]["value"] = "<p>Too much sleep.</p>"

    found = changed_by(inside)
    assert found.type == "rich_text"
    assert texts(found) == ["[-Lost-]{+Too much+} sleep."]


def test_a_block_that_left_its_subsection_has_moved() -> None:
    def outside(made: dict[str, Any]) -> None:
        inner = block_of(made, "subsection")["value"]["body"]
        body(made).append(inner.pop())

    found = changed_by(outside)
    assert found.type == "table"
    assert found.moved


def test_blocks_are_added_removed_and_moved() -> None:
    added = changed_by(lambda made: body(made).insert(2, rich_text("<p>New words here.</p>")))
    assert (added.change, texts(added)) == (Change.ADDED, ["{+New words here.+}"])
    removed = changed_by(lambda made: made["sections"][0]["value"]["body"].pop(0))
    assert removed.change is Change.REMOVED
    moved = changed_by(lambda made: body(made).append(body(made).pop(0)))
    assert (moved.type, moved.moved) == ("rich_text", True)


def claims(made: dict[str, Any]) -> list[dict[str, Any]]:
    return made["sections"][0]["value"]["claims"]


def test_claim() -> None:
    value = {"text": "It may end attacks.", "population": "Adults over 60", "approval": "approved"}
    found = changed_by(lambda made: claims(made)[0]["value"].update(value))
    assert labelled(found) == [
        ("", "It [-ends-]{+may end+} attacks."),
        ("In whom", "Adults{+ over *60*+}"),
    ]
    assert notes(found) == [("Use", "Off-label use", "Approved use")]
    added = changed_by(lambda made: claims(made).append(claim(OTHER_CITATION)))
    assert added.change is Change.ADDED
    assert ("Source added", "", "Bos 2020 (Is mixed)") in notes(added)


def test_the_direction_of_a_source_is_critical() -> None:
    def turned(made: dict[str, Any]) -> None:
        claims(made)[0]["value"]["citations"][0]["value"]["direction"] = "supports"

    found = changed_by(turned)
    assert notes(found) == [
        ("What “Etchison 2018” says about the claim", "Is mixed", "Supports it")
    ]
    assert found.notes[0].critical


def test_sources_of_a_claim_and_of_a_section() -> None:
    def more(made: dict[str, Any]) -> None:
        cited = claims(made)[0]["value"]["citations"]
        cited.append(item({"citation": OTHER_CITATION, "direction": "contradicts"}))

    assert notes(changed_by(more)) == [("Source added", "", "Bos 2020 (Contradicts it)")]

    def other(made: dict[str, Any]) -> None:
        made["sections"][0]["value"]["citations"] = [item(OTHER_CITATION)]

    assert sorted(notes(changed_by(other))) == [
        ("Source added", "", "Bos 2020"),
        ("Source removed", "Etchison 2018", ""),
    ]


def test_what_a_section_says_of_itself() -> None:
    def other(made: dict[str, Any]) -> None:
        value = {"heading": "What it means", "about": OTHER_TOPIC, "standalone": False}
        made["sections"][0]["value"].update(value)

    found = changed_by(other)
    assert labelled(found) == [("Heading", "What it [-is-]{+means+}")]
    assert notes(found) == [("About", "Migraine", "Ketamine"), ("May be shown alone", "Yes", "No")]


def test_a_block_of_a_host_is_told_by_its_raw_values() -> None:
    before = content(section("overview", block("dosage", {"drug": "A", "doses": [1, 2]})))
    after = copied(before)
    body(after)[0]["value"]["doses"] = [1, 3]
    [found] = changed_blocks(differences(before, after))
    assert (found.label, notes(found)) == ("dosage", [("Doses", "[1, 2]", "[1, 3]")])


def test_every_single_value_is_seen_when_it_changes() -> None:
    before = every_block()
    paths = list(leaves(before["sections"]))
    assert len(paths) > 60
    unseen = []
    for path in paths:
        after = copied(before)
        old = after["sections"]
        for key in path:
            old = old[key]
        new = {bool: not old, int: OTHER_IMAGE, type(None): 5}.get(type(old), f"{old}x")
        put(after["sections"], path, new)
        if not differences(before, after):
            unseen.append(path)
    assert unseen == []
