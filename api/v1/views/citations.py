"""`/citations/{id}/`."""

import re

from django.http import HttpRequest, HttpResponse

from api.documents.citations import build_citation_document
from api.purging.tags import ARTICLES
from api.reading.public import moment
from api.reading.snippets import find_snippet, shown_condition
from api.v1 import resource_responses as responses
from api.v1.clinics import not_found, with_clinic_tag
from api.v1.filters import OF_CLINIC
from api.v1.operation import operation
from api.v1.pagination import HIGHEST_ID
from api.v1.parameters import read_parameters
from api.v1.views.base import DeliveryView
from api.v1.views.snippets import answer
from articles.models import Citation

NUMBER = re.compile(r"[0-9]{1,19}")


class CitationView(DeliveryView):
    """One source."""

    @operation(
        operation_id="get_citation",
        summary="One source",
        tags=["citations"],
        parameters=[responses.CITATION_NUMBER, OF_CLINIC.as_openapi()],
        responses=responses.CITATION,
    )
    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """A source that a published article cites, found by its own id.

        With `clinic` one that an article cites which the clinic carries.
        """
        clinic = read_parameters(request, (OF_CLINIC,))["clinic"]
        citation = None
        if NUMBER.fullmatch(number) and int(number) <= HIGHEST_ID:
            shown = shown_condition("citation", moment(), clinic=clinic)
            found = find_snippet(Citation._meta.db_table, "id", int(number), [shown])
            citation = Citation.objects.filter(pk=found).first() if found else None
        if citation is None:
            raise not_found("No published article cites a source with this id.", clinic)
        body = build_citation_document(citation).model_dump_json().encode()
        # A source changes for readers with the articles that cite it.
        tags = with_clinic_tag(f"{ARTICLES} citation-{citation.pk}", clinic)
        return answer(request, body, tags)
