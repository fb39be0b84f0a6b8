"""`/clinics/` and `/clinics/{slug}/`."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from api.documents import images
from api.documents.profiles import build_clinic, clinic_images
from api.documents.schema import ClinicProfile
from api.purging.tags import CLINICS, clinic_tag
from api.reading.clinics import with_groups
from api.reading.snippets import find_snippet
from api.v1 import resource_responses as responses
from api.v1.errors import NotFound
from api.v1.operation import operation
from api.v1.parameters import CURSOR, LIMIT, LOCALE, WORD, read_parameters
from api.v1.views.base import DeliveryView
from api.v1.views.snippets import answer, snippet_list
from articles.models import Clinic

TABLE = Clinic._meta.db_table
PARAMETERS = (LOCALE, LIMIT, CURSOR)


class ClinicListView(DeliveryView):
    """All clinics."""

    @operation(
        operation_id="list_clinics",
        summary="Clinics' public profiles",
        tags=["clinics"],
        parameters=[each.as_openapi() for each in PARAMETERS],
        responses=responses.CLINIC_LIST,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of clinics and their groups, by slug."""
        query = read_parameters(request, PARAMETERS)

        def build(ids: Sequence[int]) -> dict[int, bytes]:
            return _finished(ids, query["locale"])

        return answer(request, snippet_list(request, query, TABLE, [], build), CLINICS)


class ClinicView(DeliveryView):
    """One clinic."""

    @operation(
        operation_id="get_clinic",
        summary="One clinic's public profile",
        tags=["clinics"],
        parameters=[responses.slug_of("clinic"), LOCALE.as_openapi()],
        responses=responses.CLINIC,
    )
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """How to reach a clinic, and its words in a language.

        What a clinic leaves blank is its parent group's.
        """
        query = read_parameters(request, (LOCALE,))
        found = find_snippet(TABLE, "slug", slug, []) if WORD.fullmatch(slug) else None
        profiles = _finished([found], query["locale"]) if found else {}
        if found not in profiles:
            raise NotFound("There is no clinic with this slug.")
        return answer(request, profiles[found], f"{CLINICS} {clinic_tag(slug)}")


def _finished(ids: Sequence[int], locale: str) -> dict[int, bytes]:
    return {
        pk: profile.model_dump_json().encode()
        for pk, profile in clinic_profiles(ids, locale).items()
    }


def clinic_profiles(ids: Sequence[int], locale: str) -> dict[int, ClinicProfile]:
    """Build the public profiles of these clinics, by id. Ids that do not exist are left out."""
    clinics = with_groups(ids)
    pictures = images.load_image_data(pk for pk, _role in clinic_images(clinics.values()))
    return {
        pk: build_clinic(clinics[pk], locale, clinics=clinics, pictures=pictures)
        for pk in ids
        if pk in clinics
    }
