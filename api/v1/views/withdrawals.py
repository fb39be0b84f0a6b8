"""`/withdrawals/{id}/` and its acknowledgements: the only thing that front ends write."""

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from api.documents.columns import etag_of
from api.documents.public_pages import public_pages
from api.documents.schema import WithdrawalAcknowledgement, WithdrawalDocument
from api.documents.withdrawals import OpenWithdrawal
from api.keys.caller import Caller, caller_of
from api.models import Acknowledgement
from api.reading.clinics import notice_at
from api.reading.public import moment
from api.v1 import resource_responses as responses
from api.v1.access import CHALLENGE
from api.v1.bodies import read_object, text_member
from api.v1.caching import conditional, known_etags, public_headers
from api.v1.errors import NotFound, Unauthorized
from api.v1.operation import operation
from api.v1.parameters import read_parameters
from api.v1.views.articles import UUID_FORM
from api.v1.views.base import JSON, DeliveryView
from api.withdrawals.acknowledging import acknowledge, find_withdrawal
from articles.models import Clinic, Withdrawal

MEMBERS = {"note": text_member(Acknowledgement.LONGEST_NOTE)}


class WithdrawalView(DeliveryView):
    """One withdrawal."""

    @operation(
        operation_id="get_withdrawal",
        summary="One withdrawal",
        tags=["withdrawals"],
        parameters=[responses.WITHDRAWAL_ID],
        responses=responses.WITHDRAWAL,
    )
    def get(self, request: HttpRequest, withdrawal_id: str) -> HttpResponse:
        """Why and when an article was taken back, and whether it has come back since.

        `withdrawal_id` comes with the 410 of the article and with its entry in `/changes/`.
        """
        read_parameters(request, ())
        caller = caller_of(request)
        withdrawal = get_withdrawal(withdrawal_id, caller)
        body = _document(withdrawal).model_dump_json().encode()
        bound = Clinic.objects.filter(slug=caller.clinic).first() if caller else None
        if bound is not None:
            body = notice_at(bound.pk, body, moment())
        return conditional(
            body,
            etag=etag_of(body),
            known=known_etags(request),
            headers=public_headers(f"article-{withdrawal.translation_key}"),
            media_type=JSON,
        )


class AcknowledgementView(DeliveryView):
    """That a client has taken a withdrawn article down."""

    methods = ("POST", "OPTIONS")

    @operation(
        operation_id="acknowledge_withdrawal",
        summary="Confirm that a withdrawn article is taken down",
        tags=["withdrawals"],
        parameters=[responses.WITHDRAWAL_ID],
        request=responses.ACKNOWLEDGEMENT_BODY,
        responses=responses.ACKNOWLEDGEMENT,
    )
    def post(self, request: HttpRequest, withdrawal_id: str) -> HttpResponse:
        """Send it when no copy of the article is shown any more, cached ones included: publishers
        see which front ends have confirmed, and which are late.

        It needs a key. Whoever holds nothing of the article confirms as well. Only a client's
        first acknowledgement counts (201); sent again, it is answered with that one (200).
        """
        read_parameters(request, ())
        caller = caller_of(request)
        if caller is None:
            raise Unauthorized(
                "Acknowledging needs a key: send it as `Authorization: Bearer <key>`.",
                headers={"WWW-Authenticate": CHALLENGE},
            )
        note = read_object(request, MEMBERS).get("note", "")
        withdrawal = get_withdrawal(withdrawal_id, caller)
        made = acknowledge(withdrawal, caller, note=note)
        return HttpResponse(
            _acknowledgement(made.acknowledgement).model_dump_json(),
            status=201 if made.is_new else 200,
            content_type=JSON,
        )


def get_withdrawal(withdrawal_id: str, caller: Caller | None) -> Withdrawal:
    """Return the withdrawal if it concerns the caller, or raise the 404."""
    found = None
    if UUID_FORM.fullmatch(withdrawal_id):
        found = find_withdrawal(UUID(withdrawal_id), caller)
    if found is None:
        raise NotFound("There is no withdrawal with this id, or none that concerns this key.")
    return found


def _document(withdrawal: Withdrawal) -> WithdrawalDocument:
    replaced_by = withdrawal.replaced_by_id
    pages = public_pages(Q(pk=replaced_by)) if replaced_by else {}
    replacement = pages.get(replaced_by) if replaced_by else None
    return WithdrawalDocument(
        **dict(OpenWithdrawal(withdrawal, replacement).notice),
        article_id=withdrawal.translation_key,
        locale=withdrawal.locale,
        clinic=withdrawal.clinic.slug if withdrawal.clinic else None,
        reinstated_at=withdrawal.reinstated_at,
    )


def _acknowledgement(made: Acknowledgement) -> WithdrawalAcknowledgement:
    return WithdrawalAcknowledgement(
        withdrawal_id=made.withdrawal_uuid,
        client=made.client_name,
        note=made.note or None,
        acknowledged_at=made.acknowledged_at,
    )
