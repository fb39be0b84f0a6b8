"""The recipes of docs/recipes run as they stand there, against a real server."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from api.models import Acknowledgement, Change, StoreState
from articles.models import ArticlePage, Withdrawal
from articles.models.withdrawals import Severity
from tests.api.keys.factories import make_key
from tests.articles.factories import ArticlePageFactory, rich_text, section, sections_for
from tests.javascript import _command

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

RECIPES = Path(settings.BASE_DIR) / "docs" / "recipes"


@pytest.fixture
def api(live_server: Any) -> str:
    return f"{live_server.url}/api/v1"


def build(api: str, folder: Path) -> dict[str, list[str]]:
    done = subprocess.run(
        [_command("node"), RECIPES / "build-site.js", api, folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    changes: dict[str, list[str]] = json.loads(done.stdout)
    return changes


def take_back(page: ArticlePage) -> None:
    Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale=page.locale.language_code,
        slug=page.slug,
        title=page.title,
        severity=Severity.CRITICAL,
        reason="The dose is <wrong>.",
    )
    page.unpublish()


def test_a_static_site_follows_what_is_published(api: str, tmp_path: Path) -> None:
    first, second = ArticlePageFactory(title="Sleep & migraine"), ArticlePageFactory()
    built = build(api, tmp_path)
    assert set(built["written"]) == {f"en/{first.slug}", f"en/{second.slug}"}
    html = (tmp_path / "en" / first.slug / "index.html").read_text(encoding="utf-8")
    assert "<h1>Sleep &amp; migraine</h1>" in html
    assert build(api, tmp_path) == {"written": [], "removed": []}
    first.summary = "Said anew."
    first.save_revision().publish()
    take_back(second)
    assert build(api, tmp_path) == {
        "written": [f"en/{first.slug}"],
        "removed": [f"en/{second.slug}"],
    }
    assert "Said anew." in (tmp_path / "en" / first.slug / "index.html").read_text()
    assert not (tmp_path / "en" / second.slug).exists()


@contextmanager
def site(api: str) -> Iterator[HTTPConnection]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([_command("node"), RECIPES / "server.js", api, str(port)])
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        for _attempt in range(100):
            try:
                connection.connect()
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        yield connection
    finally:
        connection.close()
        process.terminate()
        process.wait(timeout=20)


def test_pages_are_rendered_with_the_apis_tags(api: str) -> None:
    hostile = rich_text("<p>Text</p>")
    page = ArticlePageFactory(
        title="</script><script>alert(1)</script>",
        slug="hostile",
        sections=[*sections_for("lifestyle"), section("living_with", hostile)],
    )
    gone = ArticlePageFactory(slug="gone")
    take_back(gone)
    Redirect.add_redirect("/old/place", "https://www.example.org/new/", is_permanent=True)
    with site(api) as connection:

        def get(path: str) -> tuple[int, dict[str, str], str]:
            connection.request("GET", path)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return response.status, headers, response.read().decode()

        status, headers, html = get("/en/hostile/")
        assert status == 200
        assert f"article-{page.translation_key}" in headers["surrogate-key"]
        assert headers["cache-control"].startswith("public, max-age=30")
        assert "<script>alert(1)" not in html
        assert "application/ld+json" in html
        status, headers, html = get("/en/gone/")
        assert status == 410
        assert "The dose is &lt;wrong&gt;." in html
        assert get("/en/nothing/")[0] == 404
        assert get("/xx/hostile/")[0] == 404
        status, headers, _html = get("/old/place/")
        assert (status, headers["location"]) == (301, "https://www.example.org/new/")


def test_every_type_of_block_is_rendered(tmp_path: Path) -> None:
    """The renderer knows each type of the OpenAPI's union; texts of all of them come out."""
    from typing import get_args

    from api.documents.schema import BodyBlock
    from api.v1.examples import ARTICLE

    types = {
        each.model_fields["type"].default for each in get_args(get_args(BodyBlock.__value__)[0])
    }
    script = (RECIPES / "render.js").read_text(encoding="utf-8")
    assert {each for each in types if f'case "{each}":' in script} == types
    article = ARTICLE.model_dump(mode="json")
    posters = add_posters(article, "https://cms.example.org/poster.jpg")
    (tmp_path / "article.json").write_text(json.dumps(article))
    shutil.copy(RECIPES / "render.js", tmp_path / "render.mjs")
    (tmp_path / "run.mjs").write_text(
        'import { readFileSync } from "node:fs";\n'
        'import { renderArticle } from "./render.mjs";\n'
        'console.log(renderArticle(JSON.parse(readFileSync(process.argv[2], "utf8"))));\n'
    )
    done = subprocess.run(
        [_command("node"), tmp_path / "run.mjs", tmp_path / "article.json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "undefined" not in done.stdout
    assert "[object" not in done.stdout
    assert done.stdout.count('src="https://cms.example.org/poster.jpg"') == posters == 1


def add_posters(article: dict[str, Any], url: str) -> int:
    """Give each video a poster; return how many there are."""
    blocks = [block for section in article["sections"] for block in section["body"]]
    videos = [block for block in blocks if block["type"] == "video"]
    for video in videos:
        files = [{"url": url, "width": 800, "height": 533}]
        sources = [{"type": "image/jpeg", "srcset": files}]
        video["poster"] = {**article["hero_image"], "sources": sources}
    return len(videos)


def test_the_page_of_recipes_names_each_file() -> None:
    page = (RECIPES.parent / "recipes.md").read_text(encoding="utf-8")
    for file in RECIPES.iterdir():
        assert f"recipes/{file.name}" in page, file.name


def run_follower(api: str, kept: Path, key: str = "") -> dict[str, list[str]]:
    done = subprocess.run(
        [_command("node"), RECIPES / "keep-copy.js", api, kept],
        env={**os.environ, "CLINIC_ARTICLES_KEY": key},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    changes: dict[str, list[str]] = json.loads(done.stdout)
    return changes


def test_a_copy_follows_the_feed(api: str, tmp_path: Path) -> None:
    kept = tmp_path / "copy"

    def follow() -> dict[str, list[str]]:
        return run_follower(api, kept)

    def titles() -> set[str]:
        return {json.loads(file.read_text())["article"]["title"] for file in kept.glob("*/*.json")}

    first = ArticlePageFactory(title="Sleep")
    second, third = ArticlePageFactory(title="Rest"), ArticlePageFactory(title="Air")
    assert len(follow()["written"]) == 3
    assert follow() == {"written": [], "removed": [], "late": []}
    first.title = "Sleep and migraine"
    first.save_revision().publish()
    take_back(second)
    assert follow() == {
        "written": [f"en/{first.translation_key}"],
        "removed": [f"en/{second.translation_key}"],
        "late": [],
    }
    # Away for longer than changes are kept: the snapshot says what is not there any more.
    third.unpublish()
    StoreState.objects.update(pruned_to=Change.objects.latest("sequence").sequence)
    Change.objects.all().delete()
    assert follow() == {"written": [], "removed": [f"en/{third.translation_key}"], "late": []}
    assert titles() == {"Sleep and migraine"}


def test_a_follower_with_a_key_confirms_what_it_took_down(api: str, tmp_path: Path) -> None:
    key, kept = make_key(name="Website"), tmp_path / "copy"

    def follow() -> list[str]:
        return run_follower(api, kept, key.text.whole)["removed"]

    def confirmed() -> set[str]:
        return set(Acknowledgement.objects.values_list("withdrawal__slug", flat=True))

    one, two, three = (ArticlePageFactory(slug=slug) for slug in ("one", "two", "three"))
    follow()
    take_back(one)
    assert follow() == [f"en/{one.translation_key}"]
    assert confirmed() == {"one"}
    # What the follower never held is confirmed too, and nothing twice.
    four = ArticlePageFactory(slug="four")
    take_back(four)
    assert follow() == []
    assert confirmed() == {"one", "four"}
    # Away for longer than changes are kept.
    take_back(two)
    three.unpublish()
    StoreState.objects.update(pruned_to=Change.objects.latest("sequence").sequence)
    Change.objects.all().delete()
    assert len(follow()) == 2
    assert confirmed() == {"one", "four", "two"}
    assert Acknowledgement.objects.count() == 3
    # The copy was lost: what was withdrawn before it begins anew is confirmed.
    five = ArticlePageFactory(slug="five")
    take_back(five)
    assert run_follower(api, tmp_path / "another", key.text.whole)["removed"] == []
    assert confirmed() == {"one", "four", "two", "five"}
