"""A worker: one thread for each duty, one that sends webhooks, one that says it is alive."""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from api.models import Duty
from api.reading.changes import get_bounds
from api.worker import leases, processes
from api.worker.duties import Held, Plan, plans
from api.worker.sender import Sender

logger = logging.getLogger("api.worker")
Result = TypeVar("Result")

RETRY = 2.0
"""Seconds after which a worker asks again for what another one has, or the database."""
NOTED_EVERY = 30.0
"""Seconds between two notes that a duty goes well."""
LONGEST_WORK = 3600.0
"""Seconds after which a duty that does not end is left to another worker."""
PATIENCE = 25.0
"""Seconds a worker that is told to stop gives to what it has begun."""


class Worker:
    """Works until `stop` is set. Whatever fails is tried again; only the process's end ends it."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop
        self._ended = Event()
        self._token = ""
        self._rounds = [DutyRound(plan, stop) for plan in plans()]

    def run(self) -> None:
        """Return when everything that was begun has ended, or the patience for it has."""
        self._token = self._register()
        heart = Thread(target=self._beat, name="heartbeat", daemon=True)
        threads = [
            *(
                Thread(target=each.run, args=[self._token], name=each.plan.name, daemon=True)
                for each in self._rounds
            ),
            Thread(target=self._send, name="sender", daemon=True),
        ]
        for thread in (heart, *threads):
            thread.start()
        self._stop.wait()
        ends_at = time.monotonic() + PATIENCE
        for thread in threads:
            thread.join(max(0.0, ends_at - time.monotonic()))
        self._ended.set()
        heart.join(1.0)
        leases.give_back(self._token)
        processes.sign_off(self._token)

    def _register(self) -> str:
        while True:
            try:
                return processes.register()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The database is not there: %s", type(error).__name__)
                connection.close()
                if self._stop.wait(RETRY):
                    raise

    def _beat(self) -> None:
        while not self._ended.is_set():
            repeat(self._say_alive, self._ended, pause=processes.BEAT.total_seconds())

    def _say_alive(self) -> None:
        processes.beat(self._token)
        held = {each.plan.name: each for each in self._rounds if each.may_go_on}
        kept = leases.keep(held, self._token)
        for name in held.keys() - kept:
            held[name].lose()

    def _send(self) -> None:
        sender = Sender()
        while not self._stop.is_set():
            repeat(lambda: sender.tick(self._stop), self._stop)
        repeat(sender.drain, self._ended)


class DutyRound:
    """One duty in this worker: takes it when nobody has it, and does it when it is due."""

    def __init__(self, plan: Plan, stop: Event) -> None:
        self.plan = plan
        self._stop = stop
        self._duty: Duty | None = None
        self._began: float | None = None
        self._noted = 0.0

    @property
    def may_go_on(self) -> bool:
        """Whether the duty is held here, and what is being done for it is not stuck."""
        began = self._began
        is_stuck = began is not None and time.monotonic() - began > LONGEST_WORK
        return self._duty is not None and not is_stuck

    def lose(self) -> None:
        """Another worker has the duty now."""
        self._duty = None

    def run(self, token: str) -> None:
        while not self._stop.is_set():
            pause = repeat(lambda: self._tick(token), self._stop)
            self._stop.wait(RETRY if pause is None else pause)

    def _tick(self, token: str) -> float:
        """Do the duty if it is due and ours; return the seconds until it is looked at again."""
        duty = self._duty or self._take(token)
        if duty is None:
            return RETRY
        now = timezone.now()
        if duty.due_at <= now:
            self._work(duty, token)
        return max(0.0, min((duty.due_at - timezone.now()).total_seconds(), RETRY))

    def _take(self, token: str) -> Duty | None:
        position = get_bounds().last if self.plan.follows_changes else None
        first_due = self.plan.next_due(timezone.now())
        self._duty = leases.take(self.plan.name, token, first_due=first_due, position=position)
        return self._duty

    def _work(self, duty: Duty, token: str) -> None:
        self._began = time.monotonic()
        try:
            self.plan.work(Held(duty=duty, token=token))
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            self._fail(duty, token, error)
        else:
            self._succeed(duty, token)
        finally:
            self._began = None

    def _succeed(self, duty: Duty, token: str) -> None:
        duty.due_at = self.plan.next_due(timezone.now())
        is_old = time.monotonic() - self._noted > NOTED_EVERY
        if duty.failures or self.plan.at is not None or is_old:
            leases.note_success(duty.pk, token, due_at=duty.due_at)
            duty.failures, duty.failing_since = 0, None
            self._noted = time.monotonic()

    def _fail(self, duty: Duty, token: str, error: Exception) -> None:
        now = timezone.now()
        duty.due_at = self.plan.retry_due(duty.failures + 1, now)
        logger.exception("Duty %s failed, attempt %s", duty.pk, duty.failures + 1)
        leases.note_failure(duty, token, f"{type(error).__name__}: {error}", due_at=duty.due_at)
        duty.failures, duty.failing_since = duty.failures + 1, duty.failing_since or now


def repeat(act: Callable[[], Result], stop: Event, *, pause: float = 0.0) -> Result | None:
    """Do it once, pause, and return what came; None where it failed, which is logged."""
    try:
        result = act()
    except (DatabaseError, InterfaceError) as error:
        # The type only: a message may hold an address or a password.
        logger.warning("The database is not there: %s", type(error).__name__)
        connection.close()
        stop.wait(RETRY)
        return None
    except Exception:
        logger.exception("A worker's thread goes on after a fault")
        stop.wait(RETRY)
        return None
    finally:
        close_old_connections()
    stop.wait(pause)
    return result
