"""Writing what a plan says, all or nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from articles import signals
from articles.clinics.spreadsheets.columns import LOADED, WORDS
from articles.clinics.spreadsheets.plan import Outcome, Plan, RowPlan, build_plan
from articles.clinics.spreadsheets.reading import Table
from articles.models import Clinic, ClinicOffer, ClinicText

_OF_THE_ROW = [
    each.attname for each in Clinic._meta.concrete_fields if each.name not in ("id", "parent")
]


class PlanChangedError(Exception):
    """Somebody edited a clinic since the plan was shown: it is shown anew."""


@transaction.atomic
def import_table(table: Table, *, digest: str, leave_out: bool, user: Any) -> Plan:
    """Do what was shown as the plan with this digest; rows that are refused only if left out.

    Returns the plan as it was done. Raises PlanChangedError, and ValidationError where refused rows
    are not to be left out.
    """
    # Nobody edits a clinic between the plan and what is written.
    list(Clinic.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    plan = build_plan(table)
    if plan.digest != digest:
        raise PlanChangedError
    if plan.count(Outcome.REFUSED) and not leave_out:
        raise ValidationError(
            _("Nothing was imported: some rows are refused. Correct them, or leave them out.")
        )
    _write(plan.to_write, user)
    return plan


def _write(rows: list[RowPlan], user: Any) -> None:
    if not rows:
        return
    locales = {each.language_code: each for each in Locale.objects.all()}
    stored = Clinic.objects.prefetch_related(*LOADED).in_bulk(
        [row.slug for row in rows], field_name="slug"
    )
    written = []
    for row in rows:
        clinic = stored.get(row.slug) or Clinic()
        for name in _OF_THE_ROW:
            setattr(clinic, name, getattr(row.clinic, name))
        _set_words(clinic, row, locales)
        _set_offers(clinic, row)
        clinic.save_unannounced()
        written.append(clinic)
    _set_parents(rows, written)
    for row, clinic in zip(rows, written, strict=True):
        action = "wagtail.create" if row.outcome == Outcome.NEW else "wagtail.edit"
        log(instance=clinic, action=action, user=user, content_changed=True)
    signals.clinics_saved.send(sender=Clinic, instances=written)


def _set_words(clinic: Any, row: RowPlan, locales: dict[str, Locale]) -> None:
    texts = {each.locale.language_code: each for each in clinic.texts.all()}
    for language, words in row.words.items():
        text = texts.get(language) or ClinicText(locale=locales[language])
        for name, value in words.items():
            setattr(text, name, value)
        if any(getattr(text, name) for name in WORDS):
            texts[language] = text
        else:
            texts.pop(language, None)
    clinic.texts = list(texts.values())


def _set_offers(clinic: Any, row: RowPlan) -> None:
    """Offers that stay keep their rows."""
    if row.offers is None:
        return
    topics = set(row.offers.values())
    kept = [each for each in clinic.offers.all() if each.topic_id in topics]
    new = topics - {each.topic_id for each in kept}
    clinic.offers = [*kept, *(ClinicOffer(topic_id=pk) for pk in sorted(new))]


def _set_parents(rows: list[RowPlan], written: list[Clinic]) -> None:
    """Once every clinic is there: a group may be further down in the file."""
    slugs = {row.parent_slug for row in rows if row.parent_slug}
    keys = dict(Clinic.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    for row, clinic in zip(rows, written, strict=True):
        parent_id = keys[row.parent_slug] if row.parent_slug else None
        if clinic.parent_id != parent_id:
            clinic.parent_id = parent_id
            clinic.save_unannounced()
