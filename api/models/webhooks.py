"""Where changes are sent, what is to be sent, and how each attempt went."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.models.changes import ChangeType
from api.models.clients import ApiClient
from api.webhooks.addresses import url_problem


class EndpointState(models.TextChoices):
    ENABLED = "enabled", _("enabled")
    DISABLED = "disabled", _("disabled by hand")
    GONE = "gone", _("disabled: the receiver said it is gone (410)")
    FAILING = "failing", _("disabled: it failed for days")


class WebhookEndpoint(models.Model):
    """A receiver of webhooks: of its client's clinic and languages, where that is bound to any."""

    client = models.ForeignKey(
        ApiClient, on_delete=models.CASCADE, related_name="endpoints", verbose_name=_("client")
    )
    url = models.CharField(
        _("address"), max_length=500, help_text=_("Begins with https:// and needs no sign-in.")
    )
    description = models.CharField(_("description"), max_length=160, blank=True)
    types = models.JSONField(
        _("changes"), default=list, blank=True, help_text=_("What it is told of. None: everything.")
    )
    most_at_once = models.PositiveSmallIntegerField(
        _("at the same time"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(16)],
        help_text=_("How many requests it gets at the same time, at most."),
    )
    state = models.CharField(
        max_length=8, choices=EndpointState.choices, default=EndpointState.ENABLED, editable=False
    )
    secret = models.CharField(max_length=100, editable=False)
    previous_secret = models.CharField(max_length=100, blank=True, editable=False)
    previous_secret_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    failures = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Attempts in a row that failed.")
    )
    failing_since = models.DateTimeField(null=True, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)

    # Secrets are nobody's business, and an endpoint refers to nothing but its client.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        ordering = ["client__name", "url"]
        constraints = [
            models.UniqueConstraint(fields=["client", "url"], name="api_endpoint_once_per_client")
        ]

    def __str__(self) -> str:
        return f"{self.client.name}: {self.url}"

    def clean(self) -> None:
        problem = url_problem(self.url)
        if problem is not None:
            raise ValidationError({"url": ValidationError(problem, code="url")})
        wrong = isinstance(self.types, list) and sorted(set(self.types) - set(ChangeType.values))
        if wrong or not isinstance(self.types, list):
            message = _("Choose from: %(allowed)s.")
            params = {"allowed": ", ".join(ChangeType.values)}
            raise ValidationError({"types": ValidationError(message, code="choice", params=params)})

    def secrets(self, at: datetime) -> list[str]:
        """Return what requests are signed with at that moment, the newest first."""
        until = self.previous_secret_until
        is_overlapping = bool(self.previous_secret and until and until > at)
        return [self.secret, *([self.previous_secret] if is_overlapping else [])]


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("waiting")
    DELIVERED = "delivered", _("delivered")
    SUPERSEDED = "superseded", _("replaced by a later change of the same thing")
    FAILED = "failed", _("given up")


class WebhookDelivery(models.Model):
    """One change that one endpoint is to be told of: a row of the outbox.

    A worker has it while `leased_until` has not passed and `lease` is the worker's own token.
    """

    PING = "ping"

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries"
    )
    webhook_id = models.CharField(
        max_length=64, help_text=_("Of the change; the same at every attempt and endpoint.")
    )
    type = models.CharField(max_length=24)
    subject = models.CharField(max_length=160, help_text=_("What changed."))
    sequence = models.BigIntegerField(null=True, help_text=_("The change's; a test has none."))
    urgency = models.PositiveSmallIntegerField(help_text=_("What is sent first: 0."))
    payload = models.TextField(help_text=_("The body of the request, as it is signed."))
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text=_("When it is sent, or sent again."))
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "webhook_id"], name="api_delivery_once_per_endpoint"
            )
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "urgency", "sequence"],
                condition=models.Q(state="pending"),
                name="api_delivery_pending",
            ),
            # Few, however many wait and have been sent: what is on its way.
            models.Index(
                fields=["endpoint", "leased_until"],
                condition=models.Q(leased_until__isnull=False),
                name="api_delivery_leased",
            ),
            models.Index(fields=["ended_at"], name="api_delivery_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.type}"


class WebhookAttempt(models.Model):
    """One request to an endpoint, and what came of it."""

    delivery = models.ForeignKey(
        WebhookDelivery, on_delete=models.CASCADE, related_name="attempt_log"
    )
    started_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    request_headers = models.JSONField(default=dict)
    status = models.PositiveSmallIntegerField(null=True, help_text=_("Null without an answer."))
    answer_headers = models.JSONField(default=dict)
    answer = models.TextField(blank=True, help_text=_("The beginning of the answer."))
    error = models.CharField(max_length=255, blank=True, help_text=_("Why there is no answer."))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["started_at", "pk"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M:%S} {self.status or self.error}"

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
