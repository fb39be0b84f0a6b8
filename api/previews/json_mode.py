"""The preview panel's mode “JSON”: the document that front ends would get."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from api.models import DeliveryDocument
from api.models.documents import DocumentState
from api.previews.documents import preview_data
from api.previews.json_html import tree_html
from api.previews.json_tree import build_tree
from articles.previewing.modes import PreviewMode


def json_mode(page: Any) -> list[PreviewMode]:
    return [PreviewMode("json", _("JSON"), serve_json)]


def serve_json(page: Any, request: HttpRequest) -> HttpResponse:
    """Show the document of a page instance, and what it changes in the live one."""
    live = _live_document(page)
    tree = build_tree(preview_data(page), live)
    context = {
        "page": page,
        "is_live": live is not None,
        "changes": tree.changes,
        "tree": tree_html(tree),
    }
    return TemplateResponse(request, "api/previews/json.html", context)


def _live_document(page: Any) -> Any:
    rows = DeliveryDocument.objects.filter(pk=page.pk, state=DocumentState.PUBLIC)
    body = rows.values_list("body", flat=True).first()
    return None if body is None else json.loads(bytes(body))
