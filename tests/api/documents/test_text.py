"""Text in documents is what the editor sees, from the database to the answer."""

import html
import json
from typing import Any

import pytest
from django.test import Client

from tests.articles.factories import ArticlePageFactory, rich_text, section, sections_for

pytestmark = pytest.mark.django_db

STRINGS = {
    "entities": "5 < 7 & 7 > 5 &amp; &lt;b&gt; \" '",
    "no-break space": "1\u00a0mg\u202f/\u202fkg",
    "emoji": "🧠 👩🏽‍⚕️ 🇪🇸",
    "right to left": "الصداع النصفي ‏(שקיקה)‎ — migraine",
    "joiners": "क्‍ष न\u200c़ می\u200cخواهم",
    "combining": "e\u0301 é Å A\u030a",
    "soft hyphen": "neuro\u00adtrans\u00admitter",
    "line separators": "one\u2028two\u2029three",
    "astral": "𝒎𝒊𝒈𝒓𝒂𝒊𝒏𝒆 \U0010fffd",
    "script": "</script><script>alert(1)</script>",
    "template": "{{ 7*7 }} {% now %} ${x} %(x)s",
    "backslashes": "\\n \\u0041 \\\\",
}


def delivered(client: Client, slug: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/articles/{slug}/")
    assert response.status_code == 200
    return dict(json.loads(response.content))


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS.keys())
def test_plain_text_is_delivered_as_it_was_written(client: Client, text: str) -> None:
    extra = section("living_with", heading=text)
    page = ArticlePageFactory(
        title=text, slug="text", summary=text, sections=[*sections_for("lifestyle"), extra]
    )
    document = delivered(client, page.slug)
    assert document["title"] == document["summary"] == text
    assert document["sections"][-1]["heading"] == text


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS.keys())
def test_rich_text_is_delivered_as_it_was_written(client: Client, text: str) -> None:
    block = rich_text(f"<p>{html.escape(text, quote=False)}</p>")
    ArticlePageFactory(
        slug="text", sections=[*sections_for("lifestyle"), section("living_with", block)]
    )
    found = delivered(client, "text")["sections"][-1]["body"][0]["html"]
    assert html.unescape(found.removeprefix("<p>").removesuffix("</p>")) == text


def test_an_article_of_200_kilobytes_is_delivered_whole(client: Client) -> None:
    paragraphs = [f"<p>{number}: " + "Migräne ist häufig. " * 50 + "</p>" for number in range(200)]
    source = "".join(paragraphs)
    assert len(source.encode()) > 200_000
    ArticlePageFactory(
        slug="long",
        sections=[*sections_for("lifestyle"), section("living_with", rich_text(source))],
    )
    assert delivered(client, "long")["sections"][-1]["body"][0]["html"] == source


@pytest.mark.parametrize(
    "hostile",
    [
        "<p onclick='x()'>a</p>",
        "<p>a<script>x()</script></p>",
        "<p><a href='javascript:x()'>a</a></p>",
        "<p>a<img src=x onerror=x()></p>",
        "<p style='position:fixed'>a</p>",
        "<iframe src='https://evil.example'></iframe><p>a</p>",
        "<svg><script>x()</script></svg><p>a</p>",
        "<p>a<embed embedtype='image' id='1'/></p>",
    ],
)
def test_what_reached_the_database_by_code_is_sanitised(client: Client, hostile: str) -> None:
    for place in ("callout", "care_card", "faq_item"):
        member = "answer" if place == "faq_item" else "text"
        value = {"urgency": "urgent", "tone": "info", "heading": "h", "question": "q"}
        block = {"type": place, "id": place, "value": {**value, member: hostile}}
        ArticlePageFactory(
            slug=place,
            sections=[
                *sections_for("lifestyle"),
                section("living_with", rich_text(hostile), block),
            ],
        )
        body = delivered(client, place)["sections"][-1]["body"]
        texts = [body[0]["html"], (body[1].get("answer") or body[1])["html"]]
        assert texts == ["<p>a</p>", "<p>a</p>"]
