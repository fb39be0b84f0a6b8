"""How fast searches and lists are answered, in a small library and in a very large one."""

from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.environment import Library
from tests.benchmarks.load import Case, Wrk
from tests.benchmarks.report import Goal, print_cases
from tests.benchmarks.servers import django_server
from tests.benchmarks.vocabulary import searched_words

SEARCH = "/api/v1/articles/?search={}&limit=20"
LIST = "/api/v1/articles/?kind=therapy&limit=20"
# Readers look for the same words again and again; a process remembers some thousand rankings.
USUAL = 400
# So many that none is remembered when its turn comes again.
ALL_NEW = 6_000


def measure_search(
    *, small: Library, large: Library, folder: Path, rounds: int, seconds: float
) -> list[Goal]:
    """Measure both libraries in turns and print them."""
    wrk = Wrk(folder)
    with ExitStack() as stack:
        cases = []
        for name, count in (("words that repeat", USUAL), ("every word new", ALL_NEW)):
            for library in (small, large):
                server = stack.enter_context(django_server(library))
                paths = [SEARCH.format(word) for word in searched_words(count)]
                server.get(paths[0])
                cases.append(Case(f"{name}, {library.size:,} articles", server, paths))
        for library in (small, large):
            server = stack.enter_context(django_server(library))
            cases.append(Case(f"list with its count, {library.size:,} articles", server, [LIST]))
        wrk.measure(cases, rounds=rounds, seconds=seconds)
    print_cases("Search, one word, 20 cards with highlights; list of 20", cases, base=cases[0])
    sizes = f"{large.size:,} / {small.size:,} articles"
    ratio = f"search, {sizes}"
    return [
        Goal(f"list and count, {sizes}", cases[5].times(cases[4]), 0.9),
        Goal(ratio, cases[1].times(cases[0]), 0.5),
        Goal(f"{ratio}, every word new", cases[3].times(cases[2]), 0.5, later=True),
    ]
