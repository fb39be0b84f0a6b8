"""Clinic values in finished bytes: where they stand, and what a clinic puts there."""

import json
from collections.abc import Sequence
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest

from api.documents.clinic_values.slots import Finished, finish, finish_article, lay_over
from api.documents.clinic_values.values import (
    Overlay,
    Placing,
    etag_at_clinic,
    facts_of,
    overlay_of,
    readable,
)
from api.documents.formats import build_variants
from api.documents.rich_text import FormattedText, Link, Target, format_text, guard, read
from api.documents.schema import (
    Address,
    ClinicProfile,
    FaqItem,
    RelatedRef,
    RichText,
    RichTextBlock,
    TableCell,
)
from api.documents.search.build import build_search
from api.v1.examples import ARTICLE
from articles.clinic_values import CLINIC_VALUES

PROFILE = ClinicProfile(
    slug="north",
    locale="en",
    name="North Clinic",
    legal_name=None,
    parent=None,
    phone="+12015550123",
    emergency_number="112",
    booking_url="https://north.example.org/book/?a=1&b=2",
    site_url=None,
    address=Address(
        street_address="1 Main Street",
        locality="Springfield",
        region="NJ",
        postal_code="07001",
        country="US",
    ),
    time_zone=None,
    hours=["Mon-Fri 09:00-17:00", "Sat 10:00-12:00"],
    opening_hours=[],
    special_opening_hours=[],
    languages=[],
    logo=None,
    photo=None,
    disclaimer="Ask us.\nNo advice.",
    call_to_action_label="Book a talk",
)
HOSTILE = [
    '"</script><img src=x onerror=alert(1)>',
    'O\'Neill & Sons <b>"best"</b>',
    '\\" } , \\u0022',
    "a\x00b\x07c\x1bd",
    "\u202eevil\u202c \u2066x\u2069",
    "مركز \u200fالصداع",
    "\U0001f9e0 Clinic \U0001f3f3\ufe0f\u200d\U0001f308",
    "\ufdd0tphone\ufdd1x\ufdd2",
    "line\u2028two\u2029three\r\nfour",
    "&lt;script&gt;",
    "{{ x }} ${x} %s \\n",
    "javascript:alert(1)",
]


IDS = [f"{number}" * 8 + "-0000-4000-8000-000000000000" for number in range(4)]
"""Of articles that are linked to, by page."""
SUBSETS = [tuple(kept) for size in range(4) for kept in combinations(range(3), size)]


def target(link: Link) -> Target | None:
    if link.linktype != "page":
        return None
    href = "" if link.id == 2 else f"https://x.example/{link.id}/?a=>&b=1"
    return Target(href=href, article_id=IDS[link.id], section_id=link.section or "")


def text(html: str) -> FormattedText:
    return format_text(read(html), resolve=target)


def value(name: str, words: str = "your clinic") -> str:
    return f'<a linktype="clinic-value" value="{name}">{words}</a>'


PLAIN = Placing()


def overlay(placing: Placing = PLAIN, **profile: Any) -> Overlay:
    return overlay_of(facts_of(PROFILE.model_copy(update=profile)), placing)


def in_both(html: str, found: Overlay | None = None) -> tuple[str, str]:
    """HTML as it is without a clinic and at one."""
    body, slots = finished = finish(json.dumps(text(html), ensure_ascii=False).encode())
    at_clinic = lay_over(body, finished.slots_text, (found or overlay()).replacements)
    assert all(body[s.start : s.start + s.length] is not None for s in slots)
    return json.loads(body), json.loads(at_clinic)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("name", '<a data-clinic-value="name">North Clinic</a>'),
        ("phone", '<a href="tel:+12015550123" data-clinic-value="phone">+1 201 555 0123</a>'),
        (
            "booking_url",
            '<a href="https://north.example.org/book/?a=1&amp;b=2" rel="noopener noreferrer"'
            ' data-clinic-value="booking_url">your clinic</a>',
        ),
        (
            "address",
            '<a data-clinic-value="address">1 Main Street, 07001 Springfield, NJ</a>',
        ),
        ("hours", '<a data-clinic-value="hours">Mon-Fri 09:00-17:00; Sat 10:00-12:00</a>'),
        ("emergency_number", '<a href="tel:112" data-clinic-value="emergency_number">112</a>'),
    ],
)
def test_each_value_without_a_clinic_and_at_one(name: str, said: str) -> None:
    alone, there = in_both(f"<p>Call {value(name)} now.</p>")
    assert alone == f'<p>Call <a data-clinic-value="{name}">your clinic</a> now.</p>'
    assert there == f"<p>Call {said} now.</p>"
    assert set(CLINIC_VALUES) >= {name}


