"""The state of the delivery store as a whole."""

import time

from django.db import models
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _


class StoreState(models.Model):
    """A single row whose generation changes with every write to the store.

    What a process remembers about the store (a list's total) it remembers for one generation.
    `edits` counts the acts that may change what documents say; a rebuild is none.
    `sequence` is the last number of the log of changes, `pruned_to` the last one that was deleted
    from it, and `settled_at` the instant up to which the log knows what time alone has changed.
    """

    SINGLE_ID = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLE_ID)
    generation = models.BigIntegerField()
    edits = models.BigIntegerField(default=0)
    sequence = models.BigIntegerField(default=0)
    pruned_to = models.BigIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of the store")
        verbose_name_plural = _("state of the store")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="api_single_state")]

    def __str__(self) -> str:
        return str(self.generation)

    @classmethod
    def lock(cls) -> None:
        """Let no other transaction write to the store until this one has ended.

        SQLite has one writer at a time anyway.
        """
        row = cls.objects.select_for_update().filter(pk=cls.SINGLE_ID).values_list("pk")
        if not list(row):
            cls._insert()
            list(row.all())

    @classmethod
    def lock_for_edit(cls) -> None:
        """Lock, and let everybody who has been reading what the edit changes know of it."""
        row = cls.objects.filter(pk=cls.SINGLE_ID)
        following = models.F("edits") + 1
        if not row.update(edits=following):
            cls._insert()
            row.update(edits=following)

    @classmethod
    def get_edits(cls) -> int:
        """Return the count of edits that are committed, or made in this transaction."""
        return cls.objects.values_list("edits", flat=True).filter(pk=cls.SINGLE_ID).first() or 0

    @classmethod
    def bump(cls) -> None:
        """Move to the next generation. Call it in the transaction of every write to the store.

        The clock in milliseconds is the floor: a database that is emptied, rolled back or
        restored from a backup never comes to a generation that a process has seen before.
        """
        clock = models.Value(time.time_ns() // 1_000_000)
        following = Greatest(models.F("generation") + 1, clock)
        row = cls.objects.filter(pk=cls.SINGLE_ID)
        if not row.update(generation=following):
            cls._insert()
            row.update(generation=following)

    @classmethod
    def _insert(cls) -> None:
        first = StoreState(pk=cls.SINGLE_ID, generation=0)
        StoreState.objects.bulk_create([first], ignore_conflicts=True)
