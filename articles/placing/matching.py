"""What rules match: facts of articles and clinics in, places out. Pure."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from articles.models import PlacementRule

Rule = PlacementRule


class Place(NamedTuple):
    """An article, in all its languages, at a clinic."""

    translation_key: UUID
    clinic_id: int


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What rules ask of a page: as it is live, was live last, or would be."""

    page_id: int
    translation_key: UUID
    locale_id: int
    slug: str
    kind: str
    audience: str
    topics: Collection[tuple[int, str]]
    """Topic and relation."""


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """``groups``: the clinic itself and all above it. ``offers``: topics."""

    clinic_id: int
    groups: Collection[int]
    offers: Collection[int]


class Wanted(NamedTuple):
    """Why an article is at a clinic: by which rule, and which of its pages stands for it."""

    rule: Rule
    page: ArticleFacts


def match(
    rules: Iterable[Rule], pages: Collection[ArticleFacts], clinics: Collection[ClinicFacts]
) -> Mapping[Place, Wanted]:
    """Return where these rules place these articles. Of several rules the one that lasts counts."""
    wanted: dict[Place, Wanted] = {}
    for rule in sorted(rules, key=_lasting):
        at = [clinic.clinic_id for clinic in clinics if takes_in(rule, clinic)]
        if not at:
            continue
        for page in pages:
            if _is_about(rule, page):
                for clinic_id in at:
                    place = Place(page.translation_key, clinic_id)
                    wanted.setdefault(place, Wanted(rule, page))
    return wanted


def _lasting(rule: Rule) -> tuple[int, dt.date, int]:
    """The longest first: where it ends last, then where it begins first, then the oldest."""
    end, start = rule.ends_on or dt.date.max, rule.starts_on or dt.date.min
    return (-end.toordinal(), start, rule.pk or 0)


def takes_in(rule: Rule, clinic: ClinicFacts) -> bool:
    """Whether a clinic is among those of a rule."""
    if rule.where == Rule.Where.GROUP:
        return rule.group_id in clinic.groups
    if rule.where == Rule.Where.OFFERING:
        return rule.offer_id in clinic.offers
    return True


def _is_about(rule: Rule, page: ArticleFacts) -> bool:
    if rule.kind and rule.kind != page.kind:
        return False
    if rule.audience and rule.audience != page.audience:
        return False
    if rule.locale_id and rule.locale_id != page.locale_id:
        return False
    return rule.topic_id is None or any(
        topic == rule.topic_id and rule.relation in ("", relation)
        for topic, relation in page.topics
    )
