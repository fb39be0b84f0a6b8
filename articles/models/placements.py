from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL
from articles.models.clinics import Clinic
from articles.models.pages import AbstractArticlePage
from articles.models.relations import TopicRelation
from articles.models.topics import Topic
from articles.sections.kinds import ArticleKind
from articles.validators import validate_web_url


class Indexing(models.TextChoices):
    INDEX = "index", _("Show in search engines")
    NOINDEX = "noindex", _("Hide from search engines")
    CANONICAL = "canonical", _("Point search engines to another address")


class PlacingTerms(models.Model):
    """On what terms a clinic carries an article. Holds no clinical text."""

    call_to_action_label = models.CharField(
        _("call to action"),
        max_length=80,
        blank=True,
        help_text=_("Leave blank to use the clinic's own."),
    )
    call_to_action_url = models.URLField(
        _("call to action address"),
        max_length=500,
        blank=True,
        validators=[validate_web_url],
        help_text=_("Leave blank to use the clinic's booking address."),
    )
    campaign = models.CharField(
        _("campaign"), max_length=120, blank=True, help_text=_("For your statistics.")
    )
    indexing = models.CharField(
        _("search engines"),
        max_length=20,
        choices=Indexing.choices,
        default=Indexing.INDEX,
        help_text=_(
            "For an article that several sites show, Google advises to hide the copies from search "
            "engines, and to show it on one site. It does not advise to point to another address: "
            "the pages of two sites differ too much, and it may ignore that."
        ),
    )
    canonical_url = models.URLField(
        _("canonical address"), max_length=500, blank=True, validators=[validate_web_url]
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        errors = self.term_errors()
        if errors:
            raise ValidationError(errors)

    def term_errors(self) -> dict[str, Any]:
        """What is wrong with the terms, in words, by field."""
        errors: dict[str, Any] = {}
        if self.indexing == Indexing.CANONICAL and not self.canonical_url:
            errors["canonical_url"] = _(
                "Write the address that search engines should show instead."
            )
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The last day is before the first.")
        return errors


TERMS = tuple(field.name for field in PlacingTerms._meta.local_fields)


class PlacementRule(PlacingTerms):
    """Articles of some sort are placed at clinics of some sort, for as long as both are.

    Its placements follow in the transaction of whatever changes what it matches: see
    `articles.placing`.
    """

    SLUG = "{slug}"

    class Where(models.TextChoices):
        ALL = "all", _("All clinics")
        GROUP = "group", _("A group and all clinics in it")
        OFFERING = "offering", _("Clinics that offer a therapy")

    name = models.CharField(
        _("name"), max_length=160, help_text=_("Shown wherever a placement comes from this rule.")
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("A rule that is not active places nothing.")
    )
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placement_rules",
        verbose_name=_("topic"),
        help_text=_("Leave blank for articles on every topic."),
    )
    relation = models.CharField(
        _("the article"),
        max_length=10,
        choices=TopicRelation.choices,
        blank=True,
        help_text=_("Leave blank for any of these."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ArticleKind.choices, blank=True)
    audience = models.CharField(
        _("written for"), max_length=20, choices=AbstractArticlePage.Audience.choices, blank=True
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("language"),
        help_text=_("Articles that there are in this language. They are placed in all of theirs."),
    )
    where = models.CharField(_("where"), max_length=10, choices=Where.choices)
    group = models.ForeignKey(
        Clinic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placement_rules",
        verbose_name=_("group"),
    )
    offer = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placement_rules_by_offer",
        verbose_name=_("therapy"),
    )

    class Meta:
        verbose_name = _("placement rule")
        verbose_name_plural = _("placement rules")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and place what it places, in one transaction."""
        with transaction.atomic():
            super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a choice that is not complete, or that contradicts itself."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.relation and not self.topic_id:
            errors["relation"] = _("Choose a topic too, or leave this blank.")
        if self.where == self.Where.GROUP and not self.group_id:
            errors["group"] = _("Choose the group.")
        if self.where == self.Where.OFFERING and not self.offer_id:
            errors["offer"] = _("Choose the therapy.")
        if errors:
            raise ValidationError(errors)

    def term_errors(self) -> dict[str, Any]:
        errors = super().term_errors()
        is_canonical = self.indexing == Indexing.CANONICAL
        if is_canonical and self.canonical_url and self.SLUG not in self.canonical_url:
            errors["canonical_url"] = _(
                "Write {slug} where the slug of the article belongs. With one address for all "
                "articles, search engines would show one of them."
            )
        return errors

    def terms_for(self, slug: str) -> dict[str, Any]:
        """The terms of a placement that this rule makes of an article with this slug."""
        terms = {name: getattr(self, name) for name in TERMS}
        return {**terms, "canonical_url": self.canonical_url.replace(self.SLUG, slug)}


class PlacementQuerySet(models.QuerySet["Placement"]):
    def not_ended(self) -> "PlacementQuerySet":
        """Those that run today, and those that are to come."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


