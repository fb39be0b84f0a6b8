"""Articles that were taken back and have not come back."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

import swapper
from django.db.models import Q

from api.documents.public_pages import PublicPage, public_pages
from api.documents.schema import ReplacementRef, WithdrawalNotice
from api.documents.sources import Reference
from articles.models import Withdrawal

Translation = tuple[UUID, str]
"""What names a page after it was deleted: its translation key and its language."""


class OpenWithdrawal(NamedTuple):
    """An open withdrawal, and its replacement where that is public."""

    withdrawal: Withdrawal
    replacement: PublicPage | None

    @property
    def notice(self) -> WithdrawalNotice:
        return WithdrawalNotice(
            withdrawal_id=self.withdrawal.uuid,
            severity=self.withdrawal.severity,
            reason=self.withdrawal.reason,
            withdrawn_at=self.withdrawal.withdrawn_at,
            replaced_by=_replacement_ref(self.replacement) if self.replacement else None,
        )

    @property
    def references(self) -> set[Reference]:
        """What the notice depends on: its replacement, whether it is public or not."""
        replaced_by = self.withdrawal.replaced_by_id
        return {("page", replaced_by)} if replaced_by else set()


def open_withdrawals(
    page_ids: Collection[int], deleted: Mapping[int, Translation]
) -> dict[int, OpenWithdrawal]:
    """The open withdrawal of each of these pages that has one, by page id.

    An alias has its source's, since it shows the same text.
    ``deleted``: former pages, by their ids. The records of withdrawals outlive pages.
    """
    if not page_ids and not deleted:
        return {}
    keys = {key for key, _locale in deleted.values()}
    sources = _sources_of_aliases(page_ids)
    found = Withdrawal.objects.filter(
        Q(page_id__in={*page_ids, *sources.values()}) | Q(page=None, translation_key__in=keys),
        clinic_slug="",
        reinstated_at=None,
    ).order_by("withdrawn_at", "pk")
    of_pages: dict[int, Withdrawal] = {}
    of_deleted: dict[Translation, Withdrawal] = {}
    for withdrawal in found:
        if withdrawal.page_id:
            of_pages[withdrawal.page_id] = withdrawal
        else:
            of_deleted[withdrawal.translation_key, withdrawal.locale] = withdrawal
    of_pages |= {alias: of_pages[source] for alias, source in sources.items() if source in of_pages}
    for page_id, translation in deleted.items():
        if translation in of_deleted:
            of_pages[page_id] = of_deleted[translation]
    ids = {withdrawal.replaced_by_id for withdrawal in of_pages.values()} - {None}
    replacements = public_pages(Q(pk__in=ids)) if ids else {}
    return {
        page_id: OpenWithdrawal(withdrawal, replacements.get(withdrawal.replaced_by_id or 0))
        for page_id, withdrawal in of_pages.items()
    }


def _sources_of_aliases(page_ids: Collection[int]) -> dict[int, int]:
    """What each of these pages that is an alias is an alias of, by page id."""
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    found = pages.filter(pk__in=page_ids, alias_of__isnull=False)
    return dict(found.values_list("pk", "alias_of_id"))


def _replacement_ref(page: PublicPage) -> ReplacementRef:
    return ReplacementRef(
        id=page.translation_key,
        slug=page.slug,
        locale=page.locale,
        title=page.title,
        url=page.url,
    )
