"""A page of the host's own: every field and rule of an article, and one more kind of section."""

from django.utils.translation import gettext_lazy as _

from articles.models import AbstractArticlePage
from articles.sections.blocks.section import sections_field
from articles.sections.kinds import ArticleKind, SectionGroup, SectionKind

AT_HOME = SectionKind(
    slug="at_home",
    label=_("At home"),
    group=SectionGroup.READER,
    icon="home",
    health_aspect="SelfCare",
    description=_("The first days after a treatment"),
    guidance=_("Say what the reader can do in the first days, and what to leave."),
    example=_("Rest on the first day. Do not drive."),
    required_for=frozenset({ArticleKind.LIFESTYLE.value}),
)


class LeafletPage(AbstractArticlePage):
    sections = sections_field(AT_HOME)
    subpage_types = []

    class Meta:
        verbose_name = _("leaflet")
        verbose_name_plural = _("leaflets")
