from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

Get = Callable[..., HttpResponse]


@pytest.fixture
def get(db: None, client: Client) -> Get:
    """Read an address below /api/v1/."""

    def read(path: str, **headers: str) -> Any:
        return client.get(f"/api/v1/{path}", headers=headers)

    return read
