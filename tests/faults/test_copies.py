"""A front end's copy equals the manifest, whatever dies and whatever the network does meanwhile."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as django_settings
from django.test import Client

from api.models import Acknowledgement, Change
from articles.models import ArticlePage, Withdrawal
from articles.withdrawing.state import withdrawn_everywhere
from tests.api.keys.factories import make_key
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    SuperuserFactory,
    TopicFactory,
)
from tests.benchmarks.processes import free_port
from tests.faults.front_ends import FrontEnd, Run, front_end
from tests.faults.network import Network
from tests.faults.rounds import ROUNDS
from tests.faults.theatre import Stage, stage
from tests.shared_database import shared_database

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
    pytest.mark.soak,
]
SEQUENCES = ROUNDS * 200 or 4
RUNS = 7
"""Of the client, in each sequence."""
STEPS_OF_ACTS, STEPS_OF_RUNS = 25, 10
"""Killed before one of that many, an editor or a client dies more often than not."""

Copy = dict[tuple[str, str], str]


class Server:
    """The CMS in a process that can be killed."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self._process = process
        self.port = port
        self.api = f"http://127.0.0.1:{port}/api/v1"
        self.start()

    def start(self) -> None:
        self._say("start")

    def kill(self) -> None:
        self._say("kill")

    def _say(self, word: str) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{word}\n")
        stdin.flush()
        assert stdout.readline().strip() == word

    def get(self, path: str, headers: dict[str, str]) -> tuple[str, bytes]:
        """Return the ETag and the bytes of an answer that nothing lies in the way of."""
        with urlopen(Request(f"{self.api}/{path}", headers=headers), timeout=30) as answer:
            return answer.headers["ETag"].strip('"'), answer.read()


class Editors:
    """Act at random, on articles at random; they are killed at times."""

    def __init__(self, scene: Stage) -> None:
        self.scene = scene
        self.user = SuperuserFactory()
        client = Client()
        client.force_login(self.user)
        self.session = client.cookies["sessionid"].value
        self.clinic, self.topic = ClinicFactory(slug="north"), TopicFactory()
        self.libraries = [ArticleIndexPageFactory(), ArticleIndexPageFactory()]
        self.counted: Counter[str] = Counter()

    def begin(self, chance: random.Random) -> None:
        """Clear away what an earlier sequence has left."""
        self.chance = chance
        for page in ArticlePage.objects.all():
            page.delete()
        for _ in range(4):
            ArticlePageFactory(topics={"about": self.topic}, hero_decorative=True)

    def act(self) -> None:
        pages = list(ArticlePage.objects.order_by("pk"))
        if len(pages) < 3:
            DraftArticleFactory(topics={"about": self.topic}, hero_decorative=True)
            return
        page = self.chance.choice(pages)
        name, arguments = self.chance.choice(self._possible(page))
        fatal = self.chance.randrange(STEPS_OF_ACTS) if self.chance.random() < 0.3 else None
        done = self.scene.perform(name, arguments, die_before=fatal)
        assert not done.error, (name, arguments, done.error)
        self.counted[f"{name}{', killed' if done.killed else ''}"] += 1

    def _possible(self, page: ArticlePage) -> list[tuple[str, dict[str, Any]]]:
        number = self.chance.randrange(10**9)
        own: dict[str, Any] = {"page": page.pk, "session": self.session}
        found: list[tuple[str, dict[str, Any]]] = [
            ("delete", own),
            ("move", {**own, "parent": self.chance.choice(self._elsewhere(page))}),
            ("place", {"page": page.pk, "clinic": self.clinic.pk}),
            ("edit_topic", {"topic": self.topic.pk, "name": f"Topic {number}"}),
            ("edit_clinic", {"clinic": self.clinic.pk, "name": f"Clinic {number}"}),
        ]
        if self.chance.random() < 0.2 and Change.objects.exists():
            found.append(("forget_changes", {}))
        record = withdrawn_everywhere(page)
        if record is not None:
            reinstate = ("reinstate", {"withdrawal": record.pk, "user": self.user.pk})
            return [*found, *[reinstate] * 4]
        title = f"Title {number}"
        found += [("publish", {**own, "title": title})] * 4
        found.append(("publish", {**own, "title": title, "slug": f"slug-{number}"}))
        if page.live:
            taken_back = {"page": page.pk, "user": self.user.pk}
            found += [("unpublish", own), ("withdraw", taken_back), ("withdraw", taken_back)]
        return found

    def _elsewhere(self, page: ArticlePage) -> list[int]:
        parent = page.get_parent().pk
        return [each.pk for each in self.libraries if each.pk != parent]


