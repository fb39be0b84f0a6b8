"""Formatted text as plain pieces."""

from articles.checks.html_text import pieces


def test_inline_marks_do_not_divide_words() -> None:
    [piece] = pieces("<p>It can<b>not</b> be <i>cured</i>, they  say.</p>")
    assert piece.text == "It cannot be cured, they say."


def test_paragraphs_and_items_are_pieces_with_their_places() -> None:
    found = pieces("<p>It does not:</p><ul><li>cure</li><li>harm</li></ul><p>End.</p>")
    assert [(p.tag, p.text, p.offset, p.lead) for p in found] == [
        ("p", "It does not:", 0, ""),
        ("li", "cure", 13, "It does not:"),
        ("li", "harm", 18, "It does not:"),
        ("p", "End.", 23, ""),
    ]


def test_a_list_continues_the_text_before_it() -> None:
    [piece] = pieces("<ul><li>cure</li></ul>", lead="It does not:")
    assert piece.lead == "It does not:"


def test_links_know_their_place() -> None:
    [piece] = pieces('<p>See <a linktype="page" id="3">the risks</a> first.</p>')
    [link] = piece.links
    assert piece.text[link.start : link.end] == "the risks"
    assert link.attrs == {"linktype": "page", "id": "3"}


def test_plain_words_and_nothing() -> None:
    assert [piece.text for piece in pieces("Only  words")] == ["Only words"]
    assert pieces(" ") == pieces("<p></p>") == []
