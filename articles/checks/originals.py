"""Reads what has changed in the originals of translations since these were signed off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import swapper
from django.conf import settings
from django.utils import timezone

from articles.models import Publication, SignOff
from articles.review.source_changes import SourceChange, build_source_changes


@dataclass(frozen=True, slots=True)
class Translation:
    """A page that may be one: its id, what joins it to its original, and its raw sections."""

    page_id: int
    translation_key: UUID
    language: str
    sections: Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A translation, its last approval, and the original's text then and now."""

    translation: Translation
    sign_off: int
    then: int
    now: int


def read_source_changes(
    translations: Iterable[Translation],
) -> dict[int, tuple[SourceChange, ...]]:
    """Changes by page id; a page without any is left out.

    The original is the article in the site's own language (`LANGUAGE_CODE`). Nothing is said of a
    translation that was signed before its original was live: there is nothing to compare with.
    A constant number of queries, none where every article is in the site's own language.
    """
    own = settings.LANGUAGE_CODE.split("-")[0]
    others = [translation for translation in translations if translation.language != own]
    pairs = list(_pairs(others, own)) if others else []
    if not pairs:
        return {}
    texts = Publication.objects.in_bulk({key for pair in pairs for key in (pair.then, pair.now)})
    signed = SignOff.objects.in_bulk({pair.sign_off for pair in pairs})
    found = {
        pair.translation.page_id: build_source_changes(
            then=texts[pair.then].content["sections"],
            now=texts[pair.now].content["sections"],
            signed=signed[pair.sign_off].content.get("sections", []),
            present=pair.translation.sections,
            changed_on=timezone.localdate(texts[pair.now].live_from),
        )
        for pair in pairs
    }
    return {page_id: changes for page_id, changes in found.items() if changes}


def _pairs(translations: Sequence[Translation], own: str) -> Iterable[_Pair]:
    """Translations whose original reads otherwise than when they were last approved."""
    originals = _originals({each.translation_key for each in translations}, own)
    approvals = _last_approvals([each.page_id for each in translations])
    history = _history(originals.values())
    for each in translations:
        approval = approvals.get(each.page_id)
        texts = history.get(originals.get(each.translation_key, 0), [])
        if approval is None or not texts:
            continue
        sign_off, signed_at = approval
        now = texts[0]
        then = next((text for text in texts if text["live_from"] <= signed_at), None)
        is_live = now["live_until"] is None
        if then and is_live and then["content_hash"] != now["content_hash"]:
            yield _Pair(each, sign_off, then["pk"], now["pk"])


def _originals(keys: set[UUID], language: str) -> dict[UUID, int]:
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    found = pages.filter(translation_key__in=keys, alias_of=None, live=True).values_list(
        "translation_key", "pk", "locale__language_code"
    )
    return {key: pk for key, pk, code in found if code.split("-")[0] == language}


def _last_approvals(page_ids: Sequence[int]) -> dict[int, tuple[int, Any]]:
    approved = SignOff.objects.filter(
        page_id__in=page_ids, role=SignOff.Role.CLINICAL, decision=SignOff.Decision.APPROVED
    )
    rows = approved.order_by("signed_at", "pk").values_list("page_id", "pk", "signed_at")
    return {page_id: (pk, signed_at) for page_id, pk, signed_at in rows}


def _history(page_ids: Iterable[int]) -> Mapping[int, list[dict[str, Any]]]:
    """The texts of each original without their content, the newest first."""
    rows = Publication.objects.filter(page_id__in=list(page_ids)).order_by("-live_from", "-pk")
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("pk", "page_id", "live_from", "live_until", "content_hash"):
        found.setdefault(row["page_id"], []).append(row)
    return found
