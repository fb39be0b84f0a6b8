"""What differs between a draft's document and the live one."""

from typing import Any

import pytest

from api.previews.json_html import tree_html
from api.previews.json_tree import Change, Node, build_tree


def at(tree: Node, *names: str | int) -> Node:
    for name in names:
        if isinstance(name, int):
            tree = tree.children[name]
        else:
            [tree] = [child for child in tree.children if child.name == name]
    return tree


def test_equal_documents_differ_in_nothing() -> None:
    document = {"title": "A", "sections": [{"id": "1", "body": []}], "hero_image": None}
    tree = build_tree(document, dict(document))
    assert tree.changes == 0
    assert tree.change is Change.SAME


def test_what_every_publishing_changes_is_no_change_of_the_document_but_within_it_is() -> None:
    draft = {"version": 2, "modified_at": "b", "sections": [{"id": "1", "version": 2}]}
    live = {"version": 1, "modified_at": "a", "sections": [{"id": "1", "version": 1}]}
    tree = build_tree(draft, live)
    assert at(tree, "version").change is Change.SAME
    assert at(tree, "sections", 0, "version").change is Change.CHANGED
    assert tree.changes == 1


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("a", "b", 1),
        (None, "b", 1),
        (1, True, 1),
        (None, {"url": "x", "width": 1}, 1),
        ({"url": "x"}, None, 1),
        ([], ["a", "b"], 2),
        (["a", "b"], ["b"], 2),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, 1),
        ({"a": 1}, {"a": 1, "b": {"c": 1, "d": 2}}, 1),
    ],
)
def test_a_changed_value(before: Any, after: Any, changes: int) -> None:
    assert build_tree({"value": after}, {"value": before}).changes == changes


def test_items_are_the_same_by_their_id_wherever_they_stand() -> None:
    first, second, third = ({"id": name, "text": name} for name in "abc")
    tree = build_tree({"list": [second, first, third]}, {"list": [first, second]})
    found = at(tree, "list")
    assert [child.change for child in found.children] == [
        Change.SAME,
        Change.SAME,
        Change.ADDED,
    ]
    assert found.moved
    assert tree.changes == 2


def test_an_item_that_was_taken_out_is_there_as_removed() -> None:
    first, second = ({"id": name, "text": name} for name in "ab")
    tree = build_tree({"list": [second]}, {"list": [first, second]})
    removed = at(tree, "list", 1)
    assert removed.change is Change.REMOVED
    assert at(removed, "text").value == "a"
    assert tree.changes == 1


def test_without_a_live_document_nothing_is_marked() -> None:
    assert build_tree({"title": "A"}, None).changes == 0


def test_text_is_compared_word_by_word() -> None:
    draft, live = {"title": "It helps few people"}, {"title": "It helps most people"}
    html = tree_html(build_tree(draft, live))
    assert "<del>most</del>" in html
    assert "<ins>few</ins>" in html
    assert "<details" in html
    assert 'class="api-json__name"' in html
    assert "1 change" in html


def test_nothing_in_a_document_becomes_markup() -> None:
    bad = "<script>alert(1)</script>\"'&"
    for live in (None, {}, {bad: "x", "y": [bad]}, {bad: [1]}):
        html = tree_html(build_tree({bad: bad, "y": [bad, {bad: None}]}, live))
        assert "<script" not in html


def test_a_picture_in_the_document_is_shortened() -> None:
    picture = f"data:image/jpeg;base64,{'A' * 40_000}"
    assert len(tree_html(build_tree({"url": picture}, {"url": "https://x"}))) < 3000
