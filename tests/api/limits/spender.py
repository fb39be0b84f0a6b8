"""A process that asks as often as it can be let through, and tells how often it was.

Arguments: a name, a limit, how many times. The clock stands still, so that no minute ends.
"""

import sys
import time

import django


def spend(name: str, limit: int, times: int) -> int:
    from api.limits.counting import Counter

    counter, passed = Counter(clock=lambda: 1_700_000_040.0), 0
    for _ in range(times):
        passed += not counter.take(name, limit).exceeded
        time.sleep(0.01)
    return passed


if __name__ == "__main__":
    django.setup()
    print(spend(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
