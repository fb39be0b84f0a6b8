"""`/articles/?search=`: what is found, in which order, and how it is shown."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.documents.schema import FaqItem, RichText, RichTextBlock
from api.reading.search import ranking
from api.v1.examples import ARTICLE
from tests.api.factories import make_document, set_state, withdraw
from tests.api.v1.conftest import Get

SECTION = ARTICLE.sections[0]


def article(title: str, text: str = "", *, heading: str = "Heading", **members: Any) -> Any:
    """An article of one section with this text, and nothing else to find."""
    body = [RichTextBlock(id="b", html=text if text.startswith("<") else f"<p>{text}</p>")]
    section = SECTION.model_copy(update={"heading": heading, "body": body})
    shared: dict[str, Any] = {"summary": "", "search_keywords": [], "content": [section]}
    return make_document(title, **{**shared, **members})


def search(get: Get, text: str, **parameters: Any) -> dict[str, Any]:
    response = get(f"articles/?{urlencode({'search': text, **parameters})}")
    assert response.status_code == 200, response.content
    return response.json()


def titles(page: dict[str, Any]) -> list[str]:
    return [item["title"] for item in page["items"]]


def walk(get: Get, path: str) -> list[str]:
    """The titles of all pages from `path` on."""
    found = []
    while path:
        page = get(path).json()
        found += titles(page)
        path = (page["links"]["next"] or "").partition("/api/v1/")[2]
    return found


PLACES: dict[str, dict[str, Any]] = {
    "title": {"title": "Ketamine"},
    "topic": {"topics": ("t",), "text": "Nothing."},
    "other name": {"other_names": ("Megrim",)},
    "keyword": {"search_keywords": ["Hemicrania"]},
    "summary": {"summary": "About lidocaine."},
    "heading": {"heading": "Why propofol"},
    "text": {"text": "Then sumatriptan."},
}


def test_words_are_found_wherever_they_are(get: Get) -> None:
    for place, members in PLACES.items():
        article(**{"title": place, **members})
    words = ("ketamine", "migraine", "megrim", "hemicrania", "lidocaine", "propofol", "sumatriptan")
    expected = ["Ketamine", *list(PLACES)[1:]]
    for word, title in zip(words, expected, strict=True):
        assert titles(search(get, word)) == [title], word


def test_every_kind_of_block_is_searched(get: Get) -> None:
    answer = FaqItem(
        id="f", question="A queer?", answer=RichText(html="<p>An oboe.</p>"), health_aspect=None
    )
    make_document("A", content=[SECTION.model_copy(update={"body": [answer]})])
    make_document("Example")
    assert titles(search(get, "queer oboe")) == ["A"]
    # Of the example with every block: a table's cell, a transcript, a care card.
    for word in ("nurse", "infusion"):
        assert "Example" in titles(search(get, word))
    for no_word in (ARTICLE.sections[0].id, "rich_text", "avif", "strong"):
        assert titles(search(get, no_word)) == [], no_word


def test_better_places_come_first_then_the_newest(get: Get) -> None:
    for place, members in reversed(
        {
            "title": {"title": "Migraine (title)"},
            "topic": {"topics": ("t",)},
            "other name": {"other_names": ("Migraine",)},
            "summary": {"summary": "On migraine."},
            "heading": {"heading": "On migraine"},
            "text, often": {"text": "migraine " * 9},
            "text": {"text": "migraine", "title": "text, newer"},
        }.items()
    ):
        article(**{"title": place, **members})
    article("Older", "migraine")
    page = search(get, "migraine")
    assert titles(page) == [
        "Migraine (title)", "topic", "other name", "summary", "heading", "text, often", "Older",
        "text, newer",
    ]  # fmt: skip
    scores = [item["search"]["score"] for item in page["items"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert titles(search(get, "migraine", order="relevance")) == titles(page)


@pytest.mark.parametrize(
    ("locale", "written", "searched"),
    [
        ("en", "Migraines and treatments", "migraine TREATMENT"),
        ("en", "Ménière’s disease", "meniere"),
        ("en", "Parkinson's disease", "parkinson"),
        ("en", "Parkinson disease", "Parkinson’s"),
        ("en", "COVID-19 vaccines", "covid-19"),
        ("en", "Vitamin B12 and 5-HT", "b12 5-ht"),
        ("en", "Cafe\u0301", "café"),
        ("en", "Søren", "soren"),
        ("en", "头痛是常见的", "头痛"),
        ("es", "Infusiones de ketamina", "infusión"),
        ("es", "La medicación diaria", "medicacion"),
        ("es", "La medicación diaria", "medicaciones"),
        ("es", "Migrañas", "migrana"),
        ("es", "Cirugía", "cirugia"),
    ],
)
def test_case_accents_and_endings_make_no_difference(
    get: Get, locale: str, written: str, searched: str
) -> None:
    article("A", written, locale=locale)
    article("B", "Something else", locale=locale)
    page = search(get, searched, locale=locale)
    assert titles(page) == ["A"]
    assert "<mark>" in page["items"][0]["search"]["highlights"][0]["html"]


def test_all_words_are_wanted_phrases_in_order_and_excluded_ones_not(get: Get) -> None:
    article("A", "side effects of ketamine")
    article("B", "effects on one side of ketamine")
    article("C", "<p>on the side</p><p>effects</p>")
    expected = {
        "side effects": ["C", "B", "A"],
        '"side effects"': ["A"],
        "“side effects”": ["A"],
        '"side effect" ketamine': ["A"],
        "side -ketamine": ["C"],
        'ketamine -"side effects"': ["B"],
        "ketamine -side": [],
        "side nothing": [],
        'side "': ["C", "B", "A"],
        "- side": ["C", "B", "A"],
        "side AND NOT OR * ketamine": ["B", "A"],
        "side* (ketamine)": ["B", "A"],
        "terms:side": [],
        # Words that hold sentences together count in phrases only.
        "what are the effects of ketamine?": ["B", "A"],
        '"effects of ketamine"': ["A"],
    }
    for text, found in expected.items():
        page = search(get, text)
        assert titles(page) == found, text
        assert page["meta"] == {"total_count": len(found), "total_is_exact": True}, text


@pytest.mark.parametrize("text", ["-ketamine", '""', "-", "?!", "* ^ : ( )", "😀", "'"])
def test_without_a_word_to_find_nothing_is_found(get: Get, text: str) -> None:
    article("A", "ketamine")
    assert search(get, text) == {
        "meta": {"total_count": 0, "total_is_exact": True},
        "links": {"next": None, "previous": None},
        "items": [],
    }
    assert search(get, text, order="title")["items"] == []


def test_highlights_are_escaped_and_say_where_they_are_from(get: Get) -> None:
    article(
        "A",
        "<p>" + "word " * 100 + "of 5 &lt; 6 <strong>migraines</strong> &amp; pain "
        + "more " * 100 + "</p>",
        heading="Pain & more",
        summary="Migraine <b>is</b> pain.",
    )  # fmt: skip
    [item] = search(get, "migraine pain")["items"]
    summary, section = item["search"]["highlights"]
    assert summary == {
        "section": None,
        "heading": None,
        "html": "<mark>Migraine</mark> &lt;b&gt;is&lt;/b&gt; <mark>pain</mark>.",
    }
    assert section["section"] == SECTION.id
    assert section["heading"] == "Pain & more"
    assert "of 5 &lt; 6 <mark>migraines</mark> &amp; <mark>pain</mark> more" in section["html"]
    assert section["html"].startswith("… ")
    assert section["html"].endswith(" …")
    assert len(section["html"]) < 300


def test_no_highlight_of_a_title_and_a_heading_where_only_it_has_the_word(get: Get) -> None:
    article("Ketamine", "Nothing")
    article("B", "Nothing", heading="Ketamine first")
    first, second = search(get, "ketamine")["items"]
    assert first["search"]["highlights"] == []
    assert second["search"]["highlights"][0]["html"] == "<mark>Ketamine</mark> first"


def test_without_a_search_the_member_is_null(get: Get) -> None:
    make_document()
    assert get("articles/").json()["items"][0]["search"] is None


def test_combines_with_every_filter(get: Get) -> None:
    article("A", "ketamine", kind="condition", topics=("migraine",))
    article("B", "ketamine", kind="therapy", audience="carers", sections=("risks",))
    article("C", "other", kind="condition")
    expected = {
        "kind=condition": ["A"],
        "audience=carers": ["B"],
        "topic=migraine": ["A"],
        "section=risks": ["B"],
        "review_status=overdue": [],
        "published_at__gte=2000-01-01": ["B", "A"],
        "kind=condition&section=risks": [],
    }
    for filters, found in expected.items():
        page = get(f"articles/?search=ketamine&{filters}").json()
        assert titles(page) == found, filters
        assert page["meta"]["total_count"] == len(found), filters


def test_fields_of_a_search(get: Get) -> None:
    article("A", "ketamine")
    [item] = search(get, "ketamine", fields="title,search.highlights.html")["items"]
    assert item == {
        "title": "A", "search": {"highlights": [{"html": "<mark>ketamine</mark>"}]}
    }  # fmt: skip


def test_other_orders_with_a_search(get: Get) -> None:
    article("Beta ketamine")
    article("Alpha", "ketamine")
    article("Gamma")
    assert titles(search(get, "ketamine", order="title")) == ["Alpha", "Beta ketamine"]
    assert titles(search(get, "ketamine", order="newest")) == ["Alpha", "Beta ketamine"]
    page = search(get, "ketamine", order="title", limit=1)
    assert page["meta"]["total_count"] == 2
    [alpha] = page["items"]
    assert alpha["search"]["highlights"][0]["html"] == "<mark>ketamine</mark>"
    [best, other] = search(get, "ketamine")["items"]
    assert (best["title"], other["search"]) == ("Beta ketamine", alpha["search"])
    assert walk(get, "articles/?search=ketamine&order=title&limit=1") == ["Alpha", "Beta ketamine"]


def test_relevance_needs_a_search(get: Get) -> None:
    response = get("articles/?order=relevance")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "order"
    assert "relevance" not in response.json()["errors"][0]["allowed"]


def test_locale_and_fallback(get: Get) -> None:
    both = article("English, translated", "infusion")
    article("English only", "infusions")
    article("Spanish", "infusiones", locale="es", id=both.article_id)
    assert titles(search(get, "infusion", locale="es")) == ["Spanish"]
    assert titles(search(get, "infusions", locale="en")) == ["English only", "English, translated"]
    page = search(get, "infusion", locale="es", fallback="en")
    assert titles(page) == ["Spanish", "English only"]
    assert page["meta"]["total_count"] == 2
    assert all(item["search"]["highlights"] for item in page["items"])


def test_only_what_is_public_now_is_found_counted_and_shown(get: Get) -> None:
    now = timezone.now()
    article("Public", "canary")
    article("Later", "canary", row={"live_from": now + timedelta(minutes=1)})
    article("Expired", "canary", row={"expires_at": now - timedelta(seconds=1)})
    set_state(article("Gone", "canary"), "gone")
    withdraw(article("Withdrawn", "canary"))
    for parameters in ({}, {"order": "title"}, {"fallback": "es"}, {"kind": "therapy"}):
        page = search(get, "canary", **parameters)
        assert titles(page) == ["Public"], parameters
        assert page["meta"]["total_count"] == 1, parameters


def test_a_withdrawal_is_seen_at_once(get: Get) -> None:
    first, second = article("First", "canary"), article("Second", "canary")
    assert titles(search(get, "canary")) == ["Second", "First"]
    set_state(second, "gone")
    page = search(get, "canary")
    assert titles(page) == ["First"]
    assert page["meta"]["total_count"] == 1
    set_state(first, "gone")
    assert search(get, "canary")["items"] == []
    article("Third", "canary")
    assert titles(search(get, "canary")) == ["Third"]


def test_the_clock_takes_articles_in_and_out(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    article("Always", "canary")
    article("Soon", "canary", row={"live_from": now + timedelta(minutes=5)})
    article("Until", "canary", row={"expires_at": now + timedelta(minutes=10)})
    found = []
    for minutes in (0, 6, 11):
        monkeypatch.setattr("api.reading.public.datetime", _Clock(now + timedelta(minutes=minutes)))
        page = search(get, "canary")
        found.append((titles(page), page["meta"]["total_count"]))
    assert found == [
        (["Until", "Always"], 2),
        (["Until", "Soon", "Always"], 3),
        (["Soon", "Always"], 2),
    ]


class _Clock:
    """Stands in for `datetime`, stopped."""

    def __init__(self, at: Any) -> None:
        self.at = at

    def now(self, zone: object) -> Any:
        return self.at


def test_pages_forwards_and_back_see_everything_once(get: Get) -> None:
    for number in range(11):
        article(f"{number:02}", "migraine " * (1 + number % 3))
    whole = titles(search(get, "migraine"))
    assert sorted(whole) == [f"{number:02}" for number in range(11)]
    page = search(get, "migraine", limit=3)
    forwards = titles(page)
    while page["links"]["next"]:
        page = get(page["links"]["next"].partition("/api/v1/")[2]).json()
        forwards += titles(page)
    assert forwards == whole
    backwards = titles(page)
    while page["links"]["previous"]:
        page = get(page["links"]["previous"].partition("/api/v1/")[2]).json()
        backwards = titles(page) + backwards
    assert backwards == whole


def test_cursors_stay_right_while_articles_come_and_go(get: Get) -> None:
    stored = {f"{n:02}": article(f"{n:02}", "migraine " * (1 + n % 3)) for n in range(12)}
    whole = titles(search(get, "migraine"))
    path = "articles/?search=migraine&limit=4"
    first = get(path).json()
    # One that was shown and one that was not are taken back, and a better one comes.
    set_state(stored[whole[1]], "gone")
    set_state(stored[whole[6]], "gone")
    article("Migraine itself", "migraine " * 9)
    article("Other", "nothing")
    rest = walk(get, first["links"]["next"].partition("/api/v1/")[2])
    assert rest == [title for title in whole[4:] if title != whole[6]]


def test_cursor_belongs_to_its_search(get: Get) -> None:
    for number in range(3):
        article(str(number), "migraine pain")
    cursor = search(get, "migraine", limit=1)["links"]["next"].rpartition("cursor=")[2]
    for other in ("search=pain", "search=migraine&order=newest", "kind=therapy"):
        response = get(f"articles/?{other}&limit=1&cursor={cursor}")
        assert response.status_code == 400, other
        assert response.json()["errors"][0]["parameter"] == "cursor"


def test_of_very_many_the_best_are_ranked(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST_RANKED", 4)
    article("Migraine of old")
    for number in range(8):
        article(str(number), "migraine")
    page = search(get, "migraine", limit=3)
    assert page["meta"] == {"total_count": 4, "total_is_exact": False}
    assert walk(get, "articles/?search=migraine&limit=3") == ["Migraine of old", "7", "6", "5"]
    # Other orders go through all of them.
    page = search(get, "migraine", order="title")
    assert page["meta"] == {"total_count": 9, "total_is_exact": True}
    assert len(titles(page)) == 9


@pytest.mark.parametrize("words", ["quokka", "quokka -robin", '"quokka number"'])
def test_of_very_many_by_name_nothing_else_is_read(
    get: Get, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any, words: str
) -> None:
    monkeypatch.setattr(ranking, "MOST_RANKED", 4)
    for number in range(6):
        article(f"Quokka number {number}")
    article("Not by name", "quokka number")
    article("Quokka number 9", "robin")
    # The store's generation, matches by names, cards.
    with django_assert_num_queries(3):
        page = search(get, words)
    assert page["meta"] == {"total_count": 4, "total_is_exact": False}
    newest = (5, 4, 3, 2) if "robin" in words else (9, 5, 4, 3)
    assert titles(page) == [f"Quokka number {number}" for number in newest]


def test_ranks_come_in_one_row_where_each_row_lets_other_threads_in(get: Get) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only on SQLite")
    for number in range(5):
        article(str(number), "fewrows")
    read: list[int] = []

    def count(execute: Any, sql: str, *others: Any) -> Any:
        cursor = execute(sql, *others)
        if "api_documentranks" in sql:
            rows = cursor.fetchall()
            read.append(len(rows))
            cursor.fetchall = lambda: rows
        return cursor

    with connection.execute_wrapper(count):
        assert len(titles(search(get, "fewrows"))) == 5
    # By names, and all.
    assert read == [1, 1]


@pytest.mark.parametrize("order", ["relevance", "title"])
def test_cards_are_looked_up_whatever_the_planner_knows(get: Get, order: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only on SQLite")
    article("A", "lookedup")
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, *others: Any) -> Any:
        if "api_documentpassages" in sql:
            question = "EXPLAIN QUERY PLAN " + sql.replace("%s", "?")
            plans.extend(row[3] for row in connection.connection.execute(question, params))
        return execute(sql, params, *others)

    with connection.execute_wrapper(explain):
        assert titles(search(get, "lookedup", order=order)) == ["A"]
    looked_up = [plan for plan in plans if re.match(r"(SEARCH|SCAN) [dpr]\b", plan)]
    assert len(looked_up) == 2
    assert all("INTEGER PRIMARY KEY" in plan for plan in looked_up)


def test_is_one_query_once_the_ranking_is_known(get: Get, django_assert_num_queries: Any) -> None:
    for number in range(5):
        article(str(number), "onceonly")
    path = "articles/?search=onceonly&limit=2"
    # The store's generation, matches by names, all matches, cards.
    with django_assert_num_queries(4):
        get(path)
    with django_assert_num_queries(1):
        following = get(path).json()["links"]["next"].partition("/api/v1/")[2]
    with django_assert_num_queries(1):
        assert get(following).json()["meta"]["total_count"] == 5


def test_etag(get: Get) -> None:
    article("A", "migraine")
    response = get("articles/?search=migraine")
    assert get("articles/?search=migraine", if_none_match=response["ETag"]).status_code == 304
    article("B", "migraine")
    assert get("articles/?search=migraine", if_none_match=response["ETag"]).status_code == 200


def test_mistyped_words_find_what_they_may_have_meant(get: Get) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    article("Migraine and ketamine", "Text on infusions")
    article("Epilepsy", "migrane")
    page = search(get, "migrane")
    # What is written so exactly comes before what is only guessed from the text.
    assert sorted(titles(page)) == ["Epilepsy", "Migraine and ketamine"]
    assert titles(search(get, "migrane ketamin")) == ["Migraine and ketamine"]
    assert titles(search(get, "ketamien infusion")) == ["Migraine and ketamine"]
    [hit] = search(get, "kettamine")["items"]
    assert hit["search"]["score"] < search(get, "ketamine")["items"][0]["search"]["score"]
    # Only words of titles and names are guessed, and only where little is found.
    assert titles(search(get, "infusoins")) == []
    assert titles(search(get, '"ketamien"')) == []
    assert titles(search(get, "ketamine -migrane")) == ["Migraine and ketamine"]


def test_mistyped_words_find_nothing_without_the_means(get: Get) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only on SQLite")
    article("Migraine")
    assert titles(search(get, "migrane")) == []


@pytest.mark.parametrize(
    "query",
    [
        "search=",
        "search=%20%09%20",
        "search=" + "x" * 201,
        "search=" + quote("é" * 201),
        "search=%00",
        "search=a%00b",
        "search=a&search=b",
    ],
    ids=lambda query: query[:20],
)
def test_refused(get: Get, query: str) -> None:
    response = get(f"articles/?{query}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "search"


def test_200_characters_after_trimming(get: Get) -> None:
    article("A", "ketamine")
    text = f"ketamine{'!' * 192}"
    assert titles(search(get, f"  {text}  ")) == ["A"]
    assert len(titles(search(get, quote("é" * 100)[:200]))) == 0


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.text(min_size=1, max_size=220),
        st.text(alphabet="ab \"'*-+:^()[]{}|&!<>\\/~%_.,;\0\t\n", min_size=1, max_size=60),
        st.lists(
            st.sampled_from(
                ["ketamine", "AND", "OR", "NOT", "NEAR", "NEAR(a b, 2)", "terms:", "{names}", "a*",
                 '"', "-", "''", "&", "|", "!", "<->", "\\", "::tsquery", "%s", "%", "(", ")"]
            ),
            min_size=1, max_size=12,
        ).map(" ".join),
    )
)  # fmt: skip
@example("'")
@example('"' * 200)
@example("\\")
@example("-" * 200)
@example("a\u0000b")
@example("\ud800")
@example("ﷺ" * 11)
@example("İ" * 200)
@example("\U0010ffff\u202e")
@example("e\u0301" * 100)
def test_whatever_is_typed_is_an_answer(db: None, client: Client, text: str) -> None:
    query = quote(text.encode("utf-8", "surrogatepass"))
    for order in ("", "&order=title"):
        response = client.get("/api/v1/articles/", QUERY_STRING=f"search={query}{order}")
        assert response.status_code in (200, 400), (text, response.content)
        json.loads(response.content)


def test_a_very_long_search_is_refused(client: Client, db: None) -> None:
    response = client.get("/api/v1/articles/", QUERY_STRING="search=" + "x" * 100_000)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
