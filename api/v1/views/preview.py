"""`/preview/{token}/`: a draft, for whoever an editor gave the address to."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables

from api.documents.schema import ArticleDocument
from api.keys.caller import Caller, caller_of
from api.models import PreviewSession, Scope
from api.previews.documents import build_preview, finish_preview
from api.previews.drafts import draft_of
from api.previews.sessions import PreviewRefusedError, use_preview
from api.reading.articles import Want
from api.v1 import responses
from api.v1.access import CHALLENGE
from api.v1.errors import Forbidden, PreviewRefused
from api.v1.fields import ARTICLE_FIELDS, read_fields
from api.v1.operation import operation
from api.v1.parameters import INCLUDE, RICH_TEXT, read_parameters
from api.v1.views.base import JSON, DeliveryView

PARAMETERS = (RICH_TEXT, INCLUDE, ARTICLE_FIELDS)
NOWHERE_KEPT = "private, no-store"
HEADERS = {
    "Cache-Control": NOWHERE_KEPT,
    "X-Robots-Tag": "noindex",
}


class PreviewView(DeliveryView):
    """A draft."""

    # Its token says more than a key: an editor lets this one draft be read, by whoever has it.
    is_content = False

    @operation(
        operation_id="get_preview",
        summary="A draft, as it would be published",
        tags=["previews"],
        parameters=[responses.TOKEN, *(each.as_openapi() for each in PARAMETERS)],
        responses=responses.PREVIEW,
    )
    @sensitive_variables("token")
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The document of a draft that an editor has opened to a front end, exactly as it would be
        published: show it as you show articles.

        The token is for one article, and for its latest draft or one version of it. It ends after
        15 minutes without a request, after 8 hours, when the editor closes the preview, and when
        that editor may not see the draft any more. Nothing of the answer may be kept. A key is
        not needed; one that is sent needs the scope `preview`.
        """
        query = read_parameters(request, PARAMETERS)
        fields = read_fields(query, ArticleDocument)
        caller = caller_of(request)
        _check_scope(caller)
        try:
            session = use_preview(token)
        except PreviewRefusedError as refused:
            raise PreviewRefused(str(refused), headers=HEADERS) from None
        draft = draft_of(session)
        _check_bounds(caller, session, draft.locale.language_code)
        want = Want(query["rich_text"], "json_ld" in query["include"])
        body = finish_preview(build_preview(draft), want, clinic=session.clinic)
        return HttpResponse(fields.cut(body), content_type=JSON, headers=HEADERS)


def _check_scope(caller: Caller | None) -> None:
    if caller is not None and Scope.PREVIEW not in caller.scopes:
        challenge = f'{CHALLENGE}, error="insufficient_scope", scope="preview"'
        raise Forbidden(
            "This key may not read drafts: it lacks the scope `preview`.",
            headers={"WWW-Authenticate": challenge},
        )


def _check_bounds(caller: Caller | None, session: PreviewSession, locale: str) -> None:
    """Refuse a key that is bound to another clinic or to other languages than the draft's."""
    if caller is None:
        return
    if caller.clinic is not None and (
        session.clinic is None or session.clinic.slug != caller.clinic
    ):
        raise Forbidden(f"This key is bound to {caller.clinic}, and the preview is not of it.")
    if caller.locales and locale not in caller.locales:
        raise Forbidden(f"This key is bound to {', '.join(caller.locales)}.")
