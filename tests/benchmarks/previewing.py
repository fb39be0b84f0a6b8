"""How long an editor waits from the last key until the preview panel shows the text.

    python -m tests.benchmarks.previewing [--rounds 10] [--against FOLDER]

In Chromium, with autosave on, in an article of the demo, served as `make run` serves it. Prints
medians for a plain field and for rich text, in parts: until the editor asks, the answer that takes
the form, the answer that is the draft, and until it is drawn. `--against` names another checkout,
whose rounds take turns with this one's.
"""

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.processes import free_port, running
from tests.benchmarks.report import print_table
from tests.benchmarks.starting import unconfigured, wait_for_articles
from tests.benchmarks.steps import ROOT

ARTICLE = "ketamine-infusion-therapy-for-migraine"
PLACE = 700
PARTS = ("until asked", "form taken", "draft answered", "loaded and drawn", "all")

# Wagtail notices what is typed only after its picture of the untouched form was taken.
WATCH = """
document.addEventListener("w-unsaved:watch-edits", () => {
  document.documentElement.dataset.editsWatched = "true";
});
performance.setResourceTimingBufferSize(5000);
addEventListener("keydown", () => { window.lastKey = performance.now(); }, true);
"""
SEEN = """
(text) => {
  const shown = document.querySelector("#w-preview-iframe").contentDocument;
  if (!shown?.querySelector("main")?.textContent.includes(text)) return null;
  const now = performance.now();
  const [form, draft] = ["fetch", "iframe"].map((kind) =>
    performance.getEntriesByType("resource").findLast((one) =>
      one.initiatorType === kind && one.name.includes("/preview/")));
  return [form.startTime - lastKey, form.duration, draft.responseEnd - draft.startTime,
    now - draft.responseEnd, now - lastKey];
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--against", type=Path, help="another checkout, measured in turns")
    arguments = parser.parse_args()
    trees = {"this": ROOT} | ({"other": arguments.against.resolve()} if arguments.against else {})
    measure(trees, rounds=arguments.rounds)


def measure(trees: dict[str, Path], *, rounds: int) -> None:
    with ExitStack() as stack:
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        editors = {name: stack.enter_context(editor(browser, tree)) for name, tree in trees.items()}
        found: dict[tuple[str, str], list[list[float]]] = {}
        # The first of each is for warming up.
        for number in range(rounds + 1):
            for field in ("title", "rich text"):
                for name, page in editors.items():
                    page.bring_to_front()
                    times = seen_after(page, field, f"{field[:4]}{number}")
                    if number:
                        found.setdefault((field, name), []).append(times)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {rounds}, in seconds")
    rows = [
        (
            f"{field}, {name}",
            *(f"{median(column) / 1000:.2f}" for column in zip(*times, strict=True)),
            f"{max(each[-1] for each in times) / 1000:.2f}",
        )
        for (field, name), times in found.items()
    ]
    print_table(("", *PARTS, "slowest"), rows)


@contextmanager
def editor(browser: Browser, tree: Path) -> Iterator[Page]:
    """The editor of an article of the demo, with the preview panel open and scrolled."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = {**unconfigured(), "PORT": str(port), "CMS_VAR_DIR": folder}
        command = [sys.executable, "manage.py", "serve"]
        with running(command, env=env, cwd=tree, log=Path(folder) / "serve.log") as group:
            wait_for_articles(group, port)
            site = f"http://127.0.0.1:{port}"
            page = browser.new_page(viewport={"width": 1600, "height": 1000})
            page.add_init_script(WATCH)
            page.set_default_timeout(60_000)
            page.goto(f"{site}/admin/login/")
            page.fill("#id_username", "editor")
            page.fill("#id_password", "editor-demo")
            page.click("button[type=submit]")
            page.goto(f"{site}/admin/pages/{article_in(Path(folder))}/edit/")
            page.wait_for_selector("html[data-edits-watched]", state="attached")
            page.locator("[data-side-panel-toggle=preview]").click()
            page.frame_locator("#w-preview-iframe").locator("article.article h1").wait_for()
            page.locator("[data-streamfield-child] button[data-panel-toggle]").first.click()
            yield page
            page.close(run_before_unload=False)


def article_in(folder: Path) -> int:
    """The page's number in the database."""
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        query = "SELECT id FROM wagtailcore_page WHERE slug = ?"
        return int(database.execute(query, [ARTICLE]).fetchone()[0])


def seen_after(page: Page, field: str, text: str) -> list[float]:
    """Type a text into a field; return the milliseconds of each part until it is seen."""
    frame = "document.querySelector('#w-preview-iframe').contentWindow"
    page.evaluate(f"{frame}.scrollTo(0, {PLACE}); performance.clearResourceTimings()")
    place = page.locator("#id_title" if field == "title" else ".public-DraftEditor-content").first
    place.click()
    page.keyboard.press("End")
    page.keyboard.type(f" {text}", delay=60)
    times = page.wait_for_function(SEEN, arg=text, polling="raf").json_value()
    assert page.evaluate(f"{frame}.scrollY") == PLACE, "The preview lost its place."
    # The autosave of this is not to be in the way of the next.
    page.wait_for_selector("#w-autosave-indicator[data-w-autosave-state-value=saved]")
    page.wait_for_timeout(1000)
    return [float(time) for time in times]


if __name__ == "__main__":
    main()
