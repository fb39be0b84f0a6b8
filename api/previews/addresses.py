"""Where a clinic's front end shows a draft."""

from urllib.parse import quote, urlsplit

from api.models import PreviewSession
from api.previews.tokens import make_token


def front_end_address(session: PreviewSession) -> str:
    """Return the address at the session's clinic, with a token: it is as good as the draft."""
    page = session.page
    values = {
        "token": make_token(session),
        "locale": page.locale.language_code,
        "slug": page.slug,
        "id": str(page.translation_key),
    }
    address = session.clinic.preview_url if session.clinic else ""
    for name, value in values.items():
        address = address.replace(f"{{{name}}}", quote(value, safe=""))
    return address


def origin_of(address: str) -> str:
    """Return the origin of a clinic's address, as browsers write it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()
