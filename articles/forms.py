"""The form behind the article editor."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain, count
from typing import Any

import swapper
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Media
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.staticfiles import versioned_static
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Revision

from articles.conf import get_setting
from articles.problems import Problem
from articles.publishing import missing_sections, publish_problems

# Actions of a workflow task that do not take the article further, so that nothing is required.
_SENDING_BACK = frozenset({"reject"})
# Buttons that hand an article to reviewers: their sign-off cannot be there yet.
_SUBMITTING = frozenset({"action-submit", "action-restart-workflow"})

# What publishing writes into the page's row.
_PUBLICATION = (
    "live",
    "live_revision_id",
    "first_published_at",
    "last_published_at",
    "has_unpublished_changes",
    "expired",
)


class ArticlePageForm(WagtailAdminPageForm):
    """Says at the field what keeps an article from being published.

    Saving a draft, and sending an article back from a workflow, defers validation: what is
    incomplete is never refused. Publishing, scheduling, submitting and approving do not.
    """

    data: Any
    written_upon: tuple[int, datetime] | tuple[()] | None = None
    """The latest version as an autosave began, by id and time, empty for none: no other may be
    followed. None for a click on a button, which may follow any."""
    _made_slug: tuple[str, str] | None = None
    """The name of the slug's field, and what was made for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.instance.pk is None:
            self._make_slug()

    def _make_slug(self) -> None:
        """Make a new article's address of its title where the form came without one.

        The browser makes it a moment after the last key: who saves at once is faster. Of a title
        without letters it makes none.
        """
        slug, title = self.add_prefix("slug"), self.data.get(self.add_prefix("title"), "").strip()
        if "slug" not in self.fields or self.data.get(slug) or not title:
            return
        unicode = getattr(settings, "WAGTAIL_ALLOW_UNICODE_SLUGS", True)
        made = slugify(title, allow_unicode=unicode) or self._free_slug(
            slugify(self.instance._meta.verbose_name, allow_unicode=unicode)
        )
        self.data = self.data.copy()
        self.data[slug] = made
        self._made_slug = (slug, made)

    def _free_slug(self, base: str) -> str:
        """The first of base, base-2, base-3 ... that no page beside the new one has."""
        taken: set[str] = set()
        if self.parent_page is not None:
            beside = self.parent_page.get_children().filter(slug__startswith=base)
            taken = set(beside.values_list("slug", flat=True))
        numbered = chain([base], (f"{base}-{number}" for number in count(2)))
        return next(slug for slug in numbered if slug not in taken)

    def get_field_updates_for_resave(self) -> Any:
        """The page that is still open after an autosave takes the slug that was made."""
        updates = super().get_field_updates_for_resave()
        return updates if self._made_slug is None else [*updates, self._made_slug]

    @property
    def media(self) -> Media:
        media: Media = super().media
        return media + Media(js=[versioned_static("articles/js/preview-pace.js")])

    def is_valid(self) -> bool:
        if self.data.get("workflow-action-name") in _SENDING_BACK and self.data.get(
            "action-workflow-action"
        ):
            self.defer_required_fields()
        return bool(super().is_valid())

    def save(self, commit: bool = True) -> Any:
        """Save; an article that somebody published since it was read keeps what is live.

        Wagtail writes a draft into the page itself while the page is not live, and its autosave
        sends the form while an approval is still being worked on: that would take the article
        offline again. What was written is then kept as for every live page, in a revision.

        Raises PermissionDenied for an autosave that another version has overtaken (`written_upon`).
        The editor's click on "Save" is not refused: it holds what was typed last.
        """
        if self.instance.pk is None or not (commit or self.written_upon is not None):
            return super().save(commit=commit)
        with transaction.atomic():
            stored = self._lock_page()
            self._refuse_when_overtaken(stored["latest_revision_id"])
            return super().save(commit=commit and not self._published_meanwhile(stored))

    def _lock_page(self) -> dict[str, Any]:
        """What is stored of the page by now; it stays so until the end of the transaction."""
        pages = swapper.load_model("wagtailcore", "Page")._base_manager.select_for_update()
        stored: dict[str, Any] = (
            pages.filter(pk=self.instance.pk).values("latest_revision_id", *_PUBLICATION).get()
        )
        return stored

    def _refuse_when_overtaken(self, latest_revision_id: int | None) -> None:
        """Refuse what was read before another version was saved, and would take its place.

        Wagtail asks the same as the request begins, when a save sent right after the autosave may
        not have been written yet.
        """
        if self.written_upon is None:
            return
        latest = Revision.objects.filter(pk=latest_revision_id).values_list("pk", "created_at")
        if (latest.first() or ()) != self.written_upon:
            raise PermissionDenied(_("Saving will overwrite a newer version."))

    def _published_meanwhile(self, stored: dict[str, Any]) -> bool:
        """Whether the page is live by now; the instance then says so too."""
        if self.instance.live or not stored["live"]:
            return False
        for name in _PUBLICATION:
            setattr(self.instance, name, stored[name])
        return True

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        problems = publish_problems(
            self.instance,
            section_types=self._section_types(),
            uses_drug=self._uses_drug(),
        )
        problems += self._withdrawal_problems()
        problems += self._rule_problems()
        self._refuse_sections([problem for problem in problems if problem.field == "sections"])
        for problem in problems:
            if problem.field == "sections":
                continue
            field = problem.field if problem.field in self.fields else None
            if field not in self.errors:
                self.add_error(field, ValidationError(problem.message, code=problem.code))

    def _withdrawal_problems(self) -> list[Problem]:
        """A withdrawn article may be reviewed, which is the way back."""
        from articles.withdrawing.state import withdrawal_problems

        in_review = _SUBMITTING.intersection(self.data) or self.data.get("workflow-action-name")
        return [] if in_review else withdrawal_problems(self.instance)

    def _rule_problems(self) -> list[Problem]:
        """What the editorial rules refuse; a reviewer's part only once it is to go live."""
        # Imported here: the rules read models, whose pages name this form.
        from articles.checks.content import Author
        from articles.checks.reading import read_article
        from articles.review.gate import SIGN_OFF_RULES, article_problems

        if "sections" in self.errors or not get_setting("ENFORCE_CHECKS"):
            return []
        topics, authors = self._children("article_topics"), self._children("article_authors")
        article = read_article(
            self.instance,
            topics=None
            if topics is None
            else [(data["topic"].pk, data["relation"]) for data in topics],
            authors=None
            if authors is None
            else [Author(getattr(data["clinician"], "pk", None), data["name"]) for data in authors],
        )
        missing = missing_sections(self.instance, section_types=self._section_types())
        return article_problems(
            article,
            missing_kinds={kind.slug for kind in missing},
            without=SIGN_OFF_RULES if _SUBMITTING.intersection(self.data) else (),
        )

    def _children(self, name: str) -> list[dict[str, Any]] | None:
        """The page's children in the form, in order; `None` where it shows none or wrong ones."""
        formset: Any = self.formsets.get(name)
        if formset is None or not formset.is_valid():
            return None
        return [form.cleaned_data for form in formset.ordered_forms]

    def _section_types(self) -> Iterable[str] | None:
        """The kinds of section in the form; the instance has old ones while a block has errors."""
        if "sections" not in self.fields:
            return None
        stream = self["sections"].data
        return {section.block_type for section in stream} if stream is not None else None

    def _uses_drug(self) -> bool | None:
        """Whether the form's own topics name a drug; the instance gets them only on saving."""
        formset: Any = self.formsets.get("article_topics")
        if formset is None:
            return None
        formset.is_valid()
        return any(
            getattr(form, "cleaned_data", {}).get("relation") == "drug"
            for form in formset.forms
            if form not in formset.deleted_forms
        )

    def _refuse_sections(self, problems: list[Problem]) -> None:
        """Add what is missing to what the blocks found: a stream can show one error only."""
        if not problems:
            return
        if "sections" not in self.fields:
            for problem in problems:
                self.add_error(None, ValidationError(problem.message, code=problem.code))
            return
        found = self.errors.pop("sections", None)
        earlier = found.as_data()[0] if found else None
        self.add_error(
            "sections",
            StreamBlockValidationError(
                block_errors=getattr(earlier, "block_errors", None),
                non_block_errors=[
                    *getattr(earlier, "non_block_errors", []),
                    *(ValidationError(problem.message, code=problem.code) for problem in problems),
                ],
            ),
        )
