"""How much is tried: a sample in the suite; in `make soak` everything, again and again."""

import os
import random
from collections.abc import Sequence

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "0"))
"""0 in the suite, which takes samples."""
FEW = 3


def sample(steps: Sequence[str], *, chance: random.Random) -> list[int]:
    """Return the numbers of the steps to try, in order.

    In a soak all of them, `ROUNDS` times. Else one in the midst of the first transaction and a few
    of those after it, where something is done and something is not; of equal steps one.
    """
    if ROUNDS:
        return list(range(len(steps))) * ROUNDS
    first = next((number for number, step in enumerate(steps) if step == "after commit"), 0)
    distinct = {step: number for number, step in enumerate(steps) if number > first}
    later = chance.sample(sorted(distinct.values()), min(FEW - 1, len(distinct)))
    return sorted({chance.randint(0, first), *later})
