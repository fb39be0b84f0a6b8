"""A demo article's sections, from its content file to the raw data of the StreamField."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.demo.ids import demo_id, section_id
from cms.demo.markup import Targets, to_html

Raw = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Primary keys of the snippets and images that sections refer to, by their demo names."""

    topics: Mapping[str, int]
    citations: Mapping[str, int]
    images: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class SectionWriter:
    """Writes the sections of one article in one language.

    Ids come from the article's name and a block's place, so that the languages of an
    article share them.
    """

    article: str
    shelf: Shelf
    targets: Targets

    def write(self, sections: list[Raw]) -> list[Raw]:
        """Raw stream data for the ``sections`` tables of a content file."""
        return [self._section(section) for section in sections]

    def _section(self, section: Raw) -> Raw:
        kind = section["kind"]
        key = f"{self.article}/{kind}"
        value = {
            "heading": section.get("heading", ""),
            "about": self.shelf.topics[section["about"]] if "about" in section else None,
            "body": self._body(section["body"], f"{key}/body"),
            "claims": self._list(section.get("claims", []), f"{key}/claims", self._claim),
            "citations": self._list(
                section.get("sources", []), f"{key}/sources", lambda name, _: self._source(name)
            ),
            "standalone": section.get("standalone", True),
        }
        return {"type": kind, "id": section_id(self.article, kind), "value": value}

    def _body(self, blocks: list[Raw], key: str) -> list[Raw]:
        return [self._block(block, f"{key}/{place}") for place, block in enumerate(blocks)]

    def _block(self, block: Raw, key: str) -> Raw:
        block_type = block.get("type", "rich_text")
        return {
            "type": block_type,
            "id": str(demo_id(key)),
            "value": getattr(self, f"_{block_type}")(block, key),
        }

    def _html(self, text: str) -> str:
        return to_html(text, self.targets)

    def _source(self, name: str) -> int:
        return self.shelf.citations[name]

    @staticmethod
    def _list(values: list[Any], key: str, write: Callable[[Any, str], Any]) -> list[Raw]:
        return [
            {
                "type": "item",
                "id": str(demo_id(f"{key}/{place}")),
                "value": write(value, f"{key}/{place}"),
            }
            for place, value in enumerate(values)
        ]

    def _claim(self, claim: Raw, key: str) -> Raw:
        sources = list(claim["sources"].items())
        return {
            "text": claim["text"],
            "claim_type": claim["type"],
            "population": claim["population"],
            "approval": claim.get("approval", ""),
            "citations": self._list(
                sources,
                f"{key}/sources",
                lambda source, _: {"citation": self._source(source[0]), "direction": source[1]},
            ),
        }

    # One method a block type, named as the block.

    def _rich_text(self, block: Raw, key: str) -> str:
        return self._html(block["text"])

    def _subsection(self, block: Raw, key: str) -> Raw:
        return {"heading": block["heading"], "body": self._body(block["body"], f"{key}/body")}

    def _image(self, block: Raw, key: str) -> Raw:
        return {
            "image": self.shelf.images[block["image"]],
            "alt_text": block["alt"],
            "decorative": False,
            "caption": block["caption"],
            "credit": "",
        }

    def _callout(self, block: Raw, key: str) -> Raw:
        return {
            "tone": block["tone"],
            "heading": block["heading"],
            "text": self._html(block["text"]),
        }

    def _care_card(self, block: Raw, key: str) -> Raw:
        return {
            "urgency": block["urgency"],
            "heading": block["heading"],
            "text": self._html(block["text"]),
        }

    def _table(self, block: Raw, key: str) -> Raw:
        columns = [{"type": "text", "heading": heading} for heading in block["columns"]]
        rows = [{"values": row} for row in block["rows"]]
        return {
            "caption": block["caption"],
            "row_headers": True,
            "table": {"columns": columns, "rows": rows, "caption": ""},
        }

    def _key_facts(self, block: Raw, key: str) -> Raw:
        return {
            "heading": block["heading"],
            "facts": self._list(
                block["facts"],
                f"{key}/facts",
                lambda fact, _: {"label": fact[0], "text": fact[1]},
            ),
        }

    def _quote(self, block: Raw, key: str) -> Raw:
        return {
            "text": block["text"],
            "attribution": block["attribution"],
            "role": block["role"],
            "citation": self._source(block["source"]),
        }

    def _testimonial(self, block: Raw, key: str) -> Raw:
        return {"text": block["text"], "name": block["name"], "consent": True}

    def _faq_item(self, block: Raw, key: str) -> Raw:
        return {
            "question": block["question"],
            "answer": self._html(block["answer"]),
            "health_aspect": block["aspect"],
        }