@pytest.mark.parametrize("name", CLINIC_VALUES)
def test_a_clinic_that_lacks_a_value_leaves_the_words(name: str) -> None:
    lacking = overlay(
        phone=None, emergency_number=None, booking_url=None, address=None, hours=[], name=""
    )
    alone, there = in_both(f"<p>{value(name, 'your <b>own</b> clinic')}</p>", lacking)
    assert alone == there == f'<p><a data-clinic-value="{name}">your own clinic</a></p>'


def test_marks_around_a_value_stay_around_it() -> None:
    alone, there = in_both(f"<p><b>Call {value('name')}</b></p>")
    assert alone.replace("your clinic", "North Clinic") == there
    assert "<strong>North Clinic</strong>" in there


def test_a_break_inside_a_value_makes_no_second_one() -> None:
    alone, there = in_both(f"<p>{value('name', 'your<br>clinic')}<br>{value('name')}</p>")
    assert alone.count("data-clinic-value") == there.count("North Clinic") == 2


def test_unknown_values_are_plain_words() -> None:
    assert in_both(f"<p>Fax {value('fax')}.</p>") == ("<p>Fax your clinic.</p>",) * 2


def test_what_is_delivered_passes_the_last_guard_unchanged() -> None:
    for html in in_both("".join(f"<p>{value(name)}</p>" for name in CLINIC_VALUES)):
        assert sorted(guard(html)) == sorted(html)


def test_portable_text_says_where_a_value_leads() -> None:
    [block] = json.loads(
        finish(
            json.dumps(
                text(f"<p>{value('phone')}</p>").portable_text,
                ensure_ascii=False,
                separators=(",", ":"),
            ).encode()
        ).body
    )
    assert block["markDefs"] == [
        {"_type": "clinicValue", "_key": "m0", "name": "phone", "href": None, "rel": None}
    ]
    assert block["children"][0] == {
        "_type": "span", "_key": "s0", "text": "your clinic", "marks": ["m0"],
    }  # fmt: skip


def article(html: str, related: Sequence[RelatedRef] = ()) -> Any:
    said = text(html)
    section = ARTICLE.sections[0].model_copy(
        update={
            "body": [
                RichTextBlock(id="b", html=said),
                FaqItem(id="f", question="Who?", answer=RichText(html=said), health_aspect=None),
            ]
        }
    )
    return ARTICLE.model_copy(
        update={
            "sections": [section],
            "related": list(related),
            "call_to_action": None,
            "clinic": None,
            "disclaimer": None,
        }
    )


def bodies(document: Any, found: Overlay | None) -> dict[str, Any]:
    """Every format of a document, laid over, parsed."""
    finished = {
        "html": finish_article(document.model_dump_json().encode()),
        **build_variants(document),
    }
    return {
        name: json.loads(laid_over(each, found) if found else each.body)
        for name, each in finished.items()
    }


def laid_over(finished: Finished, found: Overlay) -> bytes:
    """The same bytes, whether it is done once or time after time."""
    once = found.over(finished.body, finished.slots_text)
    cut = found.cut(finished.body, finished.slots_text)
    assert [cut.fill(finished.body) for _time in range(2)] == [once, once]
    return once


