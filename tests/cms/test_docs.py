"""Documentation that tests keep true: commands exist, links lead somewhere, tables are complete."""

import dataclasses
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from cms.server import ServerOptions
from cms.settings.variables import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OPERATORS = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE))
# A fenced block, or a span between backquotes.
CODE = r"^```\w*\n(.*?)^```|`([^`\n]+)`"


def page_id(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_commands_exist(path: Path) -> None:
    snippets = re.findall(CODE, path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    code = "\n".join(block or inline for block, inline in snippets)
    for target in re.findall(r"\bmake ([a-z][a-z-]*)", code):
        assert target in TARGETS, f"{page_id(path)} names `make {target}`"
    for command in re.findall(r"manage\.py ([a-z_]+)", code):
        assert command in get_commands(), f"{page_id(path)} names `manage.py {command}`"


@pytest.mark.parametrize("path", PAGES, ids=page_id)
def test_links_lead_to_files(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), f"{page_id(path)} links to {target}"


def test_every_check_in_the_table_is_run_by_ci() -> None:
    developers = (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8")
    checks = re.findall(r"^\| ([\w ]+) \| `make ([a-z-]+)`", developers, flags=re.MULTILINE)
    assert len(checks) >= 7
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for _name, target in checks:
        assert f"make {target}" in ci


def rows(text: str) -> dict[str, list[str]]:
    """The table rows of `text` whose first cell is a variable: name to the other cells."""
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and re.fullmatch(r"`[A-Z0-9_]+`", cells[0]):
            found[cells[0].strip("`")] = cells[1:]
    return found


def test_every_variable_of_production_has_its_row() -> None:
    documented = rows(OPERATORS)
    for variable in VARIABLES:
        needed, default, purpose, example = documented[variable.name]
        assert needed == ("yes" if variable.required else "no")
        assert default.strip("`") == (variable.default or "")
        assert purpose == variable.purpose
        assert example.strip("`") == variable.example


def test_every_variable_is_read_and_nothing_else_is() -> None:
    production = (ROOT / "cms/settings/production.py").read_text(encoding="utf-8")
    read = set(re.findall(r"env\[['\"]([A-Z0-9_]+)['\"]\]", production))
    assert read == {variable.name for variable in VARIABLES}
    assert "os.environ" not in production


def test_every_option_of_the_server_has_its_row() -> None:
    documented = rows(OPERATORS)
    for field in dataclasses.fields(ServerOptions):
        default, _purpose = documented[field.name.upper()]
        assert default.strip("`") == ("off" if field.default is False else str(field.default))


def test_every_target_of_make_is_listed_by_help() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert phony is not None
    described = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, flags=re.MULTILINE))
    assert set(phony[1].split()) == described