class Placement(PlacingTerms):
    """An article at a clinic, in every language of the article.

    Not a child of the page: a placement takes effect at once and never travels through a
    draft, so that publishing an old draft cannot bring an old placement back.
    """

    # It stands for all languages: when it is deleted, another takes its place. See
    # `articles.placing.receivers`.
    article = models.ForeignKey(
        PAGE_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="placements",
        verbose_name=_("article"),
    )
    translation_key = models.UUIDField(editable=False, db_index=True)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="placements", verbose_name=_("clinic")
    )
    # Of a rule that is deleted no placement is left: see `articles.placing.receivers`.
    rule = models.ForeignKey(
        PlacementRule,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="placements",
        verbose_name=_("placed by"),
        help_text=_("Blank where a person chose it: no rule changes that."),
    )

    objects: ClassVar[Any] = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["clinic__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "clinic"], name="articles_placement_once_per_clinic"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="articles_placement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} @ {self.clinic}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let whoever lists a clinic's articles follow in the same transaction.

        One that a person chooses ends what kept the article off this clinic, and takes the place
        of a rule's.
        """
        # Imported here: it reads models.
        from articles.placing.write import remove

        self.translation_key = self.article.translation_key
        with transaction.atomic():
            if self.rule_id is None:
                place = {"translation_key": self.translation_key, "clinic_id": self.clinic_id}
                PlacementExclusion.objects.filter(**place).delete()
                of_rules = Placement.objects.filter(**place, rule__isnull=False)
                remove(list(of_rules.exclude(pk=self.pk).values_list("pk", flat=True)))
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete, and leave the place to a rule that wants it."""
        # Imported here: it reads models.
        from articles.placing.plan import apply_rules

        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            apply_rules({self.translation_key}, {self.clinic_id})
        return deleted

    @property
    def origin(self) -> str:
        """How it came to be, in words."""
        if self.rule is None:
            return str(_("Chosen by hand"))
        return str(_("Rule: %(rule)s")) % {"rule": self.rule.name}

    @property
    def is_running(self) -> bool:
        today = timezone.localdate()
        return (self.starts_on or today) <= today <= (self.ends_on or today)

    def term_errors(self) -> dict[str, Any]:
        errors = super().term_errors()
        if self.article_id and self.clinic_id:
            same = Placement.objects.filter(
                translation_key=self.article.translation_key, clinic_id=self.clinic_id, rule=None
            ).exclude(pk=self.pk)
            if same.exists():
                errors["clinic"] = _(
                    "This clinic carries the article already, in all its languages."
                )
        return errors


class PlacementExclusion(models.Model):
    """“Not at this clinic”: an article that no rule places there. Outlives the article's pages."""

    translation_key = models.UUIDField(db_index=True)
    title = models.CharField(_("article"), max_length=255)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="exclusions", verbose_name=_("clinic")
    )
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    made_at = models.DateTimeField(_("since"), default=timezone.now)
    made_by_name = models.CharField(_("by"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        ordering = ["clinic__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "clinic"], name="articles_exclusion_once_per_clinic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} @ {self.clinic}"
