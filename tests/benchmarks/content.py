"""Made-up articles of a realistic size: the same ones for the same seed."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from articles.sections.kinds import ArticleKind, section_kinds

SECTIONS = 8
VALUES = ("name", "phone", "booking_url", "address", "hours", "emergency_number")
"""Values of the clinic; each stands in a section of its own."""
WORDS = (
    "migraine attack headache nausea light sound infusion clinic nurse ketamine receptor nerve "
    "signal dose evidence study trial patient sleep stress trigger relief week month session "
    "blood pressure treatment doctor question answer benefit risk effect common rare mild severe "
    "brain pain history family medicine careful measured steady gradual likely unlikely several "
    "often sometimes seldom before after during between because although however and with for"
).split()
KINDS: Sequence[str] = ArticleKind.values


@dataclass(frozen=True, slots=True)
class Shelf:
    """Primary keys of what articles refer to."""

    images: Sequence[int]
    topics: Sequence[int]
    clinicians: Sequence[int]
    citations: Sequence[int]


class Writer:
    """Writes article number `number`, and nothing else, by its own random numbers."""

    def __init__(self, shelf: Shelf, *, seed: int, number: int) -> None:
        self.shelf = shelf
        self.number = number
        self.random = random.Random(seed * 1_000_003 + number)
        self.kind = KINDS[number % len(KINDS)]

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def sentence(self, words: int) -> str:
        text = " ".join(self.random.choices(WORDS, k=words))
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self, sentences: int = 4) -> str:
        return " ".join(self.sentence(self.random.randint(7, 11)) for _ in range(sentences))

    @cached_property
    def topics(self) -> list[int]:
        return self.random.sample(list(self.shelf.topics), 3)

    def topic(self) -> int:
        return self.random.choice(self.topics)

    def clinician(self) -> int:
        return self.random.choice(self.shelf.clinicians)

    def image(self) -> int:
        return self.shelf.images[self.number % len(self.shelf.images)]

    def sections(self) -> list[dict[str, Any]]:
        needed = [kind.slug for kind in section_kinds.required_for(self.kind)]
        others = [kind.slug for kind in section_kinds if kind.slug not in needed]
        chosen = {*needed, *others[: max(0, SECTIONS - len(needed))]}
        return [
            self._section(kind.slug, place)
            for place, kind in enumerate(kind for kind in section_kinds if kind.slug in chosen)
        ]

    def _section(self, kind: str, place: int) -> dict[str, Any]:
        body = [self._block("rich_text", self._html())]
        if place < len(VALUES):
            body.append(self._block("rich_text", self._clinic_value(VALUES[place])))
        if place == 1:
            facts = [
                self._item({"label": self.sentence(2), "text": self.sentence(6)}) for _ in range(3)
            ]
            body.append(self._block("key_facts", {"heading": self.sentence(3), "facts": facts}))
        if place == 3:
            text = f"<p>{self.paragraph(1)}</p>"
            callout = {"tone": "tip", "heading": self.sentence(3), "text": text}
            body.append(self._block("callout", callout))
        if place == 5:
            answer = f"<p>{self.paragraph(2)}</p>"
            faq = {"question": self.sentence(8), "answer": answer, "health_aspect": ""}
            body.append(self._block("faq_item", faq))
        value = {
            "heading": self.sentence(4).removesuffix("."),
            "about": self.topic() if place % 2 else None,
            "body": body,
            "claims": [self._claim()] if place == 4 else [],
            "citations": [self._item(self._citation())] if place == 6 else [],
            "standalone": place % 2 == 0,
        }
        return {"type": kind, "id": self.uuid(), "value": value}

    def _html(self) -> str:
        linked = f'<a linktype="topic" id="{self.topic()}">{self.sentence(2).removesuffix(".")}</a>'
        return (
            f"<p>{self.paragraph(2)} <b>{self.sentence(4)}</b> {linked} {self.sentence(7)}</p>"
            f"<ul><li>{self.sentence(6)}</li><li>{self.sentence(6)}</li></ul>"
        )

    def _clinic_value(self, name: str) -> str:
        words = f'<a linktype="clinic-value" value="{name}">your clinic</a>'
        return f"<p>{self.sentence(4)} {words}.</p>"

    def _claim(self) -> dict[str, Any]:
        cited = [
            self._item({"citation": citation, "direction": "supports"})
            for citation in self.random.sample(list(self.shelf.citations), 2)
        ]
        return self._item(
            {
                "text": self.sentence(12),
                "claim_type": "efficacy",
                "population": self.sentence(3).removesuffix("."),
                "approval": "off_label",
                "citations": cited,
            }
        )

    def _citation(self) -> int:
        return self.random.choice(self.shelf.citations)

    def _block(self, kind: str, value: Any) -> dict[str, Any]:
        return {"type": kind, "value": value, "id": self.uuid()}

    def _item(self, value: Any) -> dict[str, Any]:
        return {"type": "item", "value": value, "id": self.uuid()}
