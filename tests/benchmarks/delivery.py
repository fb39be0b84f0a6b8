"""How fast articles and lists are read, beside Wagtail's REST v2, a bare view and a static file."""

import json
import subprocess
import sys
from collections.abc import Collection
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.benchmarks.environment import Library
from tests.benchmarks.library import CLINIC
from tests.benchmarks.load import Case, Wrk
from tests.benchmarks.plainsite.fields import DETAIL_FIELDS, LIST_FIELDS
from tests.benchmarks.report import Goal, print_cases
from tests.benchmarks.servers import (
    HEADERS,
    django_server,
    nginx,
    nginx_in_front,
    varnish_in_front,
)
from tests.benchmarks.steps import ROOT

API = "/api/v1/articles/"
LIST = f"{API}?kind=therapy&limit=20"
# About as many bytes as an article.
EQUAL_LIST = f"{API}?kind=therapy&limit=8"
FILTERED = {
    "list by topic": f"{API}?topic=topic-3&limit=8",
    "list by code": f"{API}?code=icd-10-cm%7CG43.5&limit=8",
    "list by section and status": f"{API}?section=risks&review_status=current&limit=8",
    "list of titles": f"{API}?kind=therapy&limit=8&fields=title,slug",
}
FORMATS = {
    "article, Portable Text": "rich_text=portable_text",
    "article, plain text": "rich_text=plain",
    "article with JSON-LD": "include=json_ld",
    "article, titles only": "fields=title,sections.heading",
}
WAGTAIL_DETAIL = "/api/v2/pages/{}/?fields=" + quote(DETAIL_FIELDS)
WAGTAIL_LIST = (
    "/api/v2/pages/?type=articles.ArticlePage&kind=therapy&order=-first_published_at&limit=20"
    f"&fields={quote(LIST_FIELDS)}"
)
ENCODINGS = ("zstd", "br", "gzip")
ETAGS = 200
MEMORY = 350
# Wagtail's API answers some dozens of requests a second; a short round would count too few.
SLOW = 6

BARE, DETAIL, UNCHANGED = "bare Django view", "article", "article, 304"
AT_CLINIC = "article, for a clinic"
LIST_EQUAL, SECTION, KEYED = "list of an article's bytes", "section", "article, with a key"
LIST_LARGE, LIST_SMALL = "list of 20, large library", "list of 20, small library"
V2_DETAIL, V2_LIST, STATIC = "Wagtail v2 detail", "Wagtail v2 list of 20", "static file, nginx"
VIA_NGINX, VIA_VARNISH = "article, nginx in front", "article, Varnish in front"
MANY_NGINX, MANY_VARNISH = "1,000 articles, nginx in front", "1,000 articles, Varnish in front"
GROUPS = {
    "detail": (DETAIL, V2_DETAIL),
    "304": (DETAIL, UNCHANGED),
    "clinic": (DETAIL, AT_CLINIC),
    "compressed": (DETAIL, *(f"article, {encoding}" for encoding in ENCODINGS)),
    "list": (DETAIL, LIST_EQUAL, LIST_LARGE, LIST_SMALL, V2_LIST),
    "filters": (LIST_EQUAL, *FILTERED),
    "formats": (DETAIL, *FORMATS),
    "section": (DETAIL, SECTION),
    "key": (DETAIL, KEYED),
    "static": (STATIC, VIA_NGINX, VIA_VARNISH, MANY_NGINX, MANY_VARNISH),
}
"""What `--only` may name, and the cases it means; the bare view is always there."""