def words_in(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_every_format_has_the_value_and_nothing_else_differs() -> None:
    document = article(f"<p>Call {value('name', 'NOBODY')} é.</p>")
    alone, there = bodies(document, None), bodies(document, overlay())
    for name in alone:
        assert "\ufdd0" not in words_in(alone[name])
        assert "\ufdd1" not in words_in(there[name])
        assert "NOBODY" in words_in(alone[name])
        assert "NOBODY" not in words_in(there[name])
        assert "North Clinic" in words_in(there[name])
        if name != "json_ld":
            assert there[name].pop("clinic") == "north"
            assert there[name].pop("disclaimer") == "Ask us.\nNo advice."
            assert there[name].pop("call_to_action") == {
                "label": "Book a talk",
                "url": PROFILE.booking_url,
                "phone": "+12015550123",
                "campaign": None,
            }
            for member in ("clinic", "disclaimer", "call_to_action"):
                assert alone[name].pop(member) is None
            assert there[name]["seo"].pop("canonical_url") is None
            alone[name]["seo"].pop("canonical_url")
        assert words_in(alone[name]).replace("NOBODY", "North Clinic") == words_in(there[name])


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_values_are_text_wherever_they_land(hostile: str) -> None:
    document = article("".join(f"<p>{value(name)}</p>" for name in CLINIC_VALUES))
    placing = Placing(hostile, hostile, hostile, "canonical", hostile)
    found = overlay(
        placing,
        name=hostile,
        phone=hostile,
        emergency_number=hostile,
        booking_url=hostile,
        hours=[hostile, hostile],
        disclaimer=hostile,
        call_to_action_label=hostile,
        address=PROFILE.address.model_copy(update={"locality": hostile}),  # type: ignore[union-attr]
    )
    there = bodies(document, found)
    for parsed in there.values():
        assert not {*"\x00\x07\x1b\u202e\u202c\u2066\ufdd0\u2028"} & {*words_in(parsed)}
        assert "javascript:" not in words_in(parsed) or hostile.startswith("javascript:")
    html = "".join(block["html"] for block in there["html"]["sections"][0]["body"][:1])
    assert sorted(guard(html)) == sorted(html)
    assert html.count("<a") == len(CLINIC_VALUES)
    # Nothing of it is an address, nor what readers are sent to.
    assert "href" not in html
    assert there["html"]["call_to_action"] is None
    assert there["html"]["seo"]["canonical_url"] is None


def test_no_script_element_can_be_ended_by_a_value() -> None:
    document = article(f"<p>{value('name')}</p>")
    written = build_variants(document)["json_ld"]
    found = overlay(name="</script><script>alert(1)</script>")
    assert b"</script" not in lay_over(written.body, written.slots_text, found.replacements)


@pytest.mark.parametrize(
    ("placing", "own", "robots", "canonical"),
    [
        (Placing(), "index", "index", None),
        (Placing(), "noindex", "noindex", None),
        (Placing(indexing="noindex"), "index", "noindex", None),
        (
            Placing(indexing="canonical", canonical_url="https://x.example/a/"),
            "index",
            "index",
            "https://x.example/a/",
        ),
    ],
)
def test_the_head_is_as_the_placement_says(
    placing: Placing, own: str, robots: str, canonical: str | None
) -> None:
    document = article("<p>x</p>")
    seo = document.seo.model_copy(
        update={"robots": own, "canonical_url": 'https://e.example/},"search_keywords":'}
    )
    document = document.model_copy(update={"seo": seo})
    for name, parsed in bodies(document, overlay(placing)).items():
        if name != "json_ld":
            assert (parsed["seo"]["robots"], parsed["seo"]["canonical_url"]) == (robots, canonical)


def test_a_placements_call_to_action_comes_before_the_clinics() -> None:
    placing = Placing("Ask about ketamine", "https://k.example/", "spring")
    found = bodies(article("<p>x</p>"), overlay(placing))["html"]["call_to_action"]
    assert found == {
        "label": "Ask about ketamine",
        "url": "https://k.example/",
        "phone": "+12015550123",
        "campaign": "spring",
    }


def test_a_clinic_without_a_label_has_one_in_its_language() -> None:
    found = overlay(locale="es", call_to_action_label=None)
    assert "Reserv" in bodies(article("<p>x</p>"), found)["html"]["call_to_action"]["label"]


def test_a_cells_words_are_the_clinics_too() -> None:
    said = text(f"<p>{value('name')}</p>")
    body, _slots = finished = finish(
        TableCell(text=said.plain, html=said).model_dump_json().encode()
    )
    assert json.loads(body)["text"] == "your clinic"
    there = json.loads(lay_over(body, finished.slots_text, overlay().replacements))
    assert there["text"] == "North Clinic"


def link(number: int, words: str) -> str:
    return f'<a linktype="page" id="{number}" section="s-1">{words}</a>'


def carrying(kept: Sequence[int]) -> Overlay:
    return overlay().carrying(frozenset(IDS[number].replace("-", "") for number in kept))


# Links to articles first and last, side by side, and between what always stays.
PARAGRAPHS = [
    link(0, "one"),
    f"<b>{link(0, 'o<i>n</i>e')}</b>{link(1, 'two')}{link(2, 'three')}",
    f"{value('phone')} {link(0, 'one')}, {link(1, 'two')} <a href='https://a.example/'>x</a>",
    f"<a href='https://a.example/'>x</a> {link(0, 'one')}{value('name')}{link(1, 'two')}",
    f"{link(0, 'on<br>e')} {link(2, 'three')} {link(0, 'again')}",
]


@pytest.mark.parametrize("kept", SUBSETS)
@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_only_links_to_what_the_clinic_carries_stay(paragraph: str, kept: tuple[int, ...]) -> None:
    document = article(f"<p>{paragraph}</p><ul><li>{paragraph}</li></ul>")
    alone, there = bodies(document, None), bodies(document, carrying(kept))
    unlinked = paragraph
    for number in set(range(3)) - set(kept):
        unlinked = unlinked.replace(f'id="{number}"', 'id="dead"')
    expected = bodies(article(f"<p>{unlinked}</p><ul><li>{unlinked}</li></ul>"), carrying(kept))
    assert there["plain"] == expected["plain"]
    said, wanted = ([each["html"]["sections"][0]["body"][0]["html"]] for each in (there, expected))
    # Where a link was, marks may be closed and opened again, which makes no difference.
    assert [each.replace("</strong><strong>", "") for each in said] == [
        each.replace("</strong><strong>", "") for each in wanted
    ]
    for number, key in enumerate(IDS[:3]):
        for name in ("html", "portable_text"):
            assert (key in words_in(there[name])) == (
                number in kept and key in words_in(alone[name])
            )
    blocks = there["portable_text"]["sections"][0]["body"][0]["portable_text"]
    for block in blocks:
        defined = {each["_key"] for each in block["markDefs"]}
        used = {mark for child in block["children"] for mark in child["marks"]}
        assert used - {"strong", "em"} == defined
    assert "\ufdd0" not in words_in([alone, there])


@pytest.mark.parametrize("kept", SUBSETS)
def test_related_holds_what_the_clinic_carries(kept: tuple[int, ...]) -> None:
    hostile = 'x"},{"id":"y","summary":"]}, \\'
    related = [
        ARTICLE.related[0].model_copy(update={"id": UUID(key), "title": hostile, "url": None})
        for key in IDS[:3]
    ]
    document = article("<p>x</p>", related)
    alone, there = bodies(document, None), bodies(document, carrying(kept))
    for name in ("html", "portable_text", "plain"):
        assert [each["id"] for each in alone[name]["related"]] == IDS[:3]
        assert [each["id"] for each in there[name]["related"]] == [IDS[number] for number in kept]
        assert {each["title"] for each in there[name]["related"]} <= {hostile}
        assert there[name]["published_at"] == alone[name]["published_at"]


def test_text_that_looks_like_a_link_stays() -> None:
    forged = f'{{"_type":"link","_key":"m0","article_id":"{IDS[0]}","href":null}},"related":[{{'
    document = article(f"<p>{forged}</p><p>{link(1, forged)}</p>")
    for name, parsed in bodies(document, carrying(())).items():
        assert words_in(parsed).count(IDS[0]) == words_in(bodies(document, None)[name]).count(
            IDS[0]
        )


def test_etags_differ_with_what_is_carried() -> None:
    marks = [carrying(kept).mark for kept in SUBSETS]
    assert len(set(marks)) == len(marks)
    assert carrying(()).mark == overlay().mark
    assert carrying((0, 1)).mark == carrying((1, 0)).mark


def test_a_search_reads_the_words_without_a_clinic() -> None:
    row = build_search(article(f"<p>Call {value('phone')} now.</p>"))
    assert "Call your clinic now." in row.passages


def test_etags_differ_with_everything_that_is_laid_over() -> None:
    marks = [
        overlay().mark,
        overlay(phone="+12015550124").mark,
        overlay(disclaimer="Other").mark,
        *(overlay(Placing()._replace(**{name: "x"})).mark for name in Placing._fields),
    ]
    assert len(set(marks)) == len(marks)
    assert etag_at_clinic("abc", overlay()) == f"abc-c{overlay().mark}"
    assert etag_at_clinic("abc-due-soon", overlay()) == f"abc-c{overlay().mark}-due-soon"


@pytest.mark.parametrize(
    ("number", "read_out"),
    [("+12015550123", "+1 201 555 0123"), ("+34912345678", "+34 912 345 678"), ("112", "112")],
)
def test_numbers_can_be_read_out(number: str, read_out: str) -> None:
    assert readable(number) == read_out