class Reader:
    """A front end on a bad network, with a copy on its disk."""

    def __init__(self, client: FrontEnd, network: Network, folder: Path, key: str) -> None:
        self.client, self.network, self.folder = client, network, folder
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def begin(self, *, die_before: int | None = None) -> None:
        self.client.begin(self.network.api, self.folder, self.headers, die_before=die_before)

    def held(self) -> Iterator[tuple[tuple[str, str], bytes]]:
        for file in self.folder.glob("*/*.json"):
            yield (file.stem, file.parent.name), file.read_bytes()


@contextmanager
def served(environment: dict[str, str], folder: Path) -> Iterator[Server]:
    port = free_port()
    with (
        (folder / "serving.log").open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.serving", str(port)],
            cwd=django_settings.BASE_DIR,
            env={**environment, "DJANGO_SETTINGS_MODULE": "tests.faults.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        # When its input ends it ends its child, and itself.
        yield Server(process, port)


def disturb(reader: Reader, server: Server, editors: Editors, chance: random.Random) -> Run:
    """Run the client once, while others act and things break."""
    if chance.random() < 0.1:
        with reader.network.refusing():
            reader.begin()
            return reader.client.finish()
    reader.begin(die_before=chance.randrange(STEPS_OF_RUNS) if chance.random() < 0.6 else None)
    if dies := chance.random() < 0.15:
        server.kill()
    for _ in range(chance.choice([0, 1, 1, 2])):
        editors.act()
    if chance.random() < 0.1:
        reader.client.kill()
    run = reader.client.finish()
    if dies:
        server.start()
    return run


def manifest(server: Server, headers: dict[str, str]) -> Copy:
    """Fewer than a page of it."""
    items = json.loads(server.get("manifest/?limit=100", headers)[1])["items"]
    return {(item["id"], item["locale"]): item["etag"] for item in items}


def assert_equal(reader: Reader, server: Server) -> None:
    copy: Copy = {}
    for key, text in reader.held():
        copy[key] = json.loads(text)["etag"]
        article, locale = key
        etag, body = server.get(f"articles/{article}/?locale={locale}", reader.headers)
        assert text == b'{"etag":"%s","article":%s}' % (etag.encode(), body)
    assert copy == manifest(server, reader.headers)


def assert_confirmed(key: str) -> None:
    """Each withdrawal that readers would be shown now, by the front end with this key."""
    open_ones = Withdrawal.objects.filter(
        reinstated_at=None, page_id__in=ArticlePage.objects.values("pk")
    )
    newest = {record.page_id: record.pk for record in open_ones.order_by("withdrawn_at", "pk")}
    said = Acknowledgement.objects.filter(withdrawal__in=newest.values())
    assert set(said.values_list("withdrawal_id", flat=True)) == set(newest.values()), key


def test_a_copy_equals_the_manifest_whatever_breaks(
    tmp_path: Path, settings: Any, capsys: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    articles = {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ()}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": articles}
    runs: Counter[str] = Counter()
    with (
        shared_database(tmp_path) as environment,
        stage(environment, tmp_path) as scene,
        served(environment, tmp_path) as server,
        front_end(tmp_path) as client,
    ):
        editors, network = Editors(scene), Network(server.port)
        for seed in range(SEQUENCES):
            chance = random.Random(seed)
            editors.begin(chance)
            key = make_key().text.whole if seed % 2 else ""
            reader = Reader(client, network, tmp_path / f"copy-{seed}", key)
            network.forget()
            network.chance = random.Random(seed)
            for _ in range(RUNS):
                run = disturb(reader, server, editors, chance)
                # A fault of the network ends a run, never one of its own files.
                assert not (run.error or "").startswith("SyntaxError"), (seed, run.error)
                runs["killed" if run.killed else "failed" if run.error else "whole"] += 1
                runs["late"] += bool(run.late)
            network.chance = None
            reader.begin()
            assert reader.client.finish() == Run(killed=False), seed
            try:
                assert_equal(reader, server)
                if key:
                    assert_confirmed(key)
            except AssertionError as error:
                raise AssertionError(f"sequence {seed}: {error}") from error
        network.close()
    # Each was there, else nothing has been tried.
    assert all(runs[each] for each in ("killed", "failed", "whole")), runs
    assert network.counted["cut"] + network.counted["dropped"], network.counted
    assert network.counted["old"], network.counted
    if ROUNDS:
        with capsys.disabled():
            print(f"\n{SEQUENCES} sequences: {runs}, {network.counted}, {editors.counted}")
