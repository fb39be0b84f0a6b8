"""One article's sections with every block type in them, for tests that walk all of it."""

import uuid
from typing import Any

from tests.articles.factories import rich_text, section


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def item(value: Any) -> dict[str, Any]:
    return block("item", value)


def every_body_block(*, image: int, citation: int, links: str = "") -> list[dict[str, Any]]:
    """One of each; ``links`` is HTML put into the first paragraph."""
    blocks = [
        rich_text(f"<p>Attacks <b>throb</b>. {links}</p><ul><li>Light hurts.</li></ul>"),
        block(
            "image",
            {
                "image": image,
                "alt_text": "A nerve",
                "decorative": False,
                "caption": "How a nerve fires",
                "credit": "Ada Example",
            },
        ),
        block(
            "callout", {"tone": "important", "heading": "Do not stop", "text": "<p>Ask first.</p>"}
        ),
        block(
            "care_card",
            {"urgency": "urgent", "heading": "See someone", "text": "<p>Fever today.</p>"},
        ),
        table(),
        block(
            "key_facts",
            {"heading": "At a glance", "facts": [item({"label": "Lasts", "text": "Three days"})]},
        ),
        block(
            "quote",
            {
                "text": "Say what matters.",
                "attribution": "A nurse",
                "role": "Clinic team",
                "citation": citation,
            },
        ),
        block("testimonial", {"text": "I felt heard.", "name": "M.", "consent": True}),
        block(
            "faq_item",
            {"question": "May I drive?", "answer": "<p>Not today.</p>", "health_aspect": "Safety"},
        ),
        block(
            "video",
            {
                "url": "https://www.example.org/video",
                "title": "A visit",
                "poster": image,
                "transcript": "<p>We enter a room.</p>",
            },
        ),
    ]
    inner = {"heading": "Triggers", "body": [rich_text("<p>Lost sleep.</p>"), table()]}
    return [*blocks, block("subsection", inner)]


def table() -> dict[str, Any]:
    return block(
        "table",
        {
            "caption": "Options",
            "row_headers": True,
            "table": {
                "caption": "Two options",
                "columns": [
                    {"type": "text", "heading": "Option"},
                    {"type": "rich_text", "heading": "What it does"},
                ],
                "rows": [
                    {"values": ["Triptan", "<p>Ends <b>an attack</b>.</p>"]},
                    {"values": ["Beta blocker", "<p>Prevents attacks.</p><p>Daily.</p>"]},
                ],
            },
        },
    )


def claim(citation: int) -> dict[str, Any]:
    return item(
        {
            "text": "It ends attacks.",
            "claim_type": "efficacy",
            "population": "Adults",
            "approval": "off_label",
            "citations": [item({"citation": citation, "direction": "mixed"})],
        }
    )


def every_section(
    *, image: int, citation: int, topic: int, links: str = ""
) -> list[dict[str, Any]]:
    """A publishable lifestyle article: two sections it needs, the first with everything."""
    return [
        section(
            "overview",
            *every_body_block(image=image, citation=citation, links=links),
            heading="What it is",
            about=topic,
            standalone=True,
            claims=[claim(citation)],
            citations=[item(citation)],
        ),
        section("seek_help"),
    ]
