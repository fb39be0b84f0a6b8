"""What the store holds, for assertions."""

import json
from typing import Any

from api.models import DeliveryDocument


def row(page: Any) -> DeliveryDocument | None:
    return DeliveryDocument.objects.filter(pk=page.pk).first()


def state(page: Any) -> str | None:
    found = row(page)
    return found.state if found else None


def document(page: Any) -> dict[str, Any]:
    """The stored document of a public article."""
    found = row(page)
    assert found is not None, f"{page} has no document"
    assert found.state == "public"
    return dict(json.loads(bytes(found.body)))


def version(page: Any) -> int:
    found = row(page)
    assert found is not None
    return found.version


def body_text(page: Any) -> str:
    """All bytes kept of a page, as text: nothing of it may be anywhere else in its row."""
    found = row(page)
    return (bytes(found.body) + bytes(found.card)).decode() if found else ""
