"""Which item is which."""

from hypothesis import given
from hypothesis import strategies as st

from articles.review.differences.matching import Match, count_of_words, match

items = st.lists(st.sampled_from("abcde"), max_size=8)


def by_letter(before: list[str], after: list[str]) -> list[Match[str]]:
    return match(before, after, keys=[lambda item: item])


@given(items, items)
def test_every_item_of_both_is_there_once(before: list[str], after: list[str]) -> None:
    found = by_letter(before, after)
    assert sorted(pair.before for pair in found if pair.before) == sorted(before)
    assert [pair.after for pair in found if pair.after] == after


@given(items)
def test_the_same_list_keeps_its_places(same: list[str]) -> None:
    assert by_letter(same, same) == [Match(item, item) for item in same]


def test_only_what_was_moved_is_moved() -> None:
    found = by_letter(list("abcd"), list("dabc"))
    assert [pair.after for pair in found if pair.moved] == ["d"]


def test_a_removed_item_stands_behind_its_neighbour() -> None:
    found = by_letter(list("abc"), list("ac"))
    assert [(pair.before, pair.after) for pair in found] == [("a", "a"), ("b", None), ("c", "c")]


def test_the_most_alike_are_the_same() -> None:
    before = ["Rest in a dark room", "Drink some water"]
    after = ["Drink some cold water", "Something else", "Rest in a quiet dark room"]
    found = match(before, after, keys=[], words=count_of_words)
    assert {(pair.before, pair.after) for pair in found} == {
        ("Drink some water", "Drink some cold water"),
        (None, "Something else"),
        ("Rest in a dark room", "Rest in a quiet dark room"),
    }


def test_items_of_other_groups_are_never_the_same() -> None:
    found = match(["a1"], ["b1"], keys=[lambda item: item[1]], group=lambda item: item[0])
    assert {(pair.before, pair.after) for pair in found} == {("a1", None), (None, "b1")}
