"""How well the rules judge sentences: no lower than the figures in docs/decisions/checks.md."""

from tests.articles.checks.labelled import LANGUAGES, Score, read, scores

PRECISION = 0.9
RECALL = 0.8
OVERALL_PRECISION = 0.95


def test_the_set_is_large_and_has_both_labels_for_every_rule_and_language() -> None:
    labelled = list(read())
    assert len(labelled) >= 150
    for language in LANGUAGES:
        labels = {(entry.rule, entry.found) for entry in labelled if entry.language == language}
        assert labels == {(rule, found) for rule, _ in labels for found in (True, False)}


def test_rules_are_precise_before_they_are_complete() -> None:
    result, mistakes = scores()
    listed = "\n".join(f"{entry.rule} ({entry.language}): {entry.words}" for entry in mistakes)
    for score in result.values():
        assert score.precision >= PRECISION, listed
        assert score.recall >= RECALL, listed
    assert sum(result.values(), Score()).precision >= OVERALL_PRECISION, listed
