"""Sections: one block type a kind, all with one shape."""

import threading
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import BlockGroup
from wagtail.fields import StreamField

from articles.sections.blocks.body import BodyBlock
from articles.sections.blocks.choosers import SnippetChooserBlock, reading_once
from articles.sections.blocks.evidence import ClaimBlock
from articles.sections.kinds import BUILT_IN_KINDS, SectionKind, section_kinds


class SectionBlock(blocks.StructBlock):
    """A section of one kind. The kind supplies label, icon, guidance and example.

    What the kind supplies is set on ``meta`` after construction, so that a better wording
    needs no migration.
    """

    heading = blocks.CharBlock(
        required=False,
        max_length=160,
        label=_("Heading"),
        help_text=_("Leave blank to use the section's own name."),
    )
    body = BodyBlock(label=_("Content"))
    claims = blocks.ListBlock(
        ClaimBlock(),
        default=[],
        label=_("Claims"),
        collapsed=True,
        help_text=_("Statements of benefit or safety in this section, each with its sources."),
    )
    citations = blocks.ListBlock(
        SnippetChooserBlock("articles.Citation", label=_("Source")),
        default=[],
        label=_("Other sources"),
        collapsed=True,
        help_text=_("Sources of this section that no claim above names."),
    )
    about = SnippetChooserBlock(
        "articles.Topic",
        required=False,
        label=_("About"),
        help_text=_("The condition, therapy or drug this section speaks of."),
    )
    standalone = blocks.BooleanBlock(
        required=False,
        default=False,
        label=_("May be shown alone"),
        help_text=_("Front ends may show this section outside the article."),
    )

    def __init__(self, kind: SectionKind | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        if kind is None:
            return
        self.label = kind.label
        self.meta.label = kind.label
        self.meta.icon = kind.icon
        self.meta.group = kind.group.label
        self.meta.description = kind.description
        self.meta.help_text = kind.guidance
        self.meta.preview_value = {
            "heading": "",
            "body": [self._example(name) for name in kind.starts_with],
        }

    def _example(self, name: str) -> dict[str, Any]:
        """The kind's own words; a section that starts with cards or questions shows one of them."""
        if self.kind is not None and name == "rich_text":
            return {"type": name, "value": f"<p>{self.kind.example}</p>"}
        block = self.child_blocks["body"].child_blocks[name]
        return {"type": name, "value": block.meta.preview_value}

    def get_default(self) -> Any:
        """With the empty body blocks that its kind starts with, as in a new article."""
        default = super().get_default()
        if self.kind is not None:
            body = self.child_blocks["body"]
            starts = [(name, body.child_blocks[name].get_default()) for name in self._starts_with]
            default["body"] = body.normalize(starts)
        return default

    @property
    def _starts_with(self) -> Iterable[str]:
        offered = self.child_blocks["body"].child_blocks
        return [name for name in self.kind.starts_with if name in offered] if self.kind else []

    class Meta:
        label_format = "{heading}"
        preview_template = "articles/block_preview/section.html"
        form_layout = BlockGroup(
            children=["heading", "body", "claims", "citations"],
            settings=["about", "standalone"],
        )


# Wagtail marks the blocks themselves, which all threads share, while it checks a draft: a check of
# another article at that moment would not ask for what is required, and blocks whose marks two
# threads put on and took off would never ask for it again.
_one_at_a_time = threading.RLock()


class SectionsBlock(blocks.StreamBlock):
    """The sections of an article, in the order in which they are read.

    ``kinds``: the section kinds that may be used; the built-in ones unless given. Checked by one
    thread at a time.
    """

    def __init__(
        self,
        local_blocks: Any = None,
        *,
        kinds: Iterable[SectionKind] | None = None,
        **kwargs: Any,
    ) -> None:
        offered = tuple(kinds) if kinds is not None else ()
        # Passing blocks by name is how migrations rebuild a stream: they have no kinds.
        super().__init__(
            local_blocks or [(kind.slug, SectionBlock(kind)) for kind in offered], **kwargs
        )
        counts = {kind.slug: {"max_num": kind.max_num} for kind in offered if kind.max_num}
        self.meta.block_counts = {**(self.meta.block_counts or {}), **counts}

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        with reading_once():
            return super().value_from_datadict(data, files, prefix)

    def clean(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Check all sections. Too many of one kind is no reason to refuse a draft."""
        with _one_at_a_time:
            try:
                return super().clean(value, *args, **kwargs)
            except StreamBlockValidationError as error:
                if not self.is_deferred_validation:
                    raise
                if error.block_errors:
                    raise StreamBlockValidationError(block_errors=error.block_errors) from error
                return value

    def clean_deferred(self, value: Any) -> Any:
        with _one_at_a_time:
            return super().clean_deferred(value)

    class Meta:
        required = False
        collapsed = True


def sections_field(*extra_kinds: SectionKind, **kwargs: Any) -> StreamField:
    """The ``sections`` field of an article page.

    ``extra_kinds``: kinds of a host project, registered and offered after the built-in
    ones. Use it to override ``sections`` on a page model of your own::

        class ClinicPage(AbstractArticlePage):
            sections = sections_field(SectionKind(slug="research", ...))
    """
    for kind in extra_kinds:
        section_kinds.register(kind)
    return StreamField(
        SectionsBlock(kinds=(*BUILT_IN_KINDS, *extra_kinds)),
        blank=True,
        verbose_name=_("sections"),
        **kwargs,
    )
