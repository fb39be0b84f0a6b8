"""The site is read while `migrate` runs, by processes that are ahead of the schema."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.articles.factories import ArticlePageFactory, ClinicFactory
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
    pytest.mark.soak,
]
BEFORE = ("articles", "0014_clinic_editors")
"""What followed gave clinics a column."""


def test_reads_are_whole_or_asked_to_come_again(tmp_path: Path) -> None:
    page, clinic = ArticlePageFactory(), ClinicFactory()
    places = [
        "/api/v1/articles/",
        f"/api/v1/articles/{page.translation_key}/",
        f"/api/v1/clinics/{clinic.slug}/",
        "/api/v1/changes/",
    ]
    client, found = Client(), Counter[tuple[str, int]]()
    with shared_database(tmp_path) as environment:
        # There and back.
        command = [sys.executable, "-m", "tests.chain", *BEFORE]
        with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment) as process:
            while process.poll() is None:
                for place in places:
                    answer = client.get(place)
                    is_whole = answer.status_code == 200
                    assert is_whole or answer.status_code == 503, (place, answer.content)
                    assert is_whole or answer["Retry-After"]
                    found[place, answer.status_code] += 1
        assert process.returncode == 0
        assert [client.get(place).status_code for place in places] == [200] * len(places)
    assert all(found[place, 200] for place in places)
    # Else the schema was never behind.
    assert found[places[2], 503]
