"""What caches in front have to drop and cannot be told by tags."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WaitingPurge(models.Model):
    """The address of a file that is public no more, until all caches have dropped it."""

    url = models.TextField()

    class Meta:
        verbose_name = _("waiting purge")
        verbose_name_plural = _("waiting purges")

    def __str__(self) -> str:
        return self.url
