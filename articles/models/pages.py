from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.images import get_image_model_string
from wagtail.models import Page
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod

from articles import signals
from articles.admin import page_panels
from articles.aliases import follow_end, follow_publication
from articles.forms import ArticlePageForm
from articles.models.base import lines
from articles.models.sign_offs import SignOff
from articles.models.withdrawals import Severity
from articles.publishing import check_not_withdrawn, check_publishable
from articles.reference_index import updated_once
from articles.sections.blocks.choosers import reading_once
from articles.sections.blocks.section import sections_field
from articles.sections.kinds import ArticleKind
from articles.sections.stored_form import complete
from articles.translation import translatable_field_overrides
from articles.validators import validate_web_url

# Saving one of these alone can bring an article's text before readers, as a page of its own.
_PUBLISHING_FIELDS = frozenset({"live", "alias_of", "alias_of_id"})


def is_kept(revision: Any) -> bool:
    """Whether a version stays as it is, whatever is saved next."""
    if SignOff.objects.filter(revision=revision).exists():
        return True
    return any(keep(revision) for keep in hooks.get_hooks("keep_article_revision"))


class AbstractArticleIndexPage(Page):
    """The library: holds articles and libraries of its own. Has no public page."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, "intro"]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        abstract = True

    @transaction.atomic
    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Copy all or nothing: the copy of a live article below may be refused."""
        return super().copy(*args, **kwargs)

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Libraries and articles only, those of a host project included."""
        return [
            model
            for model in super().clean_subpage_models()
            if issubclass(model, AbstractArticlePage | AbstractArticleIndexPage)
        ]


class ArticleIndexPage(AbstractArticleIndexPage):
    page_description = _("A library that holds articles")

    class Meta:
        verbose_name = _("article library")
        verbose_name_plural = _("article libraries")


class AbstractArticlePage(Page):
    """A health article made of typed sections.

    All fields and behaviour live here, so that a host project can have page models of its
    own. Relations (topics, authors, related articles) hang on the base page.
    """

    class Audience(models.TextChoices):
        PATIENTS = "patients", _("Patients")
        CARERS = "carers", _("Carers and family")
        PROFESSIONALS = "professionals", _("Health professionals")

    class EvidenceMaturity(models.TextChoices):
        ESTABLISHED = "established", _("Established")
        EMERGING = "emerging", _("Emerging")

    class Robots(models.TextChoices):
        INDEX = "index", _("Show in search engines")
        NOINDEX = "noindex", _("Hide from search engines")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=ArticleKind.choices,
        default=ArticleKind.THERAPY,
        help_text=_("Decides which sections the article must have."),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=600,
        help_text=_("Two or three plain sentences. Lists and search results show them."),
    )
    audience = models.CharField(
        _("written for"), max_length=20, choices=Audience.choices, default=Audience.PATIENTS
    )
    hero_image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main image"),
    )
    hero_alt_text = models.CharField(
        _("alt text"),
        max_length=255,
        blank=True,
        help_text=_("What the image tells, for readers who do not see it."),
    )
    hero_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Tick only if the image tells nothing that the text does not."),
    )
    hero_credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Leave blank to use the credit kept with the image."),
    )
    sections = sections_field()

    disclosure = models.TextField(
        _("disclosure"),
        blank=True,
        help_text=_(
            "Interests a reader should know of. Say so if the publisher sells the therapy."
        ),
    )
    funding = models.TextField(_("funding"), blank=True)
    publisher_sells_therapy = models.BooleanField(
        _("the publisher sells this therapy"), default=False
    )
    evidence_maturity = models.CharField(
        _("evidence"),
        max_length=20,
        choices=EvidenceMaturity.choices,
        default=EvidenceMaturity.ESTABLISHED,
        help_text=_("Emerging: a therapy then needs the section “What we do not know”."),
    )
    last_reviewed_date = models.DateField(_("last reviewed"), null=True, blank=True)
    next_review_date = models.DateField(_("next review"), null=True, blank=True)
    safety_notice = models.TextField(
        _("safety notice"),
        blank=True,
        help_text=_("An urgent correction. Every front end shows it before the article."),
    )
    safety_notice_severity = models.CharField(
        _("urgency of the notice"), max_length=10, choices=Severity.choices, blank=True
    )
    safety_notice_at = models.DateTimeField(_("notice issued at"), null=True, blank=True)

    licence = models.CharField(
        _("licence"), max_length=120, blank=True, help_text=_("For example: CC BY 4.0")
    )
    attribution = models.CharField(_("attribution"), max_length=255, blank=True)
    canonical_url = models.URLField(
        _("canonical address"), max_length=500, blank=True, validators=[validate_web_url]
    )
    robots = models.CharField(
        _("search engines"), max_length=10, choices=Robots.choices, default=Robots.INDEX
    )
    search_keywords = models.TextField(
        _("other search words"),
        blank=True,
        help_text=_("One a line: words readers use that the text does not."),
    )

    reinstating = False
    """Set by the act that ends a withdrawal, on the instance that it publishes."""
    correcting = False
    """Set by the act that puts a safety notice on the live text: only the notice is new."""
    _aliases_show: int | None = None
    """The revision that its aliases were published with, by this instance."""

    # A canonical address is one page's: neither a copy nor a translation takes it along.
    exclude_fields_in_copy: ClassVar[list[str]] = ["canonical_url"]
    override_translatable_fields: ClassVar[list[Any]] = translatable_field_overrides()
    base_form_class: ClassVar[Any] = ArticlePageForm
    # articles.search does it, after the transaction.
    search_auto_update = False
    template = "articles/article_page.html"

    content_panels: ClassVar[list[Any]] = page_panels.CONTENT_PANELS
    evidence_panels: ClassVar[list[Any]] = page_panels.EVIDENCE_PANELS
    clinic_panels: ClassVar[list[Any]] = page_panels.CLINIC_PANELS
    promote_panels: ClassVar[list[Any]] = page_panels.PROMOTE_PANELS

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=1.5),
        index.SearchField("sections"),
        index.SearchField("search_keywords", boost=1.5),
        index.FilterField("kind"),
        index.FilterField("audience"),
        index.FilterField("next_review_date"),
    ]

    class Meta:
        abstract = True

    @cached_classmethod  # type: ignore[untyped-decorator]
    def get_edit_handler(cls) -> Any:  # noqa: N805
        """The tabs of the editor; a host project changes the panel lists they are made of."""
        return page_panels.article_edit_handler(cls).bind_to_model(cls)

    @property
    def keywords(self) -> list[str]:
        return lines(self.search_keywords)

    @property
    def status_string(self) -> Any:
        """Wherever Wagtail says whether a page is live."""
        from articles.withdrawing.state import current_withdrawals

        is_saved = self.pk is not None and not self.live
        if is_saved and any(each.is_everywhere for each in current_withdrawals(self)):
            return _("withdrawn")
        return super().status_string

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """What the preview panel offers, in its order."""
        return [(mode.name, mode.label) for mode in self._preview_modes.values()]

    @cached_property
    def _preview_modes(self) -> Any:
        # Imported here: it reads models.
        from articles.previewing.modes import preview_modes

        return preview_modes(self)

    def is_previewable(self) -> bool:
        """Always, and without looking up what there is to choose from."""
        return True

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        mode = self._preview_modes.get(mode_name)
        if mode is None or mode.serve is None:
            return super().serve_preview(request, mode_name)
        return mode.serve(self, request)

    def clean(self) -> None:
        super().clean()
        if (
            self.last_reviewed_date
            and self.next_review_date
            and self.next_review_date <= self.last_reviewed_date
        ):
            raise ValidationError(
                {"next_review_date": _("The next review must be after the last one.")}
            )

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a version. One that somebody signed is never written over, as autosave would, nor
        one that a hook `keep_article_revision` (taking the revision) says is to be kept."""
        revision = kwargs.get("overwrite_revision")
        if revision is not None and is_kept(revision):
            kwargs["overwrite_revision"] = None
        complete(self.sections)
        return super().save_revision(*args, **kwargs)

    @reading_once()
    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        """Save, and when the article is live make everything that depends on it follow or fail.

        Raises PublishRefused when the article would be live and something required is
        missing. Nothing is written then.
        """
        update_fields = kwargs.get("update_fields")
        content_saved = update_fields is None or not _PUBLISHING_FIELDS.isdisjoint(update_fields)
        if self.live and content_saved:
            if not self.alias_of_id:
                if clean:
                    # Sets the locale and slug of a new page, which what follows relies on.
                    self.full_clean()
                # Without validation too: Wagtail saves copies below a copied library like that.
                check_publishable(self)
                clean = False
            signals.article_publishing.send(sender=type(self), instance=self)
        if not content_saved:
            return super().save(clean=clean, **kwargs)
        # Imported here: they read models.
        from articles.models.publications import Publication
        from articles.placing.plan import apply_rules
        from articles.review.publication_record import record_end, record_live

        is_new = self._state.adding
        with transaction.atomic():
            with updated_once(self):
                result = super().save(clean=clean, **kwargs)
            if self.live and not self.alias_of_id:
                # Its row is ours now: somebody may have withdrawn it since the look before.
                check_not_withdrawn(self)
                record_live(self)
                apply_rules(keys={self.translation_key})
            elif not self.live and not is_new:
                record_end([self.pk], Publication.End.UNPUBLISHED)
            signals.article_saved.send(sender=type(self), instance=self)
            if not is_new:
                self._take_aliases_along()
        return result

    def _take_aliases_along(self) -> None:
        if not self.live:
            follow_end(self)
        elif follow_publication(self):
            self._aliases_show = self.live_revision_id

    def update_aliases(self, *, revision: Any = None, **kwargs: Any) -> None:
        """Wagtail's, which asks for it after a publication. Then it has been done, by `save`."""
        if revision is None or revision.pk != self._aliases_show:
            super().update_aliases(revision=revision, **kwargs)

    update_aliases.alters_data = True  # type: ignore[attr-defined]


class ArticlePage(AbstractArticlePage):
    page_description = _("A health article made of sections")
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
