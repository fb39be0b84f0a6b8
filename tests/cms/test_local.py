"""What a local server makes for itself."""

import stat
import tomllib
from pathlib import Path

import articles
from articles.evidence.keys import is_key
from cms.settings.local import local_evidence_key

ROOT = Path(__file__).resolve().parents[2]


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    kept = tmp_path / "evidence_key"
    key = local_evidence_key(kept)
    assert is_key(key)
    assert key
    assert local_evidence_key(kept) == key
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [kept]


def test_the_version_that_exports_name_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert articles.__version__ == project["version"]
