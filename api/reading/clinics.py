"""What is laid over articles for a clinic: looked up with them, in the same statement."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from api.documents.clinic_values.values import Overlay, Placing, facts_of, overlay_of
from api.documents.profiles import build_clinic
from api.documents.public_pages import public_pages
from api.documents.withdrawals import OpenWithdrawal
from api.reading.public import Moment
from api.reading.query import fetch
from articles.models import Clinic, Placement, Withdrawal

_CLINICS = Clinic._meta.db_table
_PLACEMENTS = Placement._meta.db_table
_PLACING = ", ".join(f"p.{name}" for name in Placing._fields)

COLUMNS = f"n.id, k.facts, p.id, {_PLACING}"
"""What `Found` reads, of an article `d` joined by `JOINS`."""
NUMBER = COLUMNS.count(",") + 1
JOINS = (
    f" JOIN {_CLINICS} n ON n.slug = %s"
    " LEFT JOIN api_clinicfacts k ON k.clinic_id = n.id AND k.locale = d.locale"
    f" LEFT JOIN {_PLACEMENTS} p ON p.translation_key = d.article_id AND p.clinic_id = n.id"
    " AND (p.starts_on IS NULL OR p.starts_on <= %s) AND (p.ends_on IS NULL OR p.ends_on >= %s)"
)
"""Adds the clinic, its facts and its placement of the day. Its parameters: `join_params`."""
TAKEN_BACK = (
    f"EXISTS (SELECT 1 FROM {Withdrawal._meta.db_table} w"  # noqa: S608
    " WHERE w.translation_key = d.article_id AND w.clinic_id = n.id AND w.locale = d.locale"
    " AND w.reinstated_at IS NULL)"
)
"""Whether that clinic took the article back, in its language."""


def join_params(clinic: str, at: Moment) -> tuple[str, ...]:
    return clinic, at.today, at.today


class Found(NamedTuple):
    """What `COLUMNS` hold of a clinic and one article."""

    clinic_id: int
    facts: str | None
    placement_id: int | None
    placing: Placing

    @classmethod
    def read(cls, columns: Sequence[Any]) -> "Found":
        clinic_id, facts, placement_id, *placing = columns
        return cls(clinic_id, facts, placement_id, Placing._make(placing))

    @property
    def is_placed(self) -> bool:
        return self.placement_id is not None

    def overlay(self, locale: str) -> Overlay:
        """What is laid over an article in this language that is placed there."""
        facts = self.facts
        if facts is None:
            # The site has a language more since the clinic was saved.
            facts = get_facts([self.clinic_id], [locale])[self.clinic_id, locale]
        return overlay_of(facts, self.placing)


def clinic_exists(slug: str) -> bool:
    return bool(fetch(f"SELECT 1 FROM {_CLINICS} WHERE slug = %s", (slug,)))  # noqa: S608


def get_facts(clinic_ids: Collection[int], locales: Collection[str]) -> dict[tuple[int, str], str]:
    """Return what is kept of these clinics in these languages, from the clinics themselves."""
    clinics = with_groups(clinic_ids)
    return {
        (pk, locale): facts_of(build_clinic(clinics[pk], locale, clinics=clinics, logos={}))
        for pk in clinic_ids
        for locale in locales
    }


def with_groups(clinic_ids: Collection[int]) -> dict[int, Clinic]:
    """Return these clinics and all above them, by id: a look-up a generation."""
    found: dict[int, Clinic] = {}
    layer = set(clinic_ids)
    while layer:
        clinics = Clinic.objects.prefetch_related("texts__locale").in_bulk(layer)
        found |= clinics
        layer = {each.parent_id for each in clinics.values() if each.parent_id} - set(found)
    return found


def get_overlays(
    clinic: str, articles: Collection[tuple[UUID, str]], at: Moment
) -> Mapping[tuple[UUID, str], Overlay]:
    """Return what is laid over those of these articles, each by id and language, that the clinic
    carries. One statement."""
    return dict(_overlays(clinic, articles, at)) if articles else {}


def _overlays(
    clinic: str, articles: Collection[tuple[UUID, str]], at: Moment
) -> Iterator[tuple[tuple[UUID, str], Overlay]]:
    ids = {article_id for article_id, _locale in articles}
    places = ", ".join(["%s"] * len(ids))
    rows = fetch(
        f"SELECT DISTINCT d.article_id, d.locale, {COLUMNS} FROM api_deliverydocument d{JOINS}"  # noqa: S608
        f" WHERE d.article_id IN ({places}) AND p.id IS NOT NULL",
        (*join_params(clinic, at), *(each.hex for each in ids)),
    )
    for article_id, locale, *columns in rows:
        key = article_id if isinstance(article_id, UUID) else UUID(article_id)
        yield (key, locale), Found.read(columns).overlay(locale)


def get_notice(clinic_id: int, article_id: UUID, locale: str) -> bytes:
    """Return the notice of a clinic's own open withdrawal, the newest of several."""
    withdrawal = (
        Withdrawal.objects.filter(
            clinic_id=clinic_id, translation_key=article_id, locale=locale, reinstated_at=None
        )
        .order_by("-withdrawn_at", "-pk")
        .first()
    )
    if withdrawal is None:
        return b"{}"
    replaced_by = withdrawal.replaced_by_id
    pages = public_pages(Q(pk=replaced_by)) if replaced_by else {}
    replacement = pages.get(replaced_by) if replaced_by else None
    return OpenWithdrawal(withdrawal, replacement).notice.model_dump_json().encode()
