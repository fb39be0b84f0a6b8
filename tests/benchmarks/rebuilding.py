"""How long `rebuild_documents` takes for half of a library. Runs inside Django.

    python -m tests.benchmarks.rebuilding

Twice: with no document there, and with nothing to change.
"""

import time

from django.core.management import call_command

from tests.benchmarks.steps import answer, start_django


def main() -> None:
    from api.models import DeliveryDocument

    ids = list(DeliveryDocument.objects.order_by("pk").values_list("pk", flat=True))
    middle = len(ids) // 2
    after = ids[middle - 1]
    DeliveryDocument.objects.filter(pk__gt=after).delete()
    seconds = []
    for _ in range(2):
        started = time.perf_counter()
        call_command("rebuild_documents", after=after, verbosity=0)
        seconds.append(time.perf_counter() - started)
    answer(articles=len(ids) - middle, missing=seconds[0], unchanged=seconds[1])


if __name__ == "__main__":
    start_django()
    main()
