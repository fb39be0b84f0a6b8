"""What is uploaded: the two apps with everything they need at run time, and nothing else."""

import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.testhost.conftest import ROOT


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_holds_the_two_apps_only(names: set[str]) -> None:
    folders = {name.split("/")[0] for name in names}
    (info,) = {folder for folder in folders if folder.endswith(".dist-info")}
    assert folders == {"articles", "api", info}


def test_holds_every_file_of_the_apps(names: set[str]) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "articles", "api"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}
    assert {name for name in names if ".dist-info/" not in name} == files


@pytest.mark.parametrize(
    "name",
    [
        "articles/py.typed",
        "api/py.typed",
        "articles/migrations/0001_initial.py",
        "articles/migrations/0001_squashed_0016_placements_pass_on.py",
        "articles/migrations/_grants.py",
        "api/migrations/0001_initial.py",
        "api/migrations/0001_squashed_0023_shares.py",
        "api/openapi.yaml",
        "articles/static/articles/css/admin.css",
        "articles/templates/articles/panels/placements.html",
        "articles/locale/es/LC_MESSAGES/django.mo",
        "articles/management/commands/publish_scheduled.py",
    ],
)
def test_holds_what_is_needed_at_run_time(names: set[str], name: str) -> None:
    assert name in names


def test_names_its_licence(names: set[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
