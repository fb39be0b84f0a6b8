"""Whom an act reaches: the clinics that show an article, in which languages, at which version."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import ngettext
from wagtail import hooks

from articles.models import AbstractArticlePage, Clinic, Placement, PlacementRule, Withdrawal
from articles.placing.plan import active_rules, make_plan
from articles.review.library import article_pages


@dataclass(slots=True)
class LanguageReach:
    """A language of an article. ``version`` and ``notes`` are for who delivers it to say."""

    page: Any
    is_live: bool
    version: int | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Words, and an address that leads on; blank where there is none."""

    @property
    def name(self) -> str:
        return str(self.page.locale.get_display_name())


@dataclass(slots=True)
class ClinicReach:
    """A clinic that shows an article, today or from a day on."""

    clinic: Clinic
    rule: PlacementRule | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    withdrawn_in: Collection[str] = ()
    """Languages in which it was taken back here."""
    joins: bool = False
    leaves: bool = False

    @property
    def is_later(self) -> bool:
        return self.starts_on is not None and self.starts_on > timezone.localdate()


@dataclass(slots=True)
class Reach:
    """Of one article. ``clinics``: without those whose period is over."""

    clinics: list[ClinicReach]
    languages: list[LanguageReach]

    @property
    def live(self) -> list[LanguageReach]:
        return [each for each in self.languages if each.is_live]

    @property
    def words(self) -> str:
        """“12 clinics, 3 languages”."""
        return count_words(len(self.staying), len(self.live))

    @property
    def staying(self) -> list[ClinicReach]:
        return [each for each in self.clinics if not each.leaves]


def count_words(clinics: int, languages: int) -> str:
    in_words = [
        ngettext("%(count)d clinic", "%(count)d clinics", clinics) % {"count": clinics},
        ngettext("%(count)d language", "%(count)d languages", languages) % {"count": languages},
    ]
    return ", ".join(in_words)


def read_reach(page: Any, *, request: Any = None) -> Reach:
    """The reach of an article as it is now. A constant number of queries.

    Apps add what they know by the hook `construct_article_reach`: it gets the reach to change in
    place, and the request, which may be None.
    """
    key = page.translation_key
    rows = Placement.objects.filter(translation_key=key).not_ended()
    withdrawn = _withdrawn([key])
    clinics = [
        ClinicReach(
            row.clinic,
            row.rule,
            row.starts_on,
            row.ends_on,
            withdrawn.get((key, row.clinic_id), ()),
        )
        for row in rows.select_related("clinic", "rule").order_by("clinic__name")
    ]
    reach = Reach(clinics, [LanguageReach(each, each.live) for each in languages_of(page)])
    for hook in hooks.get_hooks("construct_article_reach"):
        hook(reach, request)
    return reach


def read_impact_of_publishing(page: Any) -> Reach:
    """What publishing a page as it is in memory reaches: rules follow its topics.

    Of languages it has this page alone: the others stay as they are.
    """
    reach = read_reach(page)
    reach.languages = [LanguageReach(page, True)]
    if not isinstance(page, AbstractArticlePage) or page.alias_of_id:
        return reach
    plan = make_plan(active_rules(), keys={page.translation_key}, drafts=[page])
    gone = {place.clinic_id for place in plan.removed}
    for each in reach.clinics:
        each.leaves = each.clinic.pk in gone
    rules = {rule.pk: rule for rule in active_rules()} if plan.added else {}
    clinics = Clinic.objects.in_bulk({place.clinic_id for place in plan.added})
    today = timezone.localdate()
    reach.clinics += [
        ClinicReach(
            clinics[place.clinic_id],
            rules.get(made.rule_id or 0),
            made.starts_on,
            made.ends_on,
            joins=True,
        )
        for place, made in plan.added.items()
        if made.ends_on is None or made.ends_on >= today
    ]
    reach.clinics.sort(key=lambda each: each.clinic.name)
    return reach


def languages_of(page: Any) -> list[Any]:
    """The pages of an article, by language; aliases show another article."""
    if not page.pk:
        return []
    found = article_pages().filter(translation_key=page.translation_key)
    return list(found.select_related("locale").order_by("locale__language_code", "pk"))


def clinic_counts(keys: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many clinics carry each of these articles, today or from a day on. One query."""
    counts: dict[UUID, int] = defaultdict(int)
    rows = Placement.objects.filter(translation_key__in=list(keys)).not_ended()
    for key in rows.order_by().values_list("translation_key", flat=True):
        counts[key] += 1
    return counts


def impact_words(pages: Sequence[Any]) -> str:
    """“12 clinics, 3 languages” of an act on these pages of one article or several."""
    keys = {page.translation_key for page in pages}
    rows = Placement.objects.filter(translation_key__in=keys).not_ended()
    clinics = rows.order_by().values("clinic").distinct().count()
    return count_words(clinics, len({page.locale_id for page in pages}))


def clinic_names(pages: Sequence[Any]) -> list[str]:
    """The clinics of `impact_words`, by name."""
    keys = {page.translation_key for page in pages}
    rows = Placement.objects.filter(translation_key__in=keys).not_ended()
    return list(rows.order_by("clinic__name").values_list("clinic__name", flat=True).distinct())


def _withdrawn(keys: Collection[UUID]) -> dict[tuple[UUID, int], list[str]]:
    found: dict[tuple[UUID, int], list[str]] = defaultdict(list)
    rows = Withdrawal.objects.filter(
        translation_key__in=keys, clinic__isnull=False, reinstated_at=None
    )
    for key, clinic_id, locale in rows.values_list("translation_key", "clinic_id", "locale"):
        found[key, clinic_id].append(locale)
    return found
