"""What an import would do, row by row. Nothing is written here."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model
from wagtail.models import Locale

from articles.clinics.opening_hours import normalised
from articles.clinics.spreadsheets.columns import (
    DECORATIVE,
    FACTS,
    IMAGES,
    LOADED,
    NAME,
    OFFERS,
    PARENT,
    SLUG,
    WORDS,
    YES,
    Column,
    Values,
    columns,
    offers_cell,
    read_hours,
    read_offers,
    row_of,
)
from articles.clinics.spreadsheets.reading import Table
from articles.models import Clinic, ClinicText, Topic

_TRANSLATED = frozenset(WORDS)
_FIELDS = (SLUG, NAME, *FACTS, *WORDS)
_CHECKED = (*_FIELDS, "languages", "opening_hours")
_NOT_CHECKED = {item.name for item in Clinic._meta.concrete_fields} - set(_CHECKED)


class Outcome(models.TextChoices):
    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("Unchanged")
    REFUSED = "refused", gettext_lazy("Refused")


@dataclass(frozen=True, slots=True)
class Difference:
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong, and in which column; of the row as a whole where that is blank."""

    column: str
    message: str


@dataclass(slots=True)
class RowPlan:
    number: int
    slug: str
    name: str
    outcome: Outcome = Outcome.SAME
    differences: list[Difference] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    clinic: Clinic | None = None
    parent_slug: str = ""
    offers: Mapping[str, int] | None = None
    """Topics by their slugs; None where the file has no column of them."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    rows: list[RowPlan]

    def count(self, outcome: Outcome) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def to_write(self) -> list[RowPlan]:
        return [row for row in self.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]

    @property
    def digest(self) -> str:
        """The same for the same file while the clinics in it are the same."""
        facts = [
            [row.number, row.outcome, [[d.column, d.before, d.after] for d in row.differences]]
            for row in self.rows
        ]
        return hashlib.blake2b(json.dumps(facts).encode(), digest_size=16).hexdigest()


def unknown_columns(names: Iterable[str]) -> list[str]:
    known = {column.name for column in columns()}
    return [name for name in names if name not in known]


def check_table(table: Table) -> None:
    """Refuse a file whose columns are not those of clinics. Raises ValidationError."""
    if unknown := unknown_columns(table.names):
        raise ValidationError(
            _("There is no column “%(name)s”. The columns are: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(each.name for each in columns())}
        )
    if SLUG not in table.names:
        raise ValidationError(_("There is no column “slug”, by which clinics are found again."))
    if not table.rows:
        raise ValidationError(_("There are no rows below the names of the columns."))


def build_plan(table: Table) -> Plan:
    """Compare a checked table with the clinics there are. A fixed number of queries.

    A column that the file leaves out is left alone; a cell that is there and blank empties.
    """
    known = _Known(table)
    plans = [known.plan(number, cells) for number, cells in table.rows]
    _refuse_circles(plans, known.clinics)
    return Plan(plans)


class _Known:
    """What rows are compared with, loaded once."""

    def __init__(self, table: Table) -> None:
        self.columns = columns()
        self.names = set(table.names)
        clinics = Clinic.objects.prefetch_related(*LOADED)
        self.clinics: dict[str, Clinic] = {clinic.slug: clinic for clinic in clinics}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        wanted = {cells.get(name, "") for _number, cells in table.rows for name in IMAGES}
        images = get_image_model()._default_manager.filter(
            pk__in=[int(each) for each in wanted if each.isdecimal() and len(each) < 19]
        )
        self.images = {str(pk) for pk in images.values_list("pk", flat=True)}
        offered = set().union(*(read_offers(cells.get(OFFERS, "")) for _n, cells in table.rows))
        self.topics = dict(Topic.objects.filter(slug__in=offered).values_list("slug", "pk"))
        slugs = [cells.get(SLUG, "") for _number, cells in table.rows]
        self.in_file = set(slugs)
        self.first: dict[str, int] = {}
        for number, cells in table.rows:
            self.first.setdefault(cells.get(SLUG, ""), number)

    def plan(self, number: int, cells: Values) -> RowPlan:
        slug = cells[SLUG]
        found = self.clinics.get(slug)
        row = RowPlan(number, slug, cells.get(NAME) or (found.name if found else slug))
        if not slug:
            row.refusals.append(Refusal(SLUG, _("Write the slug: clinics are found by it.")))
        elif self.first[slug] != number:
            said = _("Row %(number)d has this slug already. Keep one of the two.")
            row.refusals.append(Refusal(SLUG, said % {"number": self.first[slug]}))
        before = row_of(found, self.columns) if found else {}
        row.clinic = self._clinic(found, cells, row)
        if not row.refusals:
            row.differences = list(_differences(self.columns, before, self._after(row, cells)))
        if row.refusals:
            row.outcome = Outcome.REFUSED
        elif found is None:
            row.outcome = Outcome.NEW
        elif row.differences:
            row.outcome = Outcome.CHANGED
        return row

    def _after(self, row: RowPlan, cells: Values) -> Values:
        clinic = row.clinic
        assert clinic is not None
        after = {
            column.name: column.read(clinic)
            for column in self.columns
            # Groups, offers and texts in other languages are not on the clinic yet.
            if column.name not in (PARENT, OFFERS)
            and column.name.partition(":")[0] not in _TRANSLATED
        }
        after |= {name: getattr(clinic, name) for name in WORDS}
        after[PARENT] = row.parent_slug
        if row.offers is not None:
            after[OFFERS] = offers_cell(row.offers)
        for name in WORDS:
            for language in self.locales:
                key = f"{name}:{language}"
                if key in cells:
                    after[key] = cells[key]
        return after

    def _clinic(self, found: Clinic | None, cells: Values, row: RowPlan) -> Clinic:
        """The clinic as the row has it, not saved; what is wrong is added to the row."""
        clinic = Clinic()
        if found is not None:
            for each in Clinic._meta.concrete_fields:
                setattr(clinic, each.attname, getattr(found, each.attname))
            clinic._state.adding = False
        for name in _FIELDS:
            if name in cells and cells[name] != _one_form(getattr(clinic, name)):
                setattr(clinic, name, cells[name])
        if "languages" in cells:
            tags = cells["languages"].replace(",", " ").replace(";", " ").split()
            if tags != clinic.language_tags:
                clinic.languages = "\n".join(tags)
        self._set_hours(clinic, cells, row)
        for name in IMAGES:
            self._set_image(name, clinic, cells, row)
        _set_decorative(clinic, cells, row)
        self._set_parent(found, cells, row)
        self._set_offers(cells, row)
        self._check(clinic, row)
        row.words = read_words(cells)
        for language, words in row.words.items():
            try:
                ClinicText(**words).clean_fields(exclude={"clinic", "locale"})
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    row.refusals += [Refusal(f"{name}:{language}", each) for each in messages]
        return clinic

    def _set_hours(self, clinic: Clinic, cells: Values, row: RowPlan) -> None:
        try:
            clinic.opening_hours = normalised(read_hours(cells, clinic.opening_hours))
        except ValidationError as error:
            _refuse(row, error)

    def _set_image(self, name: str, clinic: Clinic, cells: Values, row: RowPlan) -> None:
        number = cells.get(name)
        if number is None:
            return
        if number and number not in self.images:
            said = _(
                "There is no image with this number. Write the number from the image's address."
            )
            row.refusals.append(Refusal(name, said))
        else:
            setattr(clinic, f"{name}_id", int(number) if number else None)

    def _set_parent(self, found: Clinic | None, cells: Values, row: RowPlan) -> None:
        now = found.parent.slug if found is not None and found.parent else ""
        row.parent_slug = cells.get(PARENT, now)
        known = row.parent_slug in self.clinics or row.parent_slug in self.in_file
        if row.parent_slug and not known:
            said = _("There is no clinic with the slug “%s”, neither here nor in the file.")
            row.refusals.append(Refusal(PARENT, said % row.parent_slug))

    def _set_offers(self, cells: Values, row: RowPlan) -> None:
        if OFFERS not in cells:
            return
        slugs = read_offers(cells[OFFERS])
        row.offers = {slug: self.topics[slug] for slug in slugs if slug in self.topics}
        for slug in sorted(slugs - row.offers.keys()):
            said = _("There is no topic with the slug “%s”. Write slugs, with semicolons between.")
            row.refusals.append(Refusal(OFFERS, said % slug))

    def _check(self, clinic: Clinic, row: RowPlan) -> None:
        try:
            clinic.clean_fields(exclude=_NOT_CHECKED)
        except ValidationError as error:
            _refuse(row, error)
        for check in (clinic.check_languages, clinic.check_photo):
            try:
                check()
            except ValidationError as error:
                _refuse(row, error)


def _set_decorative(clinic: Clinic, cells: Values, row: RowPlan) -> None:
    answer = cells.get(DECORATIVE)
    if answer is None:
        return
    if answer.lower() not in (YES, ""):
        said = _("Write “yes” where the photo is decorative, or leave it blank.")
        row.refusals.append(Refusal(DECORATIVE, said))
    clinic.photo_decorative = answer.lower() == YES


def _refuse(row: RowPlan, error: ValidationError) -> None:
    """What says no column is of the opening hours, and names its day."""
    if not hasattr(error, "error_dict"):
        row.refusals += [Refusal("hours", message) for message in error.messages]
        return
    for name, messages in error.message_dict.items():
        if not any(name == each.column for each in row.refusals):
            row.refusals += [Refusal(name, message) for message in messages]


def _differences(
    of: Iterable[Column], before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Difference]:
    for column in of:
        old, new = before.get(column.name, ""), after.get(column.name, before.get(column.name, ""))
        if _one_form(old) != _one_form(new):
            yield Difference(column.name, old, new)


def _one_form(text: str) -> str:
    """As files have it: browsers send other ends of lines."""
    return text.replace("\r\n", "\n").strip()


def _refuse_circles(plans: list[RowPlan], clinics: Mapping[str, Clinic]) -> None:
    """Refuse rows that would make a clinic belong to itself, or to one that is refused."""
    parents = {
        slug: clinic.parent.slug if clinic.parent else "" for slug, clinic in clinics.items()
    }
    parents |= {row.slug: row.parent_slug for row in plans if row.outcome != Outcome.REFUSED}
    for row in plans:
        seen, slug = {row.slug}, row.parent_slug
        while slug and slug not in seen:
            seen.add(slug)
            slug = parents.get(slug, "")
        if slug and slug == row.slug and row.outcome != Outcome.REFUSED:
            said = _("A clinic cannot belong to itself. Choose another group.")
            _turn_down(row, Refusal(PARENT, said))
    refused = {row.slug for row in plans if row.outcome == Outcome.REFUSED}
    while refused:
        orphans = [
            row
            for row in plans
            if row.outcome != Outcome.REFUSED
            and row.parent_slug in refused
            and row.parent_slug not in clinics
        ]
        for row in orphans:
            said = _("Its group “%s” is refused in this file. Correct that row first.")
            _turn_down(row, Refusal(PARENT, said % row.parent_slug))
        refused = {row.slug for row in orphans}


def _turn_down(row: RowPlan, refusal: Refusal) -> None:
    row.refusals.append(refusal)
    row.differences, row.outcome = [], Outcome.REFUSED


def read_words(cells: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The words that a row has in further languages, by language."""
    found: dict[str, dict[str, str]] = {}
    for name, value in cells.items():
        word, _colon, language = name.partition(":")
        if word in WORDS and language:
            found.setdefault(language, {})[word] = value
    return found
