"""Rules about what an article has: R, E, V, T, O, S, D, A, M, P; each with and without."""

import datetime as dt

import pytest

from articles.checks.content import Approval, Article, Author, Source, Topic
from articles.checks.registry import Severity
from tests.articles.checks.building import (
    TODAY,
    article,
    block,
    claim,
    find,
    item,
    quotes,
    section,
    text,
)


def messages(rule: str, made: Article) -> list[str]:
    return [finding.message for finding in find(rule, made)]


def test_r1_side_effects_and_risks() -> None:
    both = [section("side_effects", "Dizziness."), section("risks", "Slow breathing.")]
    assert not find("R1", article(*both))
    assert len(find("R1", article(section("side_effects"), both[1]))) == 1
    assert len(find("R1", article())) == 2


def test_r2_room_for_risks() -> None:
    risks = section("risks", "It can slow your breathing.")
    assert not find("R2", article(section("efficacy", "It may ease pain."), risks))
    [finding] = find("R2", article(section("efficacy", "It may ease pain. " * 4), risks))
    assert finding.message.startswith("16 words speak of benefit and 5 of")


def test_e1_claims_have_sources() -> None:
    cited = section("efficacy", claims=[claim("It helps.", (1, "supports"))])
    assert not find("E1", article(cited))
    bare = section("efficacy", claims=[claim("It helps.")])
    assert quotes("E1", article(bare)) == ["It helps."]


def test_e1_a_source_that_is_gone_is_none() -> None:
    assert find("E1", article(section("efficacy", claims=[claim("It helps.", (99, "supports"))])))


def test_e2_strong_claims_rest_on_trials() -> None:
    def made(words: str, source: int) -> Article:
        return article(section("efficacy", claims=[claim(words, (source, "supports"))]))

    assert not find("E2", made("It reduces attacks.", 1))
    assert find("E2", made("It reduces attacks.", 2))
    assert not find("E2", made("It may reduce attacks.", 2))
    assert not find("E2", made("It did not reduce attacks.", 2))


def test_e3_mixed_evidence() -> None:
    def made(words: str, direction: str) -> Article:
        return article(section("efficacy", claims=[claim(words, (1, direction))]))

    assert not find("E3", made("It reduces attacks.", "supports"))
    [finding] = find("E3", made("It reduces attacks.", "contradicts"))
    assert "A trial" in finding.message
    assert find("E3", made("It reduces attacks.", "mixed"))
    assert not find("E3", made("It is unclear whether it reduces attacks.", "mixed"))


def test_e4_identifiers() -> None:
    sources = {
        1: Source(1, "Right", doi="10.1000/a", pmid="12345"),
        2: Source(2, "Wrong", doi="doi.org/10"),
        3: Source(3, "Same", doi="10.1000/A"),
    }

    def made(*keys: int) -> Article:
        cited = [item(key) for key in keys]
        return article(section("overview", citations=cited), sources=sources)

    assert not find("E4", made(1, 1))
    assert "10." in messages("E4", made(2))[0]
    assert messages("E4", made(1, 3)) == ["“Same” is cited twice, as two sources."]
    twice = section("efficacy", claims=[claim("It helps.", (1, "supports"), (1, "mixed"))])
    assert messages("E4", article(twice)) == ["This claim names “A trial” twice."]


def test_e5_old_sources_once() -> None:
    old = section("overview", citations=[item(3), item(3), item(1)])
    [finding] = find("E5", article(old))
    assert finding.message == "“An old review” is from 2001."


def test_e6_a_source_of_the_section_is_enough() -> None:
    words = "Studies show that it helps."
    assert quotes("E6", article(section("overview", words))) == ["Studies show"]
    assert not find("E6", article(section("overview", words, citations=[item(1)])))


def approval(**values: object) -> Approval:
    given = {
        "content_hash": "now",
        "role": "clinical",
        "decision": "approved",
        "reviewer_name": "Ada Example",
        "credentials": "MD",
        "clinician_id": 7,
        "signed_on": TODAY,
        "valid_until": TODAY + dt.timedelta(days=30),
    }
    return Approval(**{**given, **values})


