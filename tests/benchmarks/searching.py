"""How fast searches and lists are answered: in a small library and in a very large one, and beside
Wagtail's REST v2."""

import random
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.content import WORDS
from tests.benchmarks.environment import Library
from tests.benchmarks.load import Case, Wrk
from tests.benchmarks.plainsite.fields import LIST_FIELDS
from tests.benchmarks.report import Goal, print_cases
from tests.benchmarks.servers import django_server
from tests.benchmarks.steps import ROOT
from tests.benchmarks.vocabulary import respelt, searched_words, words_of_many

SEARCH = "/api/v1/articles/?search={}&limit=20"
LIST = "/api/v1/articles/?kind=therapy&limit=20"
WAGTAIL_SEARCH = (
    f"/api/v2/pages/?type=articles.ArticlePage&search={{}}&limit=20&fields={quote(LIST_FIELDS)}"
)
# Readers look for the same words again and again; a process remembers some thousand rankings.
USUAL = 400
# So many that none is remembered when its turn comes again.
ALL_NEW = 6_000
# With 32 searches at once Wagtail's API takes seconds for each: a short round would count none.
SLOW = 20


def measure_search(
    *, small: Library, large: Library, folder: Path, rounds: int, seconds: float
) -> list[Goal]:
    """Measure both libraries in turns and print them."""
    wrk = Wrk(folder)
    kinds = {
        "words that repeat": searched_words(USUAL),
        "every word new": searched_words(ALL_NEW),
        "every word new, full pages": words_of_many(ALL_NEW, small.size),
    }
    with ExitStack() as stack:
        cases = []
        for name, words in kinds.items():
            for library in (small, large):
                server = stack.enter_context(django_server(library))
                paths = _paths(SEARCH, words)
                server.get(paths[0])
                cases.append(Case(f"{name}, {library.size:,} articles", server, paths))
        for library in (small, large):
            server = stack.enter_context(django_server(library))
            cases.append(Case(f"list with its count, {library.size:,} articles", server, [LIST]))
        wrk.measure(cases, rounds=rounds, seconds=seconds)
    print_cases("Search, one word, 20 cards with highlights; list of 20", cases, base=cases[0])
    sizes = f"{large.size:,} / {small.size:,} articles"
    return [
        Goal(f"list and count, {sizes}", cases[7].times(cases[6]), 0.9),
        Goal(f"search, {sizes}", cases[1].times(cases[0]), 0.5),
        Goal(f"search, {sizes}, every word new", cases[3].times(cases[2]), 0.5, later=True),
        Goal(f"search, {sizes}, new and full", cases[5].times(cases[4]), 0.5, later=True),
    ]


def measure_search_beside_wagtail(
    *, library: Library, folder: Path, rounds: int, seconds: float
) -> list[Goal]:
    """Measure searches of whole articles, and Wagtail's of the same ones, and print them."""
    _index_pages(library)
    chooser = random.Random(len(WORDS))
    repeated = [word for word in WORDS if len(word) > 4]
    new = [respelt(chooser, chooser.choice(repeated)) for _ in range(ALL_NEW)]
    wrk = Wrk(folder)
    with ExitStack() as stack:
        ours = stack.enter_context(django_server(library))
        wagtail = stack.enter_context(django_server(library, settings="settings_v2"))
        cases = [
            Case("search, words that repeat", ours, _paths(SEARCH, repeated)),
            Case("search, other spellings", ours, _paths(SEARCH, new)),
            Case("Wagtail v2 search", wagtail, _paths(WAGTAIL_SEARCH, repeated), at_least=SLOW),
        ]
        for case in cases:
            # A page without answers would be fast.
            _headers, body = case.server.get(case.paths[0])
            assert body.count(b'"summary":') == 20, body[:500]
        wrk.measure(cases, rounds=rounds, seconds=seconds)
    print_cases(f"Search beside Wagtail, {library.size:,} articles", cases, base=cases[-1])
    return [
        Goal(f"{case.name} / {cases[-1].name}", case.times(cases[-1]), 10, later=True)
        for case in cases[:-1]
    ]


def _paths(form: str, words: Sequence[str]) -> list[str]:
    return [form.format(word) for word in words]


def _index_pages(library: Library) -> None:
    """Fill Wagtail's index, which rows inserted in bulk are not in."""
    command = [sys.executable, "manage.py", "update_index", "--verbosity=0", "--skip-checks"]
    subprocess.run(command, env=library.env(settings="settings_v2"), cwd=ROOT, check=True)
