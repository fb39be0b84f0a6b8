"""The address to which a clinic's drafts are opened."""

import pytest
from django.core.exceptions import ValidationError

from articles.validators import validate_preview_url


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/preview?token={token}",
        "https://www.example.org/{locale}/{slug}/?preview={token}",
        "https://www.example.org:8443/preview/{token}/{id}",
        "https://www.example.org/preview#{token}",
        "http://localhost:3000/preview?token={token}",
        "http://127.0.0.1/preview?token={token}",
        "http://[::1]:3000/preview?token={token}",
    ],
)
def test_right_ones(address: str) -> None:
    validate_preview_url(address)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://www.example.org/?token={token}", "preview_url"),
        ("http://localhost.example.org/?token={token}", "preview_url"),
        ("//www.example.org/?token={token}", "preview_url"),
        ("javascript:alert('{token}')", "preview_url"),
        ("https://user@www.example.org/?token={token}", "preview_url"),
        ("https://{slug}.example.org/?token={token}", "preview_url"),
        ("https://www.example.org/a b?token={token}", "preview_url"),
        ("https://www.example.org/preview", "preview_url_token"),
        ("https://www.example.org/{Token}", "preview_url_places"),
        ("https://www.example.org/{token}{", "preview_url_places"),
        ("https://www.example.org/{token.x}", "preview_url_places"),
        ("https://www.example.org/{}{token}", "preview_url_places"),
    ],
)
def test_wrong_ones(address: str, code: str) -> None:
    with pytest.raises(ValidationError) as raised:
        validate_preview_url(address)
    assert raised.value.code == code
