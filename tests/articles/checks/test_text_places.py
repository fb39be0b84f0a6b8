"""Language rules wherever text can stand: split over blocks, in tables, captions, quotes."""

from tests.articles.checks.building import article, block, find, item, quotes, section, text


def table(*rows: list[str], caption: str = "Options") -> dict[str, object]:
    columns = [{"type": "text", "heading": "Option"}, {"type": "rich_text", "heading": "Effect"}]
    value = {"columns": columns, "rows": [{"values": row} for row in rows], "caption": ""}
    return block("table", {"caption": caption, "row_headers": True, "table": value})


def test_words_in_a_cell_know_their_row_and_column() -> None:
    made = article(section("overview", table(["Drip", "<p>It <b>cures</b> migraine.</p>"])))
    [finding] = find("C1", made)
    assert (finding.field, finding.quote, finding.start) == ("cell.0.1", "cures", 3)


def test_words_in_a_caption() -> None:
    assert quotes("C1", article(section("overview", table(caption="The miracle drip")))) == [
        "miracle"
    ]
    value = {"image": 1, "alt_text": "A drip", "decorative": False, "caption": "It cures migraine"}
    assert quotes("C1", article(section("overview", block("image", value)))) == ["cures"]


def test_people_in_the_same_row_explain_a_percentage() -> None:
    assert quotes("L4", article(section("overview", table(["Drip", "<p>40% felt sick</p>"])))) == [
        "40%"
    ]
    explained = table(["4 in 10 people", "<p>40% felt sick</p>"])
    assert not find("L4", article(section("overview", explained)))
    elsewhere = table(["4 in 10 people", "x"], ["a", "b"], ["Drip", "40% felt sick"])
    assert find("L4", article(section("overview", elsewhere)))


def test_people_in_the_next_block_explain_a_percentage() -> None:
    made = section("overview", "Pain fell in 40% of people.", "That is 4 in 10 people.")
    assert not find("L4", article(made))


def test_a_list_in_the_next_block_continues_a_denial() -> None:
    items = text("<ul><li>cure migraine</li></ul>")
    assert not find("C1", article(section("overview", "Ketamine does not:", items)))
    assert find("C1", article(section("overview", "Ketamine can:", items)))


def test_an_abbreviation_is_explained_in_an_earlier_block() -> None:
    first = section("overview", "Calcitonin gene-related peptide (CGRP) is a protein.")
    later = section("causes", table(["CGRP", "It hurts."]))
    assert not find("L3", article(first, later))
    assert quotes("L3", article(later, first)) == ["CGRP"]


def test_an_abbreviation_is_reported_once() -> None:
    made = article(section("overview", "CGRP is small."), section("causes", "CGRP hurts."))
    assert len(find("L3", made)) == 1


def test_a_title_needs_no_expansion() -> None:
    assert not find("L3", article(title="What CGRP does"))


def test_other_peoples_words_are_their_own() -> None:
    value = {"text": "Ketamine cures migraine.", "attribution": "An advert", "role": ""}
    assert not find("C1", article(section("overview", block("quote", value))))
    assert not find("C1", article(section("overview", "He said, “Ketamine cures migraine.”")))


def test_a_claim_and_the_summary_are_read_too() -> None:
    claims = [item({"text": "Ketamine cures migraine.", "citations": []})]
    made = article(section("efficacy", claims=claims), summary="It is a miracle.")
    assert {f.field: f.quote for f in find("C1", made)} == {"text": "cures", "summary": "miracle"}


def test_a_fact_and_an_answer() -> None:
    facts = {"heading": "", "facts": [item({"label": "Effect", "text": "Works for everyone"})]}
    answer = {"question": "Is it a cure?", "answer": "<p>Yes, it is a cure.</p>"}
    made = section("faq", block("key_facts", facts), block("faq_item", answer))
    assert quotes("C1", article(made)) == ["Works for everyone", "cure"]


def test_long_sentences_and_paragraphs() -> None:
    long = " ".join(["word"] * 21) + "."
    assert find("L2", article(section("overview", long)))
    assert not find("L2", article(section("overview", " ".join(["word"] * 20) + ".")))
    assert find("L2", article(section("overview", "One. Two. Three. Four.")))
    assert not find("L2", article(section("overview", "One. Two. Three.")))


def test_grade_of_a_hard_text_in_both_languages() -> None:
    hard = "Intravenous administration necessitates continuous haemodynamic monitoring. " * 20
    easy = "You can take a pill. It may help you. Rest in bed. " * 15
    assert "years of school" in find("L1", article(section("overview", hard)))[0].message
    assert not find("L1", article(section("overview", easy)))
    duro = "La administración intravenosa requiere monitorización hemodinámica continuada. " * 20
    facil = "Puede tomar una pastilla. Le puede ayudar. Descanse en casa. " * 15
    assert "INFLESZ" in find("L1", article(section("overview", duro), language="es"))[0].message
    assert not find("L1", article(section("overview", facil), language="es"))


def test_a_short_text_has_no_grade() -> None:
    assert not find("L1", article(section("overview", "Haemodynamic monitoring necessitated.")))
