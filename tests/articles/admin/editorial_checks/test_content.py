"""How findings are arranged for the panel, without a database."""

from typing import Any

from articles.admin.editorial_checks.content import (
    LONGEST_QUOTE,
    PanelContent,
    build_panel,
)
from articles.checks.content import Article, Override
from articles.checks.running import check_article
from articles.problems import Problem
from tests.articles.checks.building import TODAY, article, block, item, section

RULES = ["C1", "L3", "L5", "V2", "R1"]


def panel(made: Article, *rules: str) -> PanelContent:
    return build_panel(made, check_article(made, only=rules or RULES))


def shape(content: PanelContent) -> list[tuple[str, list[str]]]:
    """Each group with the rules of its issues."""
    return [
        (group.section.kind if group.section else "article", [i.rule.id for i in group.issues])
        for group in content.groups
    ]


def test_groups_are_the_article_and_its_sections_those_that_block_first() -> None:
    made = article(
        section("overview", "She suffers from migraine."),
        section("side_effects", "The CGRP is low. It is guaranteed."),
        section("risks", "Some suffer from pain. It is a miracle."),
    )
    assert shape(panel(made, "C1", "L3", "L5", "V2")) == [
        ("article", ["V2"]),
        ("side_effects", ["C1", "L3"]),
        ("risks", ["C1", "L5"]),
        ("overview", ["L5"]),
    ]


def test_findings_of_one_rule_in_one_section_are_one_issue() -> None:
    made = article(section("overview", "It is guaranteed. It is a miracle. It is risk-free."))
    (group,) = panel(made, "C1").groups
    (issue,) = group.issues
    assert [o.excerpt and o.excerpt.quote for o in issue.occurrences] == [
        "guaranteed",
        "miracle",
        "risk-free",
    ]
    assert (group.blocking, group.warnings) == (3, 0)


def test_counts_are_of_findings() -> None:
    made = article(
        section("side_effects", "She suffers from it. It is guaranteed."),
        section("risks", "Some suffer from it. It is a miracle."),
    )
    content = panel(made, "C1", "L5", "R1")
    assert (content.blocking, content.warnings) == (2, 2)


def test_quoted_words_are_shown_with_what_stands_around_them() -> None:
    words = "Doctors in many countries have told us over the years that this is guaranteed to help."
    (group,) = panel(article(section("overview", f"<p>First.</p><p>{words}</p>")), "C1").groups
    excerpt = group.issues[0].occurrences[0].excerpt
    assert excerpt is not None
    assert excerpt.before.startswith("… ")
    assert words.endswith(excerpt.quote + excerpt.after)
    assert excerpt.before.removeprefix("… ") + excerpt.quote in words


def test_a_long_quotation_is_shortened() -> None:
    long = "word " * 60
    (group,) = panel(article(section("overview", long + "end.")), "L2").groups
    excerpt = group.issues[0].occurrences[0].excerpt
    assert excerpt is not None
    assert len(excerpt.quote) <= LONGEST_QUOTE
    assert " … " in excerpt.quote


def test_keys_are_unique_and_hold_while_words_move() -> None:
    value = {"facts": [item({"label": "A", "text": "It is guaranteed."})], "heading": ""}
    facts = block("key_facts", value)
    first = section("overview", "It is guaranteed. It is a miracle.", facts)

    def keys(made: Article) -> list[str]:
        groups = panel(made, "C1").groups
        return [o.key for group in groups for issue in group.issues for o in issue.occurrences]

    before = keys(article(first))
    assert len(set(before)) == 3
    paragraph = first["value"]["body"][0]
    paragraph["value"] = "<p>New words at the start.</p>" + paragraph["value"]
    assert keys(article(first)) == before


def test_what_has_no_place_leads_nowhere() -> None:
    made = article(section("overview", "It is guaranteed."))
    places = {
        issue.rule.id: [o.has_place for o in issue.occurrences]
        for group in panel(made, "C1", "V2", "R1").groups
        for issue in group.issues
    }
    assert places == {"V2": [False], "R1": [True, True], "C1": [True]}


def test_overridden_findings_stand_apart_with_their_reason() -> None:
    override = Override(
        id=1,
        rule="C1",
        reason="Quotes the name of a trial.",
        expires_on=TODAY,
        made_by="Ada Example",
    )
    sections = (section("overview", "It is guaranteed."), section("risks", "A miracle."))
    content = panel(article(*sections, overrides=(override,)), "C1", "V2")
    (issue,) = content.overridden
    assert issue.override == override
    assert len(issue.occurrences) == 2
    assert (content.blocking, content.warnings) == (1, 0)
    assert shape(content) == [("article", ["V2"])]


def test_what_publishing_asks_for_is_counted_and_not_said_twice() -> None:
    made = article(section("side_effects", "Dizziness."))
    problem = Problem("sections", "Add the section “Risks”.", "section_missing")
    result = check_article(made, only=["R1", "T1"])
    content = build_panel(made, result, problems=[problem], missing_kinds={"risks"})
    assert [requirement.problem for requirement in content.requirements] == [problem]
    assert shape(content) == [("article", ["T1"])]
    assert (content.blocking, content.warnings) == (1, 1)
    assert shape(build_panel(made, result)) == [("article", ["R1", "T1"])]


def test_rules_that_do_not_know_the_language_are_listed() -> None:
    content = panel(article(section("overview", "Wort."), language="de"), "C1", "L3", "V2")
    assert [rule.id for rule in content.not_checked] == ["C1", "L3"]
    assert not content.is_measured
    assert content.level is None


def test_sections_without_text_have_no_reading_level() -> None:
    content = panel(article(section("overview", "Rest."), section("risks")))
    assert [(found.section.kind, found.level) for found in content.section_levels] == [
        ("overview", None)
    ]


def test_a_few_answering_sections_are_shown_at_first() -> None:
    cited: Any = {"citations": [item(1)]}
    made = article(*(section(kind, "x", **cited) for kind in ("causes", "risks") * 3))
    answer = next(a for a in panel(made).answers if a.question.number == 4)
    assert (len(answer.first), len(answer.further)) == (4, 2)
