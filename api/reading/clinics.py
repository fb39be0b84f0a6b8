"""What is laid over articles for a clinic: looked up with them, in the same statement."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from api.documents.clinic_values.marks import key_of
from api.documents.clinic_values.values import Overlay, Placing, facts_of, overlay_of
from api.documents.profiles import build_clinic
from api.documents.public_pages import public_pages
from api.documents.withdrawals import OpenWithdrawal
from api.models import DocumentLink
from api.reading.public import TABLE, Moment
from api.reading.query import fetch
from articles.models import Clinic, Placement, Withdrawal

_CLINICS = Clinic._meta.db_table
_PLACEMENTS = Placement._meta.db_table
_PLACING = ", ".join(f"p.{name}" for name in Placing._fields)

_WITHDRAWALS = Withdrawal._meta.db_table
_LINKS = DocumentLink._meta.db_table
_OF_THE_DAY = (
    "({0}.starts_on IS NULL OR {0}.starts_on <= %s) AND ({0}.ends_on IS NULL OR {0}.ends_on >= %s)"
)
# CROSS JOIN keeps SQLite from beginning with all that the clinic carries.
_CARRIED = (
    f" FROM {{source}} o CROSS JOIN {_PLACEMENTS} q"  # noqa: S608
    f" WHERE q.translation_key = o.article_id AND q.clinic_id = {{clinic}}"
    f" AND {_OF_THE_DAY.format('q')} AND {{which}} AND NOT EXISTS"
    f" (SELECT 1 FROM {_WITHDRAWALS} x"
    f" WHERE x.translation_key = o.article_id AND x.clinic_id = {{clinic}}"
    " AND x.locale IN (o.locale, {locale}) AND x.reinstated_at IS NULL)"
)
"""Articles `o` that a clinic carries on the day, and did not take back in their language or in that
of the reader. Its parameters: `day_params`."""

JOINS = (
    f" JOIN {_CLINICS} n ON n.slug = %s"
    " LEFT JOIN api_clinicfacts k ON k.clinic_id = n.id AND k.locale = d.locale"
    f" LEFT JOIN {_PLACEMENTS} p ON p.translation_key = d.article_id AND p.clinic_id = n.id"
    f" AND {_OF_THE_DAY.format('p')}"
)
"""Adds the clinic, its facts and its placement of the day. Its parameters: `join_params`."""
TAKEN_BACK = (
    f"EXISTS (SELECT 1 FROM {_WITHDRAWALS} w"  # noqa: S608
    " WHERE w.translation_key = d.article_id AND w.clinic_id = n.id AND w.locale = d.locale"
    " AND w.reinstated_at IS NULL)"
)
"""Whether that clinic took the article back, in its language."""


@cache
def columns() -> str:
    """Return what `Found` reads, of an article `d` joined by `JOINS`. Parameters: `day_params`."""
    joined = "STRING_AGG" if connection.vendor == "postgresql" else "GROUP_CONCAT"
    carried = _CARRIED.format(
        clinic="n.id", locale="d.locale", source=_LINKS, which="o.document_id = d.page_id"
    )
    return (
        f"n.id, k.facts, p.id, (SELECT {joined}(CAST(o.article_id AS TEXT), ' '){carried}),"
        f" {_PLACING}"
    )


def day_params(at: Moment) -> tuple[str, ...]:
    return at.today, at.today


def join_params(clinic: str, at: Moment) -> tuple[str, ...]:
    return clinic, at.today, at.today


class Found(NamedTuple):
    """What `columns` hold of a clinic and one article."""

    clinic_id: int
    facts: str | None
    placement_id: int | None
    carried: str | None
    """Of the articles that it leads to, the ids of those that the clinic carries, as the driver
    returns them."""
    placing: Placing

    @classmethod
    def read(cls, columns: Sequence[Any]) -> "Found":
        clinic_id, facts, placement_id, carried, *placing = columns
        return cls(clinic_id, facts, placement_id, carried, Placing._make(placing))

    @property
    def is_placed(self) -> bool:
        return self.placement_id is not None

    def overlay(self, locale: str) -> Overlay:
        """What is laid over an article in this language that is placed there."""
        facts = self.facts
        if facts is None:
            # The site has a language more since the clinic was saved.
            facts = get_facts([self.clinic_id], [locale])[self.clinic_id, locale]
        return _overlay(facts, self.placing, self.carried or "")


@lru_cache(maxsize=4096)
def _overlay(facts: str, placing: Placing, carried: str) -> Overlay:
    return overlay_of(facts, placing).carrying(frozenset(map(key_of, carried.split())))


def carried_of(keys: Collection[str], *, clinic_id: int, locale: str, at: Moment) -> Set[str]:
    """Return those of these articles, by id as places name it, that the clinic carries."""
    if not keys:
        return frozenset()
    places = ", ".join(["%s"] * len(keys))
    carried = _CARRIED.format(
        source=TABLE, clinic="%s", locale="%s", which=f"o.article_id IN ({places})"
    )
    params = (clinic_id, *day_params(at), *keys, clinic_id, locale)
    rows = fetch(f"SELECT DISTINCT CAST(o.article_id AS TEXT){carried}", params)
    return {key_of(key) for (key,) in rows}


def clinic_exists(slug: str) -> bool:
    return bool(fetch(f"SELECT 1 FROM {_CLINICS} WHERE slug = %s", (slug,)))  # noqa: S608


def get_facts(clinic_ids: Collection[int], locales: Collection[str]) -> dict[tuple[int, str], str]:
    """Return what is kept of these clinics in these languages, from the clinics themselves."""
    clinics = with_groups(clinic_ids)
    return {
        (pk, locale): facts_of(build_clinic(clinics[pk], locale, clinics=clinics, pictures={}))
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


def get_overlays(clinic: str, page_ids: Collection[int], at: Moment) -> Mapping[int, Overlay]:
    """Return what is laid over the documents of those of these pages that the clinic carries. One
    statement."""
    return dict(_overlays(clinic, page_ids, at)) if page_ids else {}


def _overlays(clinic: str, page_ids: Collection[int], at: Moment) -> Iterator[tuple[int, Overlay]]:
    places = ", ".join(["%s"] * len(page_ids))
    rows = fetch(
        f"SELECT d.page_id, d.locale, {columns()} FROM {TABLE} d{JOINS}"  # noqa: S608
        f" WHERE d.page_id IN ({places}) AND p.id IS NOT NULL",
        (*day_params(at), *join_params(clinic, at), *page_ids),
    )
    for page_id, locale, *found in rows:
        yield page_id, Found.read(found).overlay(locale)


def notice_at(clinic_id: int, notice: bytes, at: Moment) -> bytes:
    """Return the notice of a withdrawal without a replacement that the clinic does not carry."""
    said = json.loads(notice)
    instead = said.get("replaced_by")
    if not instead:
        return notice
    keys = {key_of(instead["id"])}
    if carried_of(keys, clinic_id=clinic_id, locale=instead["locale"], at=at):
        return notice
    said["replaced_by"] = None
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def get_notice(clinic_id: int, article_id: UUID, locale: str, at: Moment) -> bytes:
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
    notice = OpenWithdrawal(withdrawal, replacement).notice.model_dump_json().encode()
    return notice_at(clinic_id, notice, at)