def signed(*approvals: Approval, **fields: object) -> Article:
    return article(content_hash="now", approvals=approvals, **fields)


RETRACTED = {
    1: Source(1, "Stands", 2024),
    2: Source(2, "Taken back", 2024, retracted=True),
}


def test_e7_a_claim_does_not_rest_on_a_retracted_source() -> None:
    def made(key: int) -> Article:
        claims = [claim("It helps.", (key, "supports"))]
        return article(section("efficacy", claims=claims), sources=RETRACTED)

    assert not find("E7", made(1))
    [finding] = find("E7", made(2))
    assert (finding.severity, finding.quote) == (Severity.BLOCKING, "It helps.")
    assert "“Taken back”" in finding.message


def test_e7_a_claim_is_named_once_however_good_its_other_sources() -> None:
    claims = [claim("It helps.", (1, "supports"), (2, "supports"), (2, "mixed"))]
    assert len(find("E7", article(section("efficacy", claims=claims), sources=RETRACTED))) == 1


def test_e7_elsewhere_a_retracted_source_warns() -> None:
    def made(key: int) -> Article:
        quoted = block("quote", {"text": "Words.", "attribution": "A", "citation": key})
        named = section("efficacy", quoted, citations=[item(key)])
        return article(named, sources=RETRACTED)

    assert not find("E7", made(1))
    found = find("E7", made(2))
    assert [finding.severity for finding in found] == [Severity.WARNING, Severity.WARNING]
    assert all(finding.block for finding in found)


def test_e8_superseded_sources() -> None:
    sources = {
        1: Source(1, "New guideline", 2025, "guideline"),
        2: Source(2, "Old guideline", 2015, "guideline", superseded=True, newer="New guideline"),
        3: Source(3, "Lost guideline", 2015, "guideline", superseded=True),
    }

    def made(*keys: int) -> Article:
        cited = [item(key) for key in keys]
        claims = [claim("It may help.", *((key, "supports") for key in keys))]
        return article(section("efficacy", claims=claims, citations=cited), sources=sources)

    assert not find("E8", made(1))
    assert messages("E8", made(1, 2, 3)) == [
        "“Old guideline” has been superseded by “New guideline”.",
        "“Lost guideline” has been superseded.",
    ]
    assert {finding.severity for finding in find("E8", made(2))} == {Severity.WARNING}


def test_v1_reviewer() -> None:
    assert not find("V1", signed(approval()))
    assert not find("V1", signed(approval(), authors=(Author(7), Author(8))))
    assert "only author" in messages("V1", signed(approval(), authors=(Author(7),)))[0]
    assert "credentials" in messages("V1", signed(approval(credentials=" ")))[0]
    assert find("V1", signed())
    assert find("V1", signed(approval(role="legal")))


@pytest.mark.parametrize(
    "values, expected",
    [
        ({}, None),
        ({"content_hash": "before"}, "changed since"),
        ({"decision": "changes_requested"}, "asked for changes"),
        ({"valid_until": TODAY - dt.timedelta(days=1)}, "ended on"),
        ({"valid_until": TODAY}, None),
        ({"role": "legal"}, "No clinician"),
    ],
)
def test_v2_exactly_this_text(values: dict[str, object], expected: str | None) -> None:
    found = messages("V2", signed(approval(**values)))
    assert len(found) == bool(expected)
    assert not expected or expected in found[0]


def test_v2_the_latest_decision_counts() -> None:
    assert find("V2", signed(approval(decision="changes_requested"), approval()))
    assert not find("V2", signed(approval(), approval(decision="changes_requested")))


