"""When each key was last used, to the minute, written where no request waits for it."""

from datetime import datetime, timedelta
from threading import Lock

from django.db.models import Q
from django.utils import timezone

from api.background import Ticker
from api.keys.lookup import KeyRow
from api.models import ApiKey

PRECISION = timedelta(minutes=1)


class Usage:
    """Keys that were used since the last flush."""

    def __init__(self) -> None:
        self._used: dict[str, datetime] = {}
        self._lock = Lock()
        self._ticker = Ticker("api-key-usage", self.flush)

    def note(self, row: KeyRow) -> None:
        """Remember that a key is in use, unless the database knows well enough."""
        now = timezone.now()
        if row.last_used_at is not None and now - row.last_used_at < PRECISION:
            return
        with self._lock:
            self._used[row.caller.key] = now
        self._ticker.start()

    def flush(self) -> None:
        """Write what was noted: for all processes together, one write a minute and key."""
        with self._lock:
            used, self._used = self._used, {}
        for prefix, at in used.items():
            stale = Q(last_used_at=None) | Q(last_used_at__lte=at - PRECISION)
            ApiKey.objects.filter(stale, prefix=prefix).update(last_used_at=at)


usage = Usage()
