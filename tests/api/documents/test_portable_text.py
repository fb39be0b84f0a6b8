"""Portable Text is the same text as the HTML, for the renderer that front ends use too."""

import html as stdlib_html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.clinic_values.marks import without_marks
from api.documents.clinic_values.slots import finish
from api.documents.rich_text import FormattedText, Target, read
from api.documents.rich_text import format_text as format_stored
from api.documents.rich_text.text import Block, Paragraph, Run
from tests import javascript
from tests.api.documents.test_rich_text import FRAGMENTS, TARGETS


@pytest.fixture(scope="module")
def to_html() -> Iterator[Callable[[Any], str]]:
    with javascript.Script("portable_text_to_html.js") as script:
        yield script


def format_text(stored: str) -> FormattedText:
    return format_stored(read(stored), resolve=TARGETS.get)


def portable_text(stored: str) -> list[dict[str, Any]]:
    return format_text(stored).portable_text


def block(key: str, *children: dict[str, Any], **members: Any) -> dict[str, Any]:
    known = {"_type": "block", "_key": key, "style": "normal", "markDefs": []}
    return {**known, "children": list(children), **members}


def span(number: int, text: str, *marks: str) -> dict[str, Any]:
    return {"_type": "span", "_key": f"s{number}", "text": text, "marks": list(marks)}


def meaning(html: str) -> list[Any]:
    """What HTML says, whatever order its marks are nested in."""
    text = read(html).linked(TARGETS.get)
    return list(_said(text.blocks, text.targets))


def _said(blocks: Sequence[Block], targets: Mapping[int, Target], tag: str = "p") -> Iterator[Any]:
    """The tags and the runs of these blocks; `tag` is a paragraph's, and blank in an item."""
    for each in blocks:
        if isinstance(each, Paragraph):
            yield from [f"<{tag}>"] if tag else ()
            yield from _runs(each.runs, targets)
            yield from [f"</{tag}>"] if tag else ()
            continue
        yield f"<{each.kind}>"
        for item in each.items:
            yield "<li>"
            yield from _said(item.blocks, targets, "")
            yield "</li>"
        yield f"</{each.kind}>"


def _runs(runs: Sequence[Run], targets: Mapping[int, Target]) -> list[Any]:
    said: list[Any] = []
    for words, marks, link in runs:
        if words is None:
            said.append("<br>")
            continue
        style = (frozenset(marks), None if link is None else targets[link].href)
        if said and isinstance(said[-1], tuple) and said[-1][1:] == style:
            words = said.pop()[0] + words
        # In HTML line feeds are spaces, and as many as there are count as one.
        said.append((re.sub(r"[ \t\n\f\r]+", " ", words), *style))
    return said


def test_paragraphs_marks_and_breaks() -> None:
    stored = '<p data-block-key="k1">a <b>b<i>c</i></b><br/>H<sub>2</sub></p><p>d</p>'
    first, second = portable_text(stored)
    assert first == block(
        "k1",
        span(0, "a "),
        span(1, "b", "strong"),
        span(2, "c\n", "strong", "em"),
        span(3, "H"),
        span(4, "2", "sub"),
    )
    assert second == block("98dd4acc", span(0, "d"))


def test_links_are_defined_beside_their_block() -> None:
    [found] = portable_text(
        '<p data-block-key="k">See <a linktype="section" id="3" section="s-1">the <b>risks</b></a>,'
        ' <a href="https://a.example/">this</a>, <a linktype="topic" id="8">that</a> and'
        ' <a linktype="page" id="4">nothing</a></p>'
    )
    nowhere = {"article_id": None, "section_id": None, "topic": None}
    assert found["markDefs"] == [
        {
            **nowhere,
            "_type": "link",
            "_key": "m0",
            "href": "https://clinic.example/migraine/#risks",
            "rel": None,
            "article_id": "a-3",
            "section_id": "s-1",
        },
        {
            **nowhere,
            "_type": "link",
            "_key": "m1",
            "href": "https://a.example/",
            "rel": "noopener noreferrer",
        },
        {**nowhere, "_type": "reference", "_key": "m2", "topic": "cluster-headache"},
    ]
    assert [
        (child["text"], [without_marks(each) for each in child["marks"]])
        for child in found["children"]
    ] == [
        ("See ", []),
        ("the ", ["m0"]),
        ("risks", ["strong", "m0"]),
        (", ", []),
        ("this", ["m1"]),
        (", ", []),
        ("that", ["m2"]),
        (" and nothing", []),
    ]


def items(stored: str) -> list[tuple[str, str, int]]:
    return [
        (each["children"][0]["text"], each.get("listItem", ""), each.get("level", 0))
        for each in portable_text(stored)
    ]


def test_lists_are_items_with_a_level() -> None:
    stored = "<p>a</p><ul><li>b<ol><li>c</li><li>d</li></ol></li><li>e</li></ul><p>f</p>"
    assert items(stored) == [
        ("a", "", 0),
        ("b", "bullet", 1),
        ("c", "number", 2),
        ("d", "number", 2),
        ("e", "bullet", 1),
        ("f", "", 0),
    ]


