"""What a browser posts for an article, built from stored data."""

import json
from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles.models import ArticlePage
from articles.sections.blocks.text import RICH_TEXT_FEATURES, SHORT_TEXT_FEATURES


def _body_block(block: dict[str, Any]) -> tuple[str, Any]:
    value = block["value"]
    if block["type"] == "rich_text":
        value = rich_text(value, features=RICH_TEXT_FEATURES)
    elif block["type"] == "care_card":
        value = {**value, "text": rich_text(value["text"], features=SHORT_TEXT_FEATURES)}
    return block["type"], value


def _listed(values: list[Any]) -> dict[str, Any]:
    items = [
        {"deleted": "", "order": str(number), "id": "", "value": value}
        for number, value in enumerate(values)
    ]
    return {"count": str(len(items)), **{str(item["order"]): item for item in items}}


def _claim(claim: dict[str, Any]) -> dict[str, Any]:
    return {**claim, "citations": _listed([source["value"] for source in claim["citations"]])}


def _section(section: dict[str, Any]) -> tuple[str, Any]:
    value = section["value"]
    return section["type"], {
        "heading": value["heading"],
        "body": streamfield([_body_block(block) for block in value["body"]]),
        "claims": _listed([_claim(claim["value"]) for claim in value["claims"]]),
        "citations": _listed([citation["value"] for citation in value["citations"]]),
        "about": value["about"] or "",
    }


def article_data(*sections: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The form of an article with these sections; ``topics`` are (topic, relation) pairs."""
    topics = fields.pop("topics", [])
    return nested_form_data(
        {
            "title": "Sleep and migraine",
            "slug": "sleep-and-migraine",
            "kind": "lifestyle",
            "audience": "patients",
            "summary": "What sleep can do.",
            "evidence_maturity": "established",
            "robots": "index",
            "sections": streamfield([_section(section) for section in sections]),
            "article_topics": inline_formset(
                [{"topic": topic.pk, "relation": relation} for topic, relation in topics]
            ),
            "article_authors": inline_formset([]),
            "related_articles": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def errors_at_sections(html: str) -> dict[str, Any]:
    """The errors the editor shows inside the sections of a returned form."""
    from bs4 import BeautifulSoup

    element = BeautifulSoup(html, "html.parser").find(id="sections")
    return json.loads(element["data-w-block-arguments-value"])[1] or {}  # type: ignore[no-any-return]


def draft_of(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()  # type: ignore[no-any-return]


def loaded_from(page: ArticlePage) -> dict[str, str]:
    """What the form says of the revision that it was loaded from."""
    revision = ArticlePage.objects.get(pk=page.pk).latest_revision
    if revision is None:
        return {}
    return {
        "loaded_revision_id": str(revision.pk),
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }
