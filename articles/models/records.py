"""Records: rows that say what happened. They are written once; the database refuses the rest."""

from typing import Any, ClassVar

from django.db import models


class RecordIsFinal(Exception):  # noqa: N818 (a decision, not a fault)
    """A record was to be changed or deleted."""


class RecordQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise RecordIsFinal(f"{self.model._meta.verbose_name_plural} are never changed.")

    def delete(self) -> Any:
        raise RecordIsFinal(f"{self.model._meta.verbose_name_plural} are never deleted.")


class Record(models.Model):
    """A row that is written once.

    Two things may still become of it: a foreign key may lose what it points to, because records
    outlive pages and people; and each of ``closing_fields`` may be filled in once, by saving it
    as one of ``update_fields``. ``articles.review.immutability`` has the database enforce it.
    """

    closing_fields: ClassVar[tuple[str, ...]] = ()

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        wanted = kwargs.get("update_fields")
        closes = wanted is not None and set(wanted) <= set(self.closing_fields)
        if not self._state.adding and not closes:
            raise RecordIsFinal(f"{self._meta.verbose_name_plural} are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise RecordIsFinal(f"{self._meta.verbose_name_plural} are never deleted.")
