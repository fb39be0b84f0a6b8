"""`manage.py run_worker`, quick to notice that another one died.

Run as `python -m tests.api.worker.running`.
"""

import faulthandler
import signal
from datetime import timedelta

import django
from django.core.management import call_command


def main() -> None:
    faulthandler.register(signal.SIGUSR1)
    django.setup()
    from api.webhooks import claims
    from api.worker import leases, processes, worker

    claims.LEASE = timedelta(seconds=3)
    leases.LEASE = timedelta(seconds=2)
    processes.BEAT = timedelta(seconds=0.5)
    worker.RETRY = 0.5
    call_command("run_worker")


if __name__ == "__main__":
    main()
