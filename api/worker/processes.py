"""Which workers there are: each says every few seconds that it is alive."""

import os
import secrets
import socket
from datetime import timedelta

from django.utils import timezone

from api.models import WorkerProcess

BEAT = timedelta(seconds=5)
"""How often a worker says that it is alive, and prolongs its leases."""
MISSED = timedelta(seconds=20)
"""A worker that was not heard of for so long does not work."""
FORGOTTEN = timedelta(hours=1)


def register() -> str:
    """Put this process on the list; return the token that its leases carry."""
    token = secrets.token_hex(16)
    WorkerProcess.objects.create(token=token, host=socket.gethostname(), pid=os.getpid())
    return token


def beat(token: str) -> None:
    """Say that this process is alive, and clear away those that ended without a word."""
    now = timezone.now()
    WorkerProcess.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
    if not WorkerProcess.objects.filter(pk=token).update(seen_at=now):
        # The database was emptied or restored meanwhile.
        WorkerProcess.objects.create(token=token, host=socket.gethostname(), pid=os.getpid())


def sign_off(token: str) -> None:
    WorkerProcess.objects.filter(pk=token).delete()
