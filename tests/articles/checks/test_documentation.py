"""The rules in the guides are the rules of the registry."""

import re
from pathlib import Path

from articles.checks.registry import rules

DOCS = Path(__file__).resolve().parents[3] / "docs"


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without the table's head."""
    text = (DOCS / page).read_text(encoding="utf-8").split(f"## {heading}\n")[1]
    lines = re.findall(r"^\|(.*)\|$", text.split("\n## ")[0], flags=re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines[2:]]


def test_editors_find_every_rule() -> None:
    kinds = {"blocking": "blocks", "warning": "warns"}
    assert rows("editors.md", "What is checked") == [
        [rule.id, str(rule.title), kinds[rule.severity], str(rule.cure)] for rule in rules
    ]


def test_hosts_find_every_threshold_with_its_default() -> None:
    documented = [row[:3] for row in rows("plugin.md", "Editorial checks")]
    assert documented == [
        [rule.id, f"`{name}`", f"`{default}`"]
        for rule in rules
        for name, default in rule.thresholds.items()
    ]
