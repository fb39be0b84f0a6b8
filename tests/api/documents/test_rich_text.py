"""Delivered text is what the editor sees, in the documented tags and nothing else."""

import html as stdlib_html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.documents.rich_text import Link, Target, format_text, guard, read
from api.documents.rich_text.html import write_html
from api.documents.rich_text.links import safe_href

TARGETS = {
    Link("page", 3): Target(href="https://clinic.example/migraine/", article_id="a-3"),
    Link("section", 3, "s-1"): Target(
        href="https://clinic.example/migraine/#risks", article_id="a-3", section_id="s-1"
    ),
    Link("topic", 7): Target(href="https://clinic.example/t/migraine/", topic="migraine"),
    Link("topic", 8): Target(topic="cluster-headache"),
    Link("document", 5): Target(href="https://cms.example/documents/5/leaflet.pdf"),
    Link("glossary", 1): Target(href="https://clinic.example/g/aura/"),
    Link("page", 9): Target(href="javascript:alert(1)"),
}


def rendered(html):
    return format_text(read(html), resolve=TARGETS.get)


def plain(html):
    return rendered(html).plain


def unguarded(html):
    return write_html(read(html).linked(TARGETS.get))


def text_of(html):
    """The text of well-formed delivered HTML, by other means than the code under test."""
    return stdlib_html.unescape(re.sub(r"<[^>]*>", "", html))


NASTY = [
    "plain",
    "non-breaking\u00a0space, narrow\u202fspace, thin\u2009space",
    "  leading, inner   and trailing  ",
    "tab\tand\nnew line",
    "quotes \" ' “ ” ‘ ’ « »",
    "a < b > c & d &amp; e &lt;p&gt; &nbsp; &#160; &copy",
    "<script>alert(1)</script> as words",
    "]]> <!-- not a comment --> <![CDATA[ x ]]> <?php ?>",
    "👩\u200d⚕️ 🏳️\u200d🌈 1️⃣ 🇪🇸",
    "שלום עולם مرحبا \u200fRTL\u200e \u202bembedded\u202c \u2067isolated\u2069",
    "می\u200cخواهم क्\u200dष",
    "e\u0301 ≠ é, Å (Ångström) K",
    "µg · 0.2 mg/kg · ≥ 50 % · Na⁺ · α₂δ · ½",
    "soft\u00adhyphen, word\u2060joiner, zero\u200bwidth, BOM \ufeff inside",
    "\ufeffmark first",
    "noncharacter \ufffe and private \ue000 and \U0010fffd",
    "control \x01 \x0b \x1f \x7f \x85 characters",
    "line\u2028separator\u2029paragraph",
    "ﷺ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ｆｕｌｌ",
    "{{ template }} {% tag %} ${x} \\n \\u0041 %00 %s",
]


@pytest.mark.parametrize("text", NASTY)
def test_text_survives_character_by_character(text):
    stored = f'<p data-block-key="k">{stdlib_html.escape(text, quote=False)}</p>'
    out = rendered(stored)
    assert out == f"<p>{stdlib_html.escape(text, quote=False)}</p>"
    assert plain(stored) == text


@pytest.mark.parametrize("text", NASTY)
def test_text_survives_in_every_place(text):
    escaped = stdlib_html.escape(text, quote=False)
    stored = (
        f"<ul><li><b>{escaped}</b><ol><li>{escaped}</li></ol></li></ul>"
        f'<p><i>{escaped}</i><a linktype="page" id="3">{escaped}</a></p>'
    )
    assert rendered(stored) == (
        f"<ul><li><strong>{escaped}</strong><ol><li>{escaped}</li></ol></li></ul>"
        f"<p><em>{escaped}</em>"
        f'<a href="https://clinic.example/migraine/" data-article-id="a-3">{escaped}</a></p>'
    )


@pytest.mark.parametrize(
    ("stored", "delivered"),
    [
        ("<p>a&nbsp;b</p>", "<p>a\u00a0b</p>"),
        ("<p>&eacute;&#8364;&#x1F600;&hellip;</p>", "<p>é€😀…</p>"),
        ("<p>&amp;lt;b&amp;gt; &amp;nbsp;</p>", "<p>&amp;lt;b&amp;gt; &amp;nbsp;</p>"),
        ("<p>1 < 2 && 3 > 2</p>", "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>"),
        ("<p>a\r\nb&#13;c</p>", "<p>a\nb\nc</p>"),
        ("<p>a\x00b</p>", "<p>a\ufffdb</p>"),
    ],
)
def test_entities_become_the_characters_they_stand_for(stored, delivered):
    assert rendered(stored) == delivered


