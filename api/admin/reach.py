"""What the API knows of an article's reach: delivered versions, and confirmations of front ends."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from api.admin.confirmation_views import DETAIL
from api.models import DeliveryDocument
from api.models.documents import DocumentState
from api.withdrawals.confirmations import Standing, read_confirmations
from articles.models import Withdrawal
from articles.placing.reach import Reach


def say_what_is_delivered(reach: Reach, request: HttpRequest | None) -> None:
    """The hook `construct_article_reach`: versions, and who has confirmed withdrawals."""
    by_page = {each.page.pk: each for each in reach.languages}
    for page_id, version in _versions(by_page):
        by_page[page_id].version = version
    # Of several open ones in one place the newest counts.
    found = {
        (record.page_id, record.clinic_slug): record
        for record in Withdrawal.objects.filter(page__in=by_page).open().order_by("withdrawn_at")
    }
    confirmations = read_confirmations(list(found.values())) if found else {}
    for (page_id, clinic), record in found.items():
        if page_id is not None:
            standing = confirmations[record.pk]
            words = _("Withdrawn: %(confirmed)d of %(expected)d front ends confirmed")
            if clinic:
                words = _("Withdrawn at %(clinic)s: %(confirmed)d of %(expected)d confirmed")
            said = words % {
                "clinic": record.clinic_name,
                "confirmed": standing.count(Standing.CONFIRMED),
                "expected": len(standing.clients),
            }
            by_page[page_id].notes.append((said, reverse(DETAIL, args=[record.pk])))


def add_version_column(columns: list[Column], request: HttpRequest) -> None:
    """The hook `construct_clinic_article_columns`."""
    column = Column(
        "version", label=gettext_lazy("Version"), accessor=lambda page: page.delivered_version
    )
    columns.insert(4, column)


def add_versions(rows: list[Any], request: HttpRequest) -> None:
    """The hook `construct_clinic_article_rows`."""
    versions = dict(_versions([row.pk for row in rows]))
    for row in rows:
        row.delivered_version = versions.get(row.pk, "")


def _versions(page_ids: Any) -> list[tuple[int, int]]:
    """The versions that front ends get now, by page."""
    found = DeliveryDocument.objects.filter(page_id__in=list(page_ids), state=DocumentState.PUBLIC)
    return list(found.values_list("page_id", "version"))
