"""What the form and the list of clinics say of articles."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.ui.tables import TitleColumn

from articles.admin.placing.clinic_articles import INDEX
from articles.models import Placement

OFFERS_PANEL = InlinePanel(
    "offers",
    heading=_("What it offers"),
    label=_("Therapy"),
    panels=[FieldPanel("topic")],
    help_text=_(
        "Therapies of this very clinic. Placement rules may go by it: see the clinic's articles "
        "after you have saved."
    ),
)


def with_article_count(clinics: Any) -> Any:
    """Annotated with how many articles each carries, those to come and those over included."""
    rows = Placement.objects.filter(clinic=OuterRef("pk")).order_by().values("clinic")
    counts = rows.annotate(number=Count("pk")).values("number")
    return clinics.annotate(article_count=Coalesce(Subquery(counts), 0))


def articles_column() -> TitleColumn:
    """The number of a clinic's articles; it leads to them."""
    return TitleColumn(
        "articles",
        label=_("Articles"),
        accessor="article_count",
        sort_key="article_count",
        get_url=lambda clinic: reverse(INDEX, args=[clinic.pk]),
    )
