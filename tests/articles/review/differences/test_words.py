"""Two texts, word by word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.review.differences.words import Kind, compare_words
from tests.articles.review.differences.building import after_of, before_of, shown

# Few different words, so that texts have much in common; and any text at all.
phrases = st.lists(
    st.sampled_from(["not", "0.5", "mg", "the", "pain", "a", ",", ".", " ", "  ", "\n", "é", "ا"]),
    max_size=40,
).map(" ".join)
texts = st.one_of(phrases, st.text(max_size=60))


@given(texts, texts)
def test_the_segments_are_both_texts_exactly(before: str, after: str) -> None:
    segments = compare_words(before, after)
    assert before_of(segments) == before
    assert after_of(segments) == after
    assert all(segment.text for segment in segments)


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(segment.kind is Kind.EQUAL for segment in compare_words(text, text))


@given(texts, texts)
def test_the_other_way_round_is_the_mirror_image(before: str, after: str) -> None:
    there, back = compare_words(before, after), compare_words(after, before)
    for kind, other in ((Kind.ADDED, Kind.REMOVED), (Kind.REMOVED, Kind.ADDED)):
        assert [s.parts for s in there if s.kind is kind] == [
            s.parts for s in back if s.kind is other
        ]


@given(texts, texts)
def test_neighbours_differ_in_kind_and_removals_come_first(before: str, after: str) -> None:
    kinds = [segment.kind for segment in compare_words(before, after)]
    pairs = list(pairwise(kinds))
    assert all(one is not other for one, other in pairs)
    assert (Kind.ADDED, Kind.REMOVED) not in pairs


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Take one tablet.", "Take two tablets.", "Take [-*one* tablet-]{+*two* tablets+}."),
        ("It hurts", "It hurts.", "It hurts{+.+}"),
        ("Rest helps.", "Rest, in the dark, helps.", "Rest{+, in the dark,+} helps."),
        ("an attack", "an attacks", "an [-attack-]{+attacks+}"),
        ("double-blind trial", "single-blind trial", "[-double-blind-]{+single-blind+} trial"),
        ("", "New words", "{+New words+}"),
        ("Old words", "", "[-Old words-]"),
        ("Two  spaces", "Two spaces", "Two[-  -]{+ +}spaces"),
        ("migraña común", "migraña rara", "migraña [-común-]{+rara+}"),
        # Decomposed accents and vowel signs belong to their words.
        ("cafe\u0301 frío", "cafe frío", "[-cafe\u0301-]{+cafe+} frío"),
        ("شَقِيقَة نادرة", "شَقِيقَة شائعة", "شَقِيقَة [-نادرة-]{+شائعة+}"),
        ("薬を飲む", "薬を飲まない", "薬を飲[-む-]{+まない+}"),
    ],
)
def test_whole_words_change(before: str, after: str, expected: str) -> None:
    assert shown(compare_words(before, after)) == expected


def test_a_rewritten_sentence_is_one_change() -> None:
    before = "Doctors often give people this medicine in the hospital on weekdays."
    after = "Your clinic will offer several newer treatments at the weekend instead today."
    kinds = [segment.kind for segment in compare_words(before, after)]
    assert kinds == [Kind.REMOVED, Kind.ADDED, Kind.EQUAL]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a dose of 0.2 mg/kg", "a dose of 0.5 mg/kg", "a dose of [-*0.2*-]{+*0.5*+} mg/kg"),
        ("5 mg daily", "5 g daily", "5 [-*mg*-]{+*g*+} daily"),
        ("5 mg of it", "5 mg/kg of it", "5 mg{+/*kg*+} of it"),
        ("for 10-20 minutes", "for 10-30 minutes", "for 10-[-*20*-]{+*30*+} minutes"),
        ("for two days", "for two weeks", "for two [-*days*-]{+*weeks*+}"),
        ("It is safe.", "It is not safe.", "It is {+*not* +}safe."),
        ("You should drive.", "You shouldn’t drive.", "You [-should-]{+*shouldn’t*+} drive."),
        ("Es segura.", "No es segura.", "[-Es-]{+*No* es+} segura."),
        ("con receta", "sin receta", "[-con-]{+*sin*+} receta"),
        ("40 % of people", "40 of people", "40 [-*%* -]of people"),
        ("at -5 degrees", "at 5 degrees", "at [-*-5*-]{+*5*+} degrees"),
        ("p < 0.05", "p > 0.05", "p [-*<*-]{+*>*+} 0.05"),
        ("tres días", "cuatro días", "[-*tres*-]{+*cuatro*+} días"),
        # The same in other words, and words that only look like a unit.
        ("It does not help.", "It doesn't help.", "It [-does not-]{+doesn't+} help."),
        ("vitamin c or d", "vitamin d", "vitamin [-c or -]d"),
        ("the pain", "a pain", "[-the-]{+a+} pain"),
    ],
)
def test_numbers_units_and_negations_are_critical(before: str, after: str, expected: str) -> None:
    assert shown(compare_words(before, after)) == expected


def test_a_number_that_stays_within_a_change_is_not_critical() -> None:
    segments = compare_words("Up to 40 people were ill", "Around 40 persons felt unwell")
    assert not any(segment.critical for segment in segments)


def test_a_very_long_text_of_few_words_is_compared() -> None:
    # 200 kB. By looking for the longest match of words alone this would take hours.
    before = "pain and pain " * 15_000
    after = "rest. " + before + "and rest"
    segments = compare_words(before, after)
    assert before_of(segments) == before
    assert after_of(segments) == after