class Delivery:
    """The servers of a run, and the cases on them."""

    def __init__(
        self,
        stack: ExitStack,
        *,
        small: Library,
        large: Library,
        sample: dict[str, Any],
        folder: Path,
    ) -> None:
        self.sample = sample
        self.large = large
        size = sample["sizes"][1]
        bare = {"BENCH_BARE_SIZE": str(size)}
        self.ours = stack.enter_context(django_server(large))
        self.ours_small = stack.enter_context(django_server(small))
        self.wagtail = stack.enter_context(django_server(large, settings="settings_v2"))
        self.bare = stack.enter_context(django_server(large, settings="settings_bare", env=bare))
        self.nginx = stack.enter_context(nginx(folder, b"x" * size))
        self.nginx_in_front = stack.enter_context(nginx_in_front(folder, self.ours))
        self.varnish = stack.enter_context(varnish_in_front(folder, self.ours))
        self.paths = [f"{API}{slug}/" for slug in sample["slugs"]]

    def cases(self) -> dict[str, Case]:
        """All cases, by name, in the order in which they take turns."""
        found = [
            Case(BARE, self.bare, self.paths),
            Case(DETAIL, self.ours, self.paths),
            Case(UNCHANGED, self.ours, [self._with_etag(path) for path in self.paths[:ETAGS]]),
            Case(AT_CLINIC, self.ours, [f"{path}?clinic={CLINIC}" for path in self.paths]),
            *self._compressed(),
            *self._formats(),
            Case(SECTION, self.ours, self._sections()),
            Case(KEYED, self.ours, self.paths, {"Authorization": f"Bearer {make_key(self.large)}"}),
            Case(LIST_EQUAL, self.ours, [EQUAL_LIST]),
            *(Case(name, self.ours, [path]) for name, path in FILTERED.items()),
            Case(LIST_LARGE, self.ours, [LIST]),
            Case(LIST_SMALL, self.ours_small, [LIST]),
            Case(
                V2_DETAIL,
                self.wagtail,
                [WAGTAIL_DETAIL.format(page_id) for page_id in self.sample["page_ids"]],
                at_least=SLOW,
            ),
            Case(V2_LIST, self.wagtail, [WAGTAIL_LIST], at_least=SLOW),
        ]
        if self.nginx:
            found.append(Case(STATIC, self.nginx, self.paths))
        for proxy, one, many in (
            (self.nginx_in_front, VIA_NGINX, MANY_NGINX),
            (self.varnish, VIA_VARNISH, MANY_VARNISH),
        ):
            if proxy:
                # As many bytes as the file has.
                found += [Case(one, proxy, [self._middle()]), Case(many, proxy, self.paths)]
        for case in found:
            # A wrong answer can be fast: look at one of each.
            case.server.get(case.paths[0].partition("\t")[0], {**HEADERS, **case.headers})
        return {case.name: case for case in found}

    def _middle(self) -> str:
        """The path of an article whose size is the median."""
        size = self.sample["sizes"][1]
        sizes = {path: len(self.ours.get(path)[1]) for path in self.paths[:100]}
        return min(sizes, key=lambda path: abs(sizes[path] - size))

    def _with_etag(self, path: str) -> str:
        headers, _body = self.ours.get(path)
        return f"{path}\t{headers['etag']}"

    def _formats(self) -> list[Case]:
        return [
            Case(name, self.ours, [f"{path}?{query}" for path in self.paths])
            for name, query in FORMATS.items()
        ]

    def _sections(self) -> list[str]:
        _headers, body = self.ours.get(self.paths[0])
        kind = json.loads(body)["sections"][0]["kind"]
        return [f"{path}sections/{kind}/" for path in self.paths]

    def _compressed(self) -> list[Case]:
        cases = []
        for encoding in ENCODINGS:
            headers = {"Accept-Encoding": encoding}
            answered, _body = self.ours.get(self.paths[0], {**HEADERS, **headers})
            if answered.get("content-encoding") == encoding:
                cases.append(Case(f"article, {encoding}", self.ours, self.paths, headers))
        return cases


def measure_delivery(
    *,
    small: Library,
    large: Library,
    sample: dict[str, Any],
    folder: Path,
    groups: Collection[str],
    rounds: int,
    seconds: float,
) -> list[Goal]:
    """Measure the cases of these groups and print them."""
    wrk = Wrk(folder)
    wanted = {BARE, *(name for group in groups for name in GROUPS[group])}
    with ExitStack() as stack:
        delivery = Delivery(stack, small=small, large=large, sample=sample, folder=folder)
        cases = {name: case for name, case in delivery.cases().items() if name in wanted}
        wrk.measure(list(cases.values()), rounds=rounds, seconds=seconds)
        memory = delivery.ours.group.memory() / 1e6
    title = f"Delivery: {large.size:,} articles (small library: {small.size:,})"
    print_cases(title, list(cases.values()), base=cases[BARE])
    return [
        *_goals(cases, postgres=large.is_postgres),
        Goal("memory of the server, two workers", memory, MEMORY, "MB", at_most=True, later=True),
    ]


def make_key(library: Library) -> str:
    """Make an API key as an operator does."""
    command = [sys.executable, "manage.py", "api_keys", "create", "Measurement"]
    done = subprocess.run(
        command, env=library.env(), cwd=ROOT, capture_output=True, text=True, check=True
    )
    return next(word for word in done.stdout.split() if word.startswith("ca_"))


def _goals(cases: dict[str, Case], *, postgres: bool) -> list[Goal]:
    """The goals whose two cases were measured."""
    first, second = (0.25, 0.35) if postgres else (0.35, 0.5)
    table = [
        (DETAIL, BARE, first, False),
        (DETAIL, V2_DETAIL, 30, False),
        (LIST_LARGE, LIST_SMALL, 0.9, False),
        (DETAIL, BARE, second, True),
        (DETAIL, V2_DETAIL, 25 if postgres else 40, True),
        (LIST_LARGE, V2_LIST, 20, True),
        (UNCHANGED, DETAIL, 1.2, True),
        (AT_CLINIC, DETAIL, 0.8, True),
        (LIST_EQUAL, DETAIL, 0.5, True),
        *((f"article, {encoding}", DETAIL, 1, True) for encoding in ENCODINGS),
        (VIA_NGINX, STATIC, 0.9, False),
        (VIA_VARNISH, STATIC, 0.9, False),
    ]
    return [
        Goal(f"{mine} / {other}", cases[mine].times(cases[other]), goal, later=later)
        for mine, other, goal, later in table
        if mine in cases and other in cases
    ]
