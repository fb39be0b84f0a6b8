"""What is laid over articles for each clinic, kept up to date with the clinics' profiles."""

from collections.abc import Mapping

from django.db import transaction
from wagtail.coreutils import get_content_languages

from api.documents.clinic_values.values import facts_of
from api.documents.images import ImageData
from api.documents.profiles import build_clinic
from api.documents.schema import ClinicProfile
from api.models import ClinicFacts, StoreState
from articles.models import Clinic

Profiles = Mapping[int, Mapping[str, ClinicProfile]]
"""By clinic and language."""


def build_all(clinics: Mapping[int, Clinic], *, pictures: Mapping[int, ImageData]) -> Profiles:
    """Build the profiles of all clinics in all languages. Their texts are prefetched."""
    return {
        pk: {
            locale: build_clinic(clinic, locale, clinics=clinics, pictures=pictures)
            for locale in get_content_languages()
        }
        for pk, clinic in clinics.items()
    }


def keep_facts(profiles: Profiles) -> None:
    """Keep what is laid over articles for these clinics; rows that say it already stay."""
    stored = {
        (pk, locale): facts
        for pk, locale, facts in ClinicFacts.objects.values_list("clinic_id", "locale", "facts")
    }
    rows = [
        ClinicFacts(clinic_id=pk, locale=locale, facts=facts)
        for pk, of_locales in profiles.items()
        for locale, profile in of_locales.items()
        if stored.get((pk, locale)) != (facts := facts_of(profile))
    ]
    if not rows:
        return
    StoreState.bump()
    ClinicFacts.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["clinic", "locale"],
        update_fields=["facts"],
    )


def write_clinic_facts() -> None:
    """Keep them anew for all clinics, from what these are now: after an upgrade."""
    with transaction.atomic():
        StoreState.lock()
        clinics = Clinic.objects.prefetch_related("texts__locale").in_bulk()
        keep_facts(build_all(clinics, pictures={}))
