"""What the resources below `/webhooks/` have in common: whose key may see which endpoint."""

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from api.keys.caller import Caller, caller_of
from api.models import (
    Scope,
    WebhookEndpoint,
)
from api.v1.access import CHALLENGE
from api.v1.errors import (
    Forbidden,
    NotFound,
    Unauthorized,
)
from api.v1.pagination import HIGHEST_ID
from api.v1.views.base import JSON, DeliveryView
from api.webhooks import own


class WebhookView(DeliveryView):
    """What the scope `webhooks` is for."""

    is_content = False

    def caller(self, request: HttpRequest) -> Caller:
        caller = caller_of(request)
        if caller is None:
            raise Unauthorized(
                "Webhooks need a key: send it as `Authorization: Bearer <key>`.",
                headers={"WWW-Authenticate": CHALLENGE},
            )
        if Scope.WEBHOOKS not in caller.scopes:
            challenge = f'{CHALLENGE}, error="insufficient_scope", scope="webhooks"'
            raise Forbidden(
                "This key may not manage webhooks: it lacks the scope `webhooks`.",
                headers={"WWW-Authenticate": challenge},
            )
        return caller

    def endpoint(self, caller: Caller, number: str) -> WebhookEndpoint:
        found = None
        if number.isascii() and number.isdigit() and len(number) <= 19:
            found = own.endpoints_of(caller).filter(pk=min(int(number), HIGHEST_ID)).first()
        if found is None:
            raise NotFound("Your client has no endpoint with this number.")
        return found


def json_answer(body: BaseModel, *, status: int = 200) -> HttpResponse:
    return HttpResponse(body.model_dump_json(), status=status, content_type=JSON)
