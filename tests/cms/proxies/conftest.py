"""Real proxies from the distribution's packages, with the shipped files."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.benchmarks.proxies import find_program
from tests.cms.proxies.site import Door, Site, own_database


def require(program: str) -> None:
    if find_program(program) is None:
        pytest.skip(f"{program} is not installed: apt-get install varnish nginx")


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock(), own_database(folder) as database_url:
        site = Site(folder, database_url)
        with site.served(), site.staffed():
            yield site


@pytest.fixture
def varnish(request: pytest.FixtureRequest) -> Iterator[Door]:
    require("varnishd")
    with request.getfixturevalue("site").varnish() as door:
        yield door


@pytest.fixture
def nginx(request: pytest.FixtureRequest) -> Iterator[Door]:
    require("nginx")
    with request.getfixturevalue("site").nginx() as door:
        yield door