@pytest.mark.parametrize(
    "last, following, severity",
    [
        (dt.date(2026, 1, 1), dt.date(2027, 1, 1), None),
        (dt.date(2026, 1, 1), None, None),
        (dt.date(2026, 1, 1), dt.date(2026, 7, 1), Severity.WARNING),
        (dt.date(2026, 1, 1), dt.date(2026, 5, 31), Severity.BLOCKING),
        (dt.date(2024, 1, 1), dt.date(2030, 1, 1), Severity.BLOCKING),
        (dt.date(2024, 6, 1), dt.date(2030, 1, 1), Severity.WARNING),
        (dt.date(2024, 5, 31), dt.date(2030, 1, 1), Severity.BLOCKING),
        (None, None, Severity.BLOCKING),
    ],
)
def test_v3_review_dates(
    last: dt.date | None, following: dt.date | None, severity: Severity | None
) -> None:
    found = find("V3", article(last_reviewed=last, next_review=following))
    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_t1_without_treatment() -> None:
    assert not find("T1", article(section("no_treatment", "Attacks end by themselves.")))
    assert find("T1", article(section("no_treatment")))
    assert not find("T1", article(kind="lifestyle"))


def test_t2_alternatives() -> None:
    items = text("<ul><li>Triptans</li><li>Beta blockers</li></ul>")
    assert not find("T2", article(section("alternatives", items)))
    assert not find("T2", article(section("alternatives", "Triptans and beta blockers.")))
    assert find("T2", article(section("alternatives", "Triptans")))
    assert find("T2", article())


def test_t3_uncertainty_blocks_for_emerging_therapies() -> None:
    assert not find("T3", article(section("uncertainty", "The best dose."), emerging=True))
    [finding] = find("T3", article(section("overview", "It is not known."), emerging=True))
    assert finding.severity is Severity.BLOCKING
    assert not find("T3", article(section("overview", "The dose is not known.")))
    [finding] = find("T3", article(section("overview", "It is a drug.")))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "language, words",
    [("en", "Talk to your doctor first."), ("es", "Hable con su médico antes.")],
)
def test_t4_shared_decisions(language: str, words: str) -> None:
    assert not find("T4", article(section("overview", words), language=language))
    assert find("T4", article(section("overview", "Ketamina."), language=language))


def test_t5_explained() -> None:
    kinds = ("mechanism", "efficacy", "living_with")
    assert not find("T5", article(*(section(kind, "Words.") for kind in kinds)))
    assert len(find("T5", article())) == 3


def off_label(words: str, *more: object) -> Article:
    made = section("efficacy", claims=[claim(words, (1, "supports"), approval="off_label")])
    return article(made, *more)


def test_o1_off_label_beside_the_claim_and_under_status() -> None:
    status = section("regulatory_status", "Its use for migraine is off-label.")
    assert not find("O1", off_label("It may help (off-label).", status))
    assert len(find("O1", off_label("It may help.", status))) == 1
    assert len(find("O1", off_label("It may help (off-label)."))) == 1
    silent = section("regulatory_status", "It is an anaesthetic.")
    assert find("O1", off_label("It may help (off-label).", silent))[0].section


def test_o2_one_statement_is_enough() -> None:
    made = section("overview", "We use compounded ketamine.")
    said = section("risks", "Compounded ketamine is not approved by the FDA.")
    assert quotes("O2", article(made)) == ["compounded ketamine"]
    assert not find("O2", article(made, said))


TOPICS = (
    ("drug", Topic(1, "Ketamine", "drug", ("Ketamine", "Ketalar"))),
    ("treats", Topic(2, "Migraine", "condition", ("Migraine",))),
)


def test_o3_a_section_that_may_mislead() -> None:
    status = section("regulatory_status", "Ketamine is not approved for migraine.")
    alone = section("summary", "Ketalar is a drip for migraine.")
    marked = section("summary", "Ketamine is used off-label for migraine.")
    assert quotes("O3", article(status, alone, topics=TOPICS)) == ["Ketalar is a drip for migraine"]
    assert not find("O3", article(status, marked, topics=TOPICS))
    assert not find("O3", article(alone, topics=TOPICS)), "nothing says that it is off-label"
    apart = section("summary", "Ketamine is a drug. Migraine is common.")
    assert not find("O3", article(status, apart, topics=TOPICS))


