"""Who reads the API with a key, and the keys they have."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages

from articles.models import Clinic


class Scope(models.TextChoices):
    READ = "read", _("Read published content")
    PREVIEW = "preview", _("Read drafts by preview links")
    WEBHOOKS = "webhooks", _("Manage its webhooks")


def read_scope() -> list[str]:
    return [Scope.READ.value]


class ApiClient(models.Model):
    """A front end or another system that reads the API, with what its keys may do."""

    MOST_KEYS = 2
    """Active at a time: the one in use, and the one that is taking its place."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    contact = models.TextField(
        _("contact"), blank=True, help_text=_("Whom to tell before a key stops working.")
    )
    scopes = models.JSONField(_("scopes"), default=read_scope)
    clinic = models.ForeignKey(
        Clinic,
        # Without its clinic a key would reach further than it was given out for.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clinic"),
        help_text=_("Its keys answer for this clinic, and for no other."),
    )
    locales = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        help_text=_(
            "The only languages its keys answer in; where no language is asked for, the first."
            " None: all."
        ),
    )
    requests_per_minute = models.PositiveIntegerField(
        _("requests per minute"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("For each of its keys. Empty: the site's limit for keys."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        _check_choices("scopes", self.scopes, list(Scope.values), blank=False)
        _check_choices("locales", self.locales, list(get_content_languages()), blank=True)


def _check_choices(field: str, values: Any, allowed: list[str], *, blank: bool) -> None:
    if not isinstance(values, list) or not (values or blank) or set(values) - set(allowed):
        message = _("Choose from: %(allowed)s.")
        params = {"allowed": ", ".join(allowed)}
        raise ValidationError({field: ValidationError(message, code="choice", params=params)})


class KeyState(models.TextChoices):
    ACTIVE = "active", _("active")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def in_state(self, state: KeyState, at: datetime) -> "ApiKeyQuerySet":
        expired = models.Q(expires_at__isnull=False, expires_at__lte=at)
        conditions = {
            KeyState.ACTIVE: models.Q(revoked_at=None) & ~expired,
            KeyState.EXPIRED: models.Q(revoked_at=None) & expired,
            KeyState.REVOKED: models.Q(revoked_at__isnull=False),
        }
        return self.filter(conditions[state])

    def active(self, at: datetime) -> "ApiKeyQuerySet":
        return self.in_state(KeyState.ACTIVE, at)


class ApiKey(models.Model):
    """One key. What is stored tells keys apart and recognises them; none can be made from it."""

    client = models.ForeignKey(
        ApiClient, on_delete=models.CASCADE, related_name="keys", verbose_name=_("client")
    )
    prefix = models.CharField(
        _("prefix"), max_length=16, unique=True, help_text=_("The key's public part.")
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of the whole key, in hexadecimal.")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    # The digest is nobody's business, and a key refers to nothing but its client.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["client__name", "-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.client.name}: ca_{self.prefix}"

    def state(self, at: datetime | None = None) -> KeyState:
        """Return whether the key is accepted at the moment `at`, now by default."""
        if self.revoked_at:
            return KeyState.REVOKED
        if self.expires_at and self.expires_at <= (at or timezone.now()):
            return KeyState.EXPIRED
        return KeyState.ACTIVE
