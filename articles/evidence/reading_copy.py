"""A recorded content as it is read: headings, blocks, claims, tables and numbered sources. Pure.

It knows the blocks of today. What it does not know, of a host's or of an earlier version, it
gives as it is stored, so that no word is lost.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe

from articles.checks.flattening import list_items
from articles.models.pages import AbstractArticlePage
from articles.models.relations import TopicRelation
from articles.models.withdrawals import Severity
from articles.review.content import CLINICAL_FIELDS
from articles.sections.blocks.evidence import Approval, ClaimType, Direction
from articles.sections.blocks.text import Tone, Urgency
from articles.sections.kinds import ArticleKind, section_kinds

Raw = Mapping[str, Any]

_HTML = nh3.Cleaner(
    tags={
        *("a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li"),
        *("ol", "p", "strong", "sub", "sup", "ul"),
    },
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
)
# The words behind stored values of the page's own fields.
_CHOICES: dict[str, Mapping[Any, Any]] = {
    "kind": dict(ArticleKind.choices),
    "audience": dict(AbstractArticlePage.Audience.choices),
    "evidence_maturity": dict(AbstractArticlePage.EvidenceMaturity.choices),
    "safety_notice_severity": dict(Severity.choices),
}
_TOLD_APART = {"title", "summary"}


class Numbers:
    """Numbers sources in order of first use, as delivery does. One that was gone has none."""

    def __init__(self, content: Raw) -> None:
        self._known = content.get("sources", {})
        self._lines = content.get("names", {}).get("sources", {})
        self._numbers: dict[str, int] = {}

    def of(self, key: object) -> int | None:
        name = str(key)
        if name not in self._known:
            return None
        return self._numbers.setdefault(name, len(self._numbers) + 1)

    def lines(self) -> list[dict[str, Any]]:
        """Each source's number, id, and what it was called on that day, else its identity."""
        return [
            {"number": number, "id": key, "text": self._lines.get(key) or self._known[key]}
            for key, number in self._numbers.items()
        ]


def build_reading_copy(content: Raw) -> dict[str, Any]:
    """What the template shows of a content. Words of choices are in the active language."""
    numbers = Numbers(content)
    sections = [_section(raw, content, numbers) for raw in content.get("sections", ())]
    fields = content.get("fields", {})
    return {
        "title": fields.get("title", ""),
        "summary": fields.get("summary", ""),
        "facts": list(_facts(fields)),
        "topics": list(_topics(content)),
        "sections": sections,
        "sources": numbers.lines(),
    }


def _facts(fields: Raw) -> Iterator[tuple[str, str]]:
    for name in CLINICAL_FIELDS:
        value = fields.get(name)
        if name in _TOLD_APART or value in (None, "", False):
            continue
        label = AbstractArticlePage._meta.get_field(name).verbose_name
        shown = "✓" if value is True else _CHOICES.get(name, {}).get(value, value)
        yield str(label), str(shown)


def _topics(content: Raw) -> Iterator[str]:
    names = content.get("names", {}).get("topics", {})
    relations = dict(TopicRelation.choices)
    for topic_id, relation in content.get("topics", ()):
        name = names.get(str(topic_id), f"#{topic_id}")
        yield f"{name} ({relations.get(relation, relation)})"


def _section(raw: Raw, content: Raw, numbers: Numbers) -> dict[str, Any]:
    value = raw.get("value") or {}
    known = section_kinds.get(raw["type"])
    label = str(known.label if known else raw["type"])
    blocks = list(_blocks(value.get("body"), numbers))
    claims = [_claim(claim, numbers) for _id, claim in list_items(value.get("claims"))]
    cited = [numbers.of(key) for _id, key in list_items(value.get("citations"))]
    topics = content.get("names", {}).get("topics", {})
    about = value.get("about")
    return {
        "id": raw.get("id") or "",
        "heading": value.get("heading") or label,
        "kind": label,
        "about": topics.get(str(about), f"#{about}") if about else "",
        "blocks": blocks,
        "claims": claims,
        "sources": [number for number in cited if number],
    }


def _claim(value: Raw, numbers: Numbers) -> dict[str, Any]:
    directions = dict(Direction.choices)
    return {
        "text": value.get("text") or "",
        "type": dict(ClaimType.choices).get(value.get("claim_type") or "", ""),
        "population": value.get("population") or "",
        "approval": dict(Approval.choices).get(value.get("approval") or "", ""),
        "sources": [
            {
                "number": numbers.of(cited.get("citation")),
                "direction": directions.get(cited.get("direction"), cited.get("direction") or ""),
            }
            for _id, cited in list_items(value.get("citations"))
        ],
    }


def _blocks(raw: Iterable[Raw] | None, numbers: Numbers) -> Iterator[dict[str, Any]]:
    for data in raw or ():
        kind, value = data["type"], data.get("value")
        build = _BUILDERS.get(kind)
        if build is None or (kind != "rich_text" and not isinstance(value, dict)):
            stored = json.dumps(value, ensure_ascii=False, indent=1)
            yield {"type": "stored", "kind": kind, "stored": stored, "id": data.get("id") or ""}
        else:
            yield {**build(value, numbers), "type": kind, "id": data.get("id") or ""}


def _formatted(source: Any) -> SafeString:
    return mark_safe(_HTML.clean(str(source or "")))  # noqa: S308 (cleaned)


def _with_text(member: str, **choices: Mapping[Any, Any]) -> Any:
    """A builder for a block with one member of formatted text; ``choices``: words by member."""

    def build(value: Raw, numbers: Numbers) -> dict[str, Any]:
        words = {name: table.get(value.get(name), "") for name, table in choices.items()}
        return {**value, **words, member: _formatted(value.get(member))}

    return build


def _rich_text(value: Any, numbers: Numbers) -> dict[str, Any]:
    return {"text": _formatted(value)}


def _as_it_is(value: Raw, numbers: Numbers) -> dict[str, Any]:
    return dict(value)


def _key_facts(value: Raw, numbers: Numbers) -> dict[str, Any]:
    return {**value, "facts": [fact for _id, fact in list_items(value.get("facts"))]}


def _quote(value: Raw, numbers: Numbers) -> dict[str, Any]:
    return {**value, "number": numbers.of(value.get("citation"))}


def _subsection(value: Raw, numbers: Numbers) -> dict[str, Any]:
    return {**value, "blocks": list(_blocks(value.get("body"), numbers))}


def _table(value: Raw, numbers: Numbers) -> dict[str, Any]:
    table = value.get("table") or {}
    columns = table.get("columns") or []
    kinds = [column.get("type") for column in columns]
    rows = [
        [
            _formatted(cell) if kind == "rich_text" else cell
            for kind, cell in zip(kinds, row.get("values") or (), strict=False)
        ]
        for row in table.get("rows") or ()
    ]
    headings = [column.get("heading") or "" for column in columns]
    return {**value, "note": table.get("caption") or "", "headings": headings, "rows": rows}


_BUILDERS: dict[str, Any] = {
    "rich_text": _rich_text,
    "callout": _with_text("text", tone=dict(Tone.choices)),
    "care_card": _with_text("text", urgency=dict(Urgency.choices)),
    "faq_item": _with_text("answer"),
    "video": _with_text("transcript"),
    "image": _as_it_is,
    "testimonial": _as_it_is,
    "key_facts": _key_facts,
    "quote": _quote,
    "subsection": _subsection,
    "table": _table,
}
