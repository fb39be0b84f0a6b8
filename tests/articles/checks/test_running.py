"""The registry, the settings, and what comes out of a run."""

from dataclasses import replace

import pytest
from django.test import override_settings
from django.utils import translation

from articles.checks.content import Article
from articles.checks.registry import Hit, Reference, Rule, RuleRegistry, Severity, rules
from articles.checks.running import check_article
from articles.system_checks import check_rule_settings
from tests.articles.checks.building import article, find, section

RULE = Rule(
    id="X1",
    title="No long titles",
    severity=Severity.WARNING,
    check=lambda article, thresholds: (
        [Hit(message="Long.", field="title")] if len(article.title) > thresholds["most"] else []
    ),
    explanation="Short titles are read.",
    cure="Shorten it.",
    source=Reference("House style"),
    thresholds={"most": 10},
)


def ids(made: Article) -> set[str]:
    return {finding.rule for finding in check_article(made).findings}


def test_every_rule_explains_itself_in_both_languages() -> None:
    for rule in rules:
        english = [str(rule.title), str(rule.explanation), str(rule.cure)]
        with translation.override("es"):
            spanish = [str(rule.title), str(rule.explanation), str(rule.cure)]
        assert all(english), rule.id
        assert not set(english) & set(spanish), rule.id
        assert rule.source.name, rule.id


def test_an_id_belongs_to_one_rule() -> None:
    registry = RuleRegistry([RULE])
    registry.register(RULE)
    with pytest.raises(ValueError, match="X1"):
        registry.register(replace(RULE, title="Another"))
    assert [rule.id for rule in registry] == ["X1"]


def test_a_rule_is_turned_off_in_settings() -> None:
    made = article(section("overview", "It cures migraine."))
    assert "C1" in ids(made)
    with override_settings(CLINIC_CONTENT={"CHECKS": {"C1": False}}):
        assert "C1" not in ids(made)


def test_a_threshold_is_changed_in_settings() -> None:
    made = article(section("overview", "One two three four five six."))
    assert not find("L2", made)
    with override_settings(CLINIC_CONTENT={"CHECKS": {"L2": {"sentence_words": 5}}}):
        [finding] = find("L2", made)
    assert finding.message == "This sentence has 6 words."


def test_a_finding_says_where_and_what_to_do() -> None:
    made = article(section("overview", "Read this. It cures migraine.", id="s"))
    [finding] = find("C1", made)
    text = made.sections[0].blocks[0].texts[0]
    assert (finding.section, finding.block) == (made.sections[0].id, text.block)
    assert finding.start is not None
    assert text.text[finding.start : finding.end] == finding.quote == "cures"
    assert finding.severity is Severity.BLOCKING
    assert finding.cure.startswith("Say what was found")


def test_blocking_findings_come_first_each_in_reading_order() -> None:
    made = article(
        section("overview", "Many people suffer from it."),
        section("causes", "It cures migraine."),
        section("symptoms", "It is a miracle."),
    )
    result = check_article(made, only=["C1", "L5"])
    assert [(f.rule, f.quote) for f in result.findings] == [
        ("C1", "cures"),
        ("C1", "miracle"),
        ("L5", "suffer from"),
    ]
    assert [finding.rule for finding in result.blocking] == ["C1", "C1"]


def test_a_language_that_a_rule_does_not_understand_is_reported() -> None:
    made = article(section("overview", "Es heilt Migräne."), language="de")
    result = check_article(made)
    skipped = {entry.rule for entry in result.not_checked}
    assert {"C1", "L1", "L3", "E6"} <= skipped
    assert not skipped & {finding.rule for finding in result.findings}
    assert all(entry.language == "de" for entry in result.not_checked)


def test_a_rule_applies_to_its_kinds_only() -> None:
    assert "R1" in ids(article(kind="therapy"))
    assert "R1" not in ids(article(kind="condition"))


@pytest.mark.parametrize(
    "value, found",
    [
        ({}, []),
        ({"L2": False, "E5": {"years": 15}, "L3": {"known": ["CGRP"]}}, []),
        ([], ["articles.E003"]),
        ({"L99": False}, ["articles.E004"]),
        ({"L2": True}, ["articles.E005"]),
        ({"L2": {"words": 5}}, ["articles.E006"]),
        ({"L2": {"sentence_words": 0}}, ["articles.E007"]),
        ({"L3": {"known": "CGRP"}}, ["articles.E007"]),
        ({"E5": {"years": "ten"}}, ["articles.E007"]),
    ],
)
def test_wrong_settings_are_system_checks(value: object, found: list[str]) -> None:
    with override_settings(CLINIC_CONTENT={"CHECKS": value}):
        assert [message.id for message in check_rule_settings(None)] == found


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("piece", ["1", "a.", "one-", "1 ", "“", "no ", "cures, ", "AB "])
def test_no_text_makes_the_rules_slow(piece: str, language: str) -> None:
    """Found slow once: with patterns whose repetitions had no end these took minutes."""
    check_article(article(section("overview", piece * (40_000 // len(piece))), language=language))


@pytest.mark.parametrize("field", ["seo_title", "search_description", "hero_alt_text"])
def test_what_search_engines_show_promises_no_more_than_the_text(field: str) -> None:
    member = "main_image_alt" if field == "hero_alt_text" else field
    [finding] = find("C1", article(**{member: "Relief. A guaranteed cure."}))
    assert (finding.field, finding.quote) == (field, "guaranteed")
    assert not find("C1", article(**{member: "It cannot be cured."}))
