"""docs/plugin.md says what is so: its code is the test site's, its table is the settings'."""

import re

import pytest

from api import conf as api_conf
from articles import conf as articles_conf
from tests.testhost.conftest import ROOT

GUIDE = (ROOT / "docs/plugin.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```python\n(.*?)^```", GUIDE, flags=re.MULTILINE | re.DOTALL)
SITE = ROOT / "tests/testhost/site"


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.strip().splitlines()[0])
def test_every_snippet_is_run_by_the_test_site(snippet: str) -> None:
    files = [path.read_text(encoding="utf-8") for path in SITE.rglob("*.py")]
    assert any(snippet in text for text in files), snippet


def test_every_setting_has_its_row_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `(.*?)` \|", GUIDE, flags=re.MULTILINE))
    defaults = {**api_conf.DEFAULTS, **articles_conf.DEFAULTS}
    # A text has its quotation marks: they are part of what is written.
    texts = {name for name, default in articles_conf.DEFAULTS.items() if isinstance(default, str)}
    assert rows == {
        name: repr(default) if name in texts else str(default) for name, default in defaults.items()
    }
