"""What a clinic makes of an article, remembered for one generation of the store.

The clinic's facts, its placement of the article and which of the articles that this leads to it
carries: to look all of it up takes longer than the article itself, and it is the same until
somebody changes something.
"""

from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from api.documents.clinic_values.slots import Cut
from api.documents.clinic_values.values import Overlay
from api.reading.clinics import TAKEN_BACK, Found, columns, get_notice
from api.reading.lists import GENERATION
from api.reading.public import Moment, moment
from api.reading.query import Row

MOST_REMEMBERED = 4096
"""Articles at clinics, of about 3 kB."""
_TEN_SECONDS = len("2026-11-28 05:58:0")


class AtClinic(NamedTuple):
    """What the statement says of an article at a clinic: the columns of `columns_at_clinic`."""

    generation: int
    article_id: UUID | str
    """As the driver returns it."""
    locale: str
    slots: str
    json_ld_slots: str | None
    taken_back: bool
    found: Found

    @classmethod
    def read(cls, columns: Row) -> "AtClinic":
        return cls._make((*columns[:6], Found.read(columns[6:])))

    def get_notice(self) -> bytes:
        """Return what the clinic that took the article back tells of it."""
        key = self.article_id
        article_id = key if isinstance(key, UUID) else UUID(key)
        return get_notice(self.found.clinic_id, article_id, self.locale, moment())


def columns_at_clinic(slots: str, json_ld_slots: str) -> str:
    """Return what `AtClinic` reads, of an article `d` joined by `JOINS`; the arguments are SQL."""
    return (
        f"{GENERATION}, d.article_id, d.locale, {slots}, {json_ld_slots}, {TAKEN_BACK}, {columns()}"
    )


class Laid:
    """What is laid over an article's stored bytes, of one ETag, at one clinic."""

    __slots__ = ("_body_cut", "_json_ld_cut", "_json_ld_slots", "_slots", "_valid", "overlay")

    def __init__(self, etag: str, at_clinic: AtClinic, at: Moment) -> None:
        self._valid = (etag, at_clinic.generation, at.now[:_TEN_SECONDS])
        self.overlay: Overlay = at_clinic.found.overlay(at_clinic.locale)
        self._slots = at_clinic.slots
        self._json_ld_slots = at_clinic.json_ld_slots or "[]"
        self._body_cut: Cut | None = None
        self._json_ld_cut: Cut | None = None

    def holds(self, etag: str, generation: int, at: Moment) -> bool:
        """Whether it still is what is laid over bytes with this ETag.

        All that it is made of moves the generation in its own transaction. What is written past
        the models' signals does not: it is seen after ten seconds at the latest.
        """
        return self._valid == (etag, generation, at.now[:_TEN_SECONDS])

    def over(self, body: bytes) -> bytes:
        if self._body_cut is None:
            self._body_cut = self.overlay.cut(body, self._slots)
        return self._body_cut.fill(body)

    def over_json_ld(self, body: bytes) -> bytes:
        if self._json_ld_cut is None:
            self._json_ld_cut = self.overlay.cut(body, self._json_ld_slots)
        return self._json_ld_cut.fill(body)


def recall(question: tuple[object, ...]) -> Laid | None:
    """Return what was remembered last for a question, whether or not it still holds."""
    place = _place(question)
    return place[0] if place else None


def remember(question: tuple[object, ...], laid: Laid) -> None:
    _place(question)[:] = [laid]


@lru_cache(maxsize=MOST_REMEMBERED)
def _place(question: tuple[object, ...]) -> list[Laid]:
    """Return the place that is kept for a question: at first there is nothing in it."""
    return []
