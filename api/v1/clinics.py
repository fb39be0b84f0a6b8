"""What asking for a clinic means for answers of one document."""

from api.purging.tags import clinic_tag
from api.reading.clinics import clinic_exists
from api.v1.errors import InvalidParameter, NotFound


def not_found(detail: str, clinic: str | None) -> Exception:
    """Return the problem for what was not found, at a clinic where one is asked for."""
    if clinic is None:
        return NotFound(detail)
    if not clinic_exists(clinic):
        return InvalidParameter("clinic", "There is no clinic with this slug.")
    return NotFound(f"{detail.rstrip('.')} at this clinic.")


def with_clinic_tag(tags: str, clinic: str | None) -> str:
    """Return the tags of an answer, with that of the clinic whose values it carries."""
    return f"{tags} {clinic_tag(clinic)}" if clinic else tags