def test_text_after_an_inner_list_is_an_item_of_its_own() -> None:
    assert items("<ul><li>a<ul><li>b</li></ul>c</li></ul>") == [
        ("a", "bullet", 1),
        ("b", "bullet", 2),
        ("c", "bullet", 1),
    ]


def test_a_list_inside_an_item_without_text_takes_its_place() -> None:
    assert items("<ul><ol><li>a</li></ol></ul><ul><li>b</li></ul>") == [
        ("a", "number", 1),
        ("b", "bullet", 1),
    ]


def keys(stored: str) -> list[str]:
    return [each["_key"] for each in portable_text(stored)]


def test_a_block_keeps_its_key_over_edits() -> None:
    before = keys('<p data-block-key="k1">a</p><ul><li data-block-key="k2">b</li></ul><p>c</p>')
    after = keys(
        '<p data-block-key="k0">new</p><p>loose</p><p data-block-key="k1">a, changed</p>'
        '<p>c</p><ul><li data-block-key="k2"><b>b</b>, changed</li></ul>'
    )
    assert before[:2] == ["k1", "k2"]
    assert set(before) < set(after)


def test_keys_are_unique_whatever_is_stored() -> None:
    stored = (
        '<p data-block-key="k">a</p><p data-block-key="k">b</p><p>c</p><p>c</p>'
        '<p data-block-key="&quot; x">d</p>'
        '<ul><li data-block-key="k-2">e<ul><li>f</li></ul>g</li></ul>'
    )
    found = keys(stored)
    assert found[:2] == ["k", "k-2"]
    assert len(found) == 8
    assert max(Counter(found).values()) == 1
    assert found == keys(stored)


STORED = [
    "<p>a <b>b</b> <i>c <b>d</b></i><b>e</b></p>",
    "<p>two  spaces,\ta tab,\na line feed, \u00a0 and ' \" &lt;b&gt; &amp;amp;</p>",
    "<p><br/>a<br/><br/><b>b<br/></b></p>",
    "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul><ol><li>e</li></ol>",
    '<p>a<a linktype="topic" id="8">b<sup>c</sup></a><a href="/x?a=1&amp;b=%22">d</a></p>',
]


ToHtml = Callable[[Any], str]


@pytest.mark.parametrize("stored", STORED)
def test_rendered_it_is_the_delivered_html(stored: str, to_html: ToHtml) -> None:
    text = format_text(stored)
    assert meaning(to_html(text.portable_text)) == meaning(text)


words = st.text("ab <&'\"\u00a0é😀", min_size=1, max_size=6).map(lambda text: f"x{text}")
runs = st.tuples(
    words, st.sets(st.sampled_from(["b", "i", "sup", "sub"])), st.sampled_from([None, "/x", "/y"])
)


def written(run: tuple[str, set[str], str | None]) -> str:
    text, marks, href = run
    html = stdlib_html.escape(text, quote=False)
    for mark in sorted(marks):
        html = f"<{mark}>{html}</{mark}>"
    return f'<a href="{href}">{html}</a>' if href else html


lines = st.lists(runs, min_size=1, max_size=5).map(lambda found: "".join(map(written, found)))
lists = st.recursive(
    st.tuples(
        st.sampled_from(["ul", "ol"]), st.lists(lines.map(lambda line: (line, "")), min_size=1)
    ),
    lambda inner: st.tuples(
        st.sampled_from(["ul", "ol"]),
        st.lists(st.tuples(lines, st.one_of(st.just(""), inner)), min_size=1, max_size=4),
    ),
    max_leaves=4,
)


def as_list(found: Any) -> str:
    if not found:
        return ""
    kind, items = found
    inner = "".join(f"<li>{line}{as_list(each)}</li>" for line, each in items)
    return f"<{kind}>{inner}</{kind}>"


# Between two lists stands a paragraph: Portable Text knows no border between lists of a kind.
articles = st.lists(
    st.tuples(lines.map("<p>{}</p>".format), st.one_of(st.just(""), lists.map(as_list))),
    max_size=4,
).map(lambda parts: "".join(paragraph + rest for paragraph, rest in parts))


@settings(deadline=None)
@given(stored=articles)
def test_rendered_it_is_the_delivered_html_of_any_article(stored: str, to_html: ToHtml) -> None:
    text = format_text(stored)
    assert meaning(to_html(text.portable_text)) == meaning(text)


def delivered(built: Any) -> Any:
    """What a document delivers of what is built, marks and all."""
    written = json.dumps(built, ensure_ascii=False, separators=(",", ":"))
    return json.loads(finish(written.encode()).body)


def runs_of(html: str) -> list[Any]:
    """The text of HTML with its marks and links, without what it stands in."""
    return [each for each in meaning(html) if isinstance(each, tuple)]


@settings(deadline=None)
@given(
    stored=st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4))).map("".join),
)
def test_no_text_is_lost_whatever_is_stored(stored: str, to_html: ToHtml) -> None:
    text = format_text(stored)
    assert runs_of(to_html(delivered(text.portable_text))) == runs_of(delivered(str(text)))
