"""A recorded content as it is read, without a database."""

from typing import Any

from articles.evidence.reading_copy import build_reading_copy
from tests.articles.every_block import block, claim, item


def content(*body: Any, **more: Any) -> dict[str, Any]:
    value = {"heading": "", "body": list(body), "claims": [], "citations": []}
    section = block("overview", {**value, **more.pop("section", {})})
    return {"fields": {"title": "T"}, "sections": [section], "topics": [], "sources": {}, **more}


def test_sources_are_numbered_in_order_of_first_use() -> None:
    quotation = block("quote", {"text": "x", "attribution": "y", "citation": 7})
    made = content(
        quotation,
        section={"claims": [claim(9), claim(7)], "citations": [item(8), item(9)]},
        sources={"7": "doi:10.1/q", "8": "pmid:8", "9": "A book (2020)"},
        names={"sources": {"7": "Ruiz A. A trial."}, "topics": {}},
    )
    found = build_reading_copy(made)
    assert [(source["number"], source["text"]) for source in found["sources"]] == [
        (1, "Ruiz A. A trial."),
        (2, "A book (2020)"),
        (3, "pmid:8"),
    ]
    [section] = found["sections"]
    assert section["blocks"][0]["number"] == 1
    assert [claim["sources"][0]["number"] for claim in section["claims"]] == [2, 1]
    assert section["sources"] == [3, 2]


def test_a_source_that_was_gone_has_no_number() -> None:
    made = content(section={"claims": [claim(9)], "citations": [item(9)]})
    found = build_reading_copy(made)
    assert found["sources"] == []
    assert found["sections"][0]["sources"] == []


def test_a_record_from_before_names_were_kept() -> None:
    made = content(topics=[[3, "about"]], section={"about": 3})
    found = build_reading_copy(made)
    assert found["topics"] == ["#3 (Is about it)"]
    assert found["sections"][0]["about"] == "#3"


def test_what_is_not_known_is_shown_as_stored() -> None:
    made = content(block("podcast", {"words": "Lost to no one"}), block("table", "odd"))
    first, second = build_reading_copy(made)["sections"][0]["blocks"]
    assert (first["type"], first["kind"]) == ("stored", "podcast")
    assert "Lost to no one" in first["stored"]
    assert second["type"] == "stored"


def test_a_kind_of_section_that_is_gone_keeps_its_slug() -> None:
    made = content()
    made["sections"][0]["type"] = "of_a_host"
    assert build_reading_copy(made)["sections"][0]["heading"] == "of_a_host"


def test_formatted_text_keeps_its_marks_and_loses_its_scripts() -> None:
    html = "<p>A <b>b</b> <a linktype='page' id='3'>c</a><script>x</script></p>"
    [found] = build_reading_copy(content(block("rich_text", html)))["sections"][0]["blocks"]
    assert found["text"].startswith("<p>A <b>b</b> <a")
    assert "script" not in found["text"]
    assert "linktype" not in found["text"]