@pytest.mark.parametrize(
    ("stored", "delivered"),
    [
        ("", ""),
        (" \n ", ""),
        ("<p></p><p> </p><p><br/></p><ul></ul><ul><li></li></ul>", ""),
        ("<p>a<br/>b<br/>c</p>", "<p>a<br>b<br>c</p>"),
        ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<p><b>a<i>b</i></b>c</p>", "<p><strong>a<em>b</em></strong>c</p>"),
        ("<p><b>a<strong>b</strong>c</b></p>", "<p><strong>abc</strong></p>"),
        ("<p>H<sub>2</sub>O 10<sup>3</sup></p>", "<p>H<sub>2</sub>O 10<sup>3</sup></p>"),
        ("<strong><p>a</p><p>b</p></strong>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("no paragraph", "<p>no paragraph</p>"),
        ("<h2>a</h2><blockquote>b</blockquote><hr/>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "<ul><li>a<ul><li>b</li></ul>c</li></ul>"),
        ("<ul><ul><li>a</li></ul></ul>", "<ul><li><ul><li>a</li></ul></li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ul>\n <li>a</li>\n <li>b</li>\n</ul>\n", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a<ul><li>b</ul>c", "<p>a</p><ul><li>b</li></ul><p>c</p>"),
        ("<li>a</li>", "<p>a</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a</p><p>b</p>"),
        ("<p><u>a</u><span>b</span><code>c</code><x-y>d</x-y></p>", "<p>abcd</p>"),
    ],
)
def test_structure_is_regular_whatever_is_stored(stored, delivered):
    assert rendered(stored) == delivered


@pytest.mark.parametrize(
    "stored",
    [
        "<p>a<!-- secret -->b</p>",
        "<p>a<script>secret('</p>')</script>b</p>",
        "<p>a<style>secret{}</style>b</p>",
        "<p>a<template><b>secret</b></template>b</p>",
        "<p>a<svg onload='secret'><text>secret</text></svg>b</p>",
        "<p>a<math><mtext>secret</mtext></math>b</p>",
        "<p>a<iframe srcdoc='secret'>secret</iframe>b</p>",
        "<p>a<noscript>secret</noscript>b</p>",
        "<p>a<textarea>secret</textarea>b</p>",
        "<p>a<select><option>secret</option></select>b</p>",
        '<p>a<embed embedtype="media" url="https://secret.example"/>b</p>',
        '<p>a<embed embedtype="image" id="1" alt="secret"/>b</p>',
        "<p>a<img src=x onerror=secret>b</p>",
        "<p onclick='secret' style='secret' class='secret' id='secret' title='secret'>ab</p>",
        "<p lang='secret' dir='secret'>ab</p>",
        "<p>a<?php secret ?>b</p>",
        "<meta charset=utf-16><base href='secret'><p>ab</p>",
    ],
)
def test_what_is_no_text_is_removed(stored):
    assert rendered(stored) == "<p>ab</p>"
    assert plain(stored) == "ab"


def test_links_to_ours_say_what_they_point_at():
    assert rendered('<p><a linktype="page" id="3">x</a></p>') == (
        '<p><a href="https://clinic.example/migraine/" data-article-id="a-3">x</a></p>'
    )
    assert rendered('<p><a linktype="section" id="3" section="s-1">x</a></p>') == (
        '<p><a href="https://clinic.example/migraine/#risks" data-article-id="a-3"'
        ' data-section-id="s-1">x</a></p>'
    )
    assert rendered('<p><a linktype="topic" id="7">x</a></p>') == (
        '<p><a href="https://clinic.example/t/migraine/" data-topic="migraine">x</a></p>'
    )
    assert rendered('<p><a linktype="topic" id="8">x</a></p>') == (
        '<p><a data-topic="cluster-headache">x</a></p>'
    )
    assert rendered('<p><a linktype="document" id="5">x</a></p>') == (
        '<p><a href="https://cms.example/documents/5/leaflet.pdf">x</a></p>'
    )


def test_link_types_of_a_host_are_resolved_like_ours():
    assert rendered('<p><a linktype="glossary" id="1">x</a></p>') == (
        '<p><a href="https://clinic.example/g/aura/">x</a></p>'
    )


@pytest.mark.parametrize(
    "attributes",
    [
        'linktype="page" id="4"',
        'linktype="page" id="9"',
        'linktype="page"',
        'linktype="page" id="-3"',
        'linktype="page" id="٣"',
        'linktype="page" id="3.0"',
        'linktype="page" id="99999999999999999999"',
        'linktype="unknown" id="3"',
        'linktype="" id="3" href="https://a.example/"',
        'href="javascript:alert(1)"',
        'href=" JaVa&#10;Script&#58;alert(1)"',
        'href="&#1;javascript:alert(1)"',
        'href="data:text/html,x"',
        'href="vbscript:x"',
        'href="file:///etc/passwd"',
        'href="//evil.example/"',
        'href="/\\evil.example/"',
        'href="/&#9;/evil.example/"',
        'href="relative/path"',
        'href="https:"',
        'href="https:evil.example"',
        'href="http://exa mple.com/"',
        'href="http://1.2.3.4.5/"',
        'href="https://a.example:99999/"',
        'href="#"',
        'href=""',
        'name="x"',
        "",
    ],
)
def test_dead_and_dangerous_links_keep_their_text_only(attributes):
    assert rendered(f"<p>a <a {attributes}><b>text</b></a> b</p>") == (
        "<p>a <strong>text</strong> b</p>"
    )


@pytest.mark.parametrize(
    ("href", "delivered"),
    [
        ("https://a.example/?x=1&amp;y=2#z", 'href="https://a.example/?x=1&amp;y=2#z" {rel}'),
        ("HTTP://a.example/", 'href="HTTP://a.example/" {rel}'),
        ("https://münchen.example/ä", 'href="https://münchen.example/ä" {rel}'),
        (" https://a.example/ ", 'href="https://a.example/" {rel}'),
        ("https://a.example/&quot;&lt;>'", 'href="https://a.example/&quot;&lt;&gt;\'" {rel}'),
        ("https://a.example/&nbsp;", 'href="https://a.example/\u00a0" {rel}'),
        ("mailto:help@clinic.example", 'href="mailto:help@clinic.example"'),
        ("tel:+34600000000", 'href="tel:+34600000000"'),
        ("/about/", 'href="/about/"'),
        ("#risks", 'href="#risks"'),
    ],
)
def test_addresses_an_editor_typed_are_kept(href, delivered):
    anchor = delivered.format(rel='rel="noopener noreferrer"')
    assert rendered(f'<p><a href="{href}">x</a></p>') == f"<p><a {anchor}>x</a></p>"


def test_a_link_holds_its_marks_and_neighbouring_links_stay_two():
    assert rendered(
        '<p><b>a<a href="/x">b</a></b><a href="/x">c<i>d</i></a><a href="/x">e</a></p>'
    ) == (
        '<p><strong>a</strong><a href="/x"><strong>b</strong></a>'
        '<a href="/x">c<em>d</em></a><a href="/x">e</a></p>'
    )


def test_links_across_blocks_are_closed_with_each():
    assert rendered('<a href="/x"><p>a</p><ul><li>b</li></ul></a>') == (
        '<p><a href="/x">a</a></p><ul><li><a href="/x">b</a></li></ul>'
    )


def test_a_failing_lookup_is_not_swallowed():
    def fail(link):
        raise LookupError(link)

    with pytest.raises(LookupError):
        format_text(read('<p><a linktype="page" id="3">x</a></p>'), resolve=fail)


def test_references_are_exactly_what_is_asked_for():
    stored = (
        '<p><a linktype="page" id="3">a</a><A ID=7 LINKTYPE=topic>b</A>'
        "<a linktype='section' id='3' section='s'>c</a><a href='/x'>d</a>"
        '<a linktype="page" id="x">e</a><!-- <a linktype="page" id="4"> --></p>'
    )
    asked = set()

    def note(link):
        asked.add((link.linktype, link.id))

    format_text(read(stored), resolve=note)
    assert read(stored).references() == asked == {("page", 3), ("topic", 7), ("section", 3)}
    assert read("<p>nothing</p>").references() == set()


def test_plain_text_keeps_paragraphs_and_items_apart():
    stored = "<p>a <b>b</b><br/>c</p><ul><li>d<ol><li>e</li></ol></li><li>f</li></ul><p>g</p>"
    assert plain(stored) == "a b\nc\n\nd\ne\nf\n\ng"


@pytest.mark.parametrize(
    "opening",
    ["<b>", "<ul><li>", "<div>", "<p>", "<a href=/x>", "<svg>", "<font>", "<table><tr><td>"],
)
def test_hostile_nesting_ends_and_keeps_the_text(opening):
    stored = "<p>before</p>" + opening * 10_000 + "text"
    out = rendered(stored)
    assert out.startswith("<p>before</p>")
    assert ("text" in out) == (opening != "<svg>")
    assert len(out) < 300
    assert guard(out) == out


def test_hostile_nesting_with_words_at_every_level_stays_shallow():
    out = rendered("<ul><li>w<b>" * 4_000)
    assert text_of(out) == "w" * 4_000
    assert guard(out) == out


def test_an_article_of_200_kilobytes_survives():
    words = "Café\u00a0— 0.2 mg/kg <b>&amp;</b> 👩\u200d⚕️ שלום. "
    stored = "".join(f"<p>{number} {words}</p>" for number in range(3500))
    assert len(stored.encode()) > 200_000
    expected = "".join(
        f"<p>{number} {words}</p>".replace("<b>", "<strong>").replace("</b>", "</strong>")
        for number in range(3500)
    )
    assert rendered(stored) == expected


# Carriage returns become new lines, NUL cannot be stored, a lone surrogate is no character.
words = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]))
inline = st.recursive(
    words.map(lambda text: (stdlib_html.escape(text), text)),
    lambda parts: st.tuples(
        st.sampled_from(
            ["b", "i", "sup", "sub", "a href='/x'", "a linktype='page' id='3'", "a", "u", "span"]
        ),
        st.lists(parts, max_size=4),
    ).map(
        lambda pair: (
            f"<{pair[0]}>{''.join(html for html, _ in pair[1])}</{pair[0].split()[0]}>",
            "".join(text for _, text in pair[1]),
        )
    ),
    max_leaves=12,
)
blocks = st.tuples(st.sampled_from(["p", "ul", "h2"]), st.lists(inline, min_size=1, max_size=4))