def card(urgency: str, words: str = "<p>Sudden headache.</p>") -> dict[str, object]:
    return block("care_card", {"urgency": urgency, "heading": "Call now if:", "text": words})


def test_s1_help() -> None:
    assert not find("S1", article(section("seek_help", card("emergency"))))
    assert find("S1", article(section("seek_help", card("routine"))))
    assert find("S1", article(section("seek_help", "Get help.")))
    typed = section("seek_help", card("urgent", "<p>Call 911 at once.</p>"))
    assert quotes("S1", article(typed)) == ["911"]
    assert not quotes("S1", article(section("seek_help", card("urgent", "<p>In 112 people</p>"))))


@pytest.mark.parametrize(
    "language, silent, open_",
    [
        ("en", "No conflict.", "The clinics that publish this sell infusions."),
        ("es", "Sin conflictos.", "Las clínicas que publican esto venden infusiones."),
    ],
)
def test_d1_disclosure(language: str, silent: str, open_: str) -> None:
    assert find("D1", article(language=language))
    assert not find("D1", article(language=language, disclosure=silent))
    sold = {"language": language, "publisher_sells_therapy": True}
    assert find("D1", article(disclosure=silent, **sold))
    assert not find("D1", article(disclosure=open_, **sold))


def test_d2_access_may_invite() -> None:
    assert quotes("D2", article(section("overview", "Book your visit."))) == ["Book your visit"]
    assert not find("D2", article(section("access", "Book your visit.")))


def test_d3_a_testimonial_has_a_name() -> None:
    value = {"text": "I felt heard.", "name": "", "consent": True}
    assert find("D3", article(section("overview", block("testimonial", value))))


def test_d3_a_patient_who_is_quoted_claims_no_effect_either() -> None:
    value = {"text": "My migraines are gone.", "attribution": "A patient"}
    assert find("D3", article(section("overview", block("quote", value))))
    expert = {"text": "The pain was better in both groups.", "attribution": "A researcher"}
    assert not find("D3", article(section("overview", block("quote", expert))))


def image(alt: str, **value: object) -> dict[str, object]:
    return block("image", {"image": 1, "alt_text": alt, "decorative": False, **value})


def test_a1_images() -> None:
    assert not find("A1", article(section("overview", image("A quiet room"))))
    assert not find("A1", article(section("overview", image("", decorative=True))))
    assert find("A1", article(section("overview", image(" "))))
    assert find("A1", article(section("overview", image("IMG_2041.jpg"))))
    assert find("A1", article(has_main_image=True))
    assert not find("A1", article(has_main_image=True, main_image_alt="A room"))


def test_a1_links_and_headings() -> None:
    good = '<p>See <a linktype="page" id="1">side effects of ketamine</a>.</p>'
    assert not find("A1", article(section("overview", text(good))))
    for words in ("click here", "aquí", "https://www.example.org/a"):
        bad = f'<p>See <a href="https://www.example.org/">{words}</a>.</p>'
        assert quotes("A1", article(section("overview", text(bad)))) == [words]
    assert find("A1", article(section("overview", text("<h5>Causes</h5><p>Genes.</p>"))))
    nameless = block("subsection", {"heading": " ", "body": [text("Genes.")]})
    assert find("A1", article(section("overview", nameless)))


def test_a2_transcripts() -> None:
    def made(transcript: str) -> Article:
        value = {"url": "https://example.org/v", "title": "A visit", "transcript": transcript}
        return article(section("overview", block("video", value)))

    assert not find("A2", made("<p>We enter a room.</p>"))
    assert find("A2", made("<p></p>"))


def test_m1_codes() -> None:
    def made(*code: str) -> Article:
        return article(topics=(("about", Topic(1, "Migraine", "condition", (), (code,))),))

    assert not find("M1", made("icd-10-cm", "G43.909"))
    assert find("M1", made("icd-10-cm", "migraine"))
    assert find("M1", made("unknown", "1"))
