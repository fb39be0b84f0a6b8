"""Which articles a clinic carries: read from its placements, so that they hold at once.

A placement belongs to all languages of an article. Its dates decide on the day of the read.
"""

from api.reading.lists import Condition
from api.reading.public import Moment
from articles.models import Clinic, Placement, Withdrawal

_CLINIC = f"(SELECT n.id FROM {Clinic._meta.db_table} n WHERE n.slug = %s)"  # noqa: S608
_PLACED = (
    f"d.article_id IN (SELECT p.translation_key FROM {Placement._meta.db_table} p"  # noqa: S608
    f" WHERE p.clinic_id = {_CLINIC}"
    " AND (p.starts_on IS NULL OR p.starts_on <= %s) AND (p.ends_on IS NULL OR p.ends_on >= %s))"
    f" AND NOT EXISTS (SELECT 1 FROM {Withdrawal._meta.db_table} w"
    f" WHERE w.clinic_id = {_CLINIC}"
    " AND w.translation_key = d.article_id AND w.locale = d.locale AND w.reinstated_at IS NULL)"
)


def placed_condition(clinic: str, at: Moment) -> Condition:
    """Articles (`d`) placed at the clinic with this slug, and not taken back there."""
    return Condition(_PLACED, (clinic, at.today, at.today, clinic))