@given(st.lists(blocks, max_size=4))
def test_no_character_of_an_article_is_lost(article):
    stored, expected = "", ""
    for tag, parts in article:
        inner = "".join(html for html, _ in parts)
        text = "".join(text for _, text in parts)
        stored += f"<ul><li>{inner}</li></ul>" if tag == "ul" else f"<{tag}>{inner}</{tag}>"
        # A block of nothing but white space is not delivered: nobody sees it.
        expected += text if text.strip(" \t\n\f") else ""
    assert text_of(rendered(stored)) == expected


FRAGMENTS = (
    "<p>|</p>|<b>|</b>|<i>|</i>|<em>|<strong>|</strong>|<ul>|</ul>|<ol>|</ol>|<li>|</li>|<br/>|"
    "<a linktype='page' id='3'>|<a linktype='page' id='4'>|<a href='https://a.example/?a&b'>|"
    "<a href='javascript:x'>|</a>|<script>|</script>|<style>|</style>|<!--|-->|<svg>|</svg>|"
    "<math>|<title>|</title>|<table>|<td>|</table>|<select>|<option>|<textarea>|</textarea>|"
    "<template>|<noscript>|<plaintext>|<frameset>|</body>|</html>|<form>|<button>|<h1>|<pre>\n|"
    "<div onclick='x'>|</div>|<img src=x onerror=y>|<embed embedtype='media'/>|&nbsp;|&lt;|&|<|>|"
    'text| |\n|\u00a0|😀|\'|"|<a href="|<![CDATA[|]]>|<?x|</|<sup>|</sup>|<sub>|</sub>'
).split("|")


@given(
    st.one_of(
        st.text(),
        st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4))).map("".join),
    )
)
def test_the_last_guard_never_finds_anything_to_remove(stored):
    raw = unguarded(stored)
    assert guard(raw) == raw
    assert rendered(stored) == raw
    assert set(re.findall(r"</?([a-z]+)", raw)) <= {
        *("a", "br", "em", "li", "ol", "p", "strong", "sub", "sup", "ul")
    }


@given(st.one_of(st.text(), st.from_regex(r"(?i)(https?|mailto|tel|javascript):.*")))
def test_every_address_that_leaves_is_one_the_guard_allows(url):
    safe = safe_href(url)
    if safe is not None:
        assert re.match(r"(?i)https?://|mailto:|tel:|/(?![/\\])|#.", safe)
        assert safe_href(safe) == safe
