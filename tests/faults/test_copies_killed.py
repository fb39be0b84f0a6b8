"""A copy that is kept by `docs/recipes` is whole at each step at which its client may be killed."""

import json
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from articles.models import ArticlePage
from tests.articles.factories import ArticlePageFactory
from tests.faults.front_ends import FrontEnd, Run, front_end

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.soak,
]

Files = dict[str, bytes]


def files_in(folder: Path) -> Files:
    """What another program finds there that reads the copy meanwhile."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.json")}


class Copies:
    """Runs the client on copies of one folder; before each run it is as it was."""

    def __init__(self, client: FrontEnd, api: str, folder: Path) -> None:
        self._client, self._api = client, api
        self._kept, self._folder = folder / "kept", folder / "copy"

    def keep(self) -> Files:
        """Let runs from now on begin with what the client would have now."""
        self._run(self._kept)
        return files_in(self._kept)

    def run(self, *, die_before: int | None = None) -> Run:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._kept, self._folder)
        return self._run(self._folder, die_before)

    def go_on(self) -> Run:
        return self._run(self._folder)

    def files(self) -> Files:
        return files_in(self._folder)

    def _run(self, folder: Path, die_before: int | None = None) -> Run:
        self._client.begin(self._api, folder, {}, die_before=die_before)
        return self._client.finish()


def change(pages: list[ArticlePage]) -> None:
    """One stays, one changes, one goes."""
    _stays, changed, gone = pages
    changed.title = "Changed"
    changed.save_revision().publish()
    gone.unpublish()


def test_no_step_leaves_half_a_file(live_server: Any, tmp_path: Path) -> None:
    pages = [ArticlePageFactory(title=f"Article {number}") for number in range(3)]
    with front_end(tmp_path) as client:
        copies = Copies(client, f"{live_server.url}/api/v1", tmp_path)
        before = copies.keep()
        change(pages)
        assert copies.run() == Run(killed=False)
        after = copies.files()
        # What is between two versions of a file; of a place there are more than two.
        whole = {name: {before.get(name), after.get(name)} - {None} for name in before | after}
        steps = _die_at_each(copies, lambda: _assert_whole(copies.files(), whole, after, copies))
    # An article and a place: before the folder, the file, half of it, its new name. And what goes.
    assert steps == 2 * 4 + 1


def _die_at_each(copies: Copies, look: Callable[[], None]) -> int:
    for step in count():
        run = copies.run(die_before=step)
        if not run.killed:
            assert run == Run(killed=False)
            return step
        try:
            look()
        except (AssertionError, ValueError) as error:
            raise AssertionError(f"killed before step {step}: {error}") from error
    raise AssertionError


def _assert_whole(found: Files, whole: dict[str, Any], after: Files, copies: Copies) -> None:
    for name, text in found.items():
        json.loads(text)
        assert name == "place.json" or text in whole[name], f"{name} is neither old nor new"
    assert copies.go_on() == Run(killed=False)
    assert copies.files() == after
