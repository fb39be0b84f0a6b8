"""Who works for which clinic. A membership in a group covers the clinics of the group."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from articles.models import Clinic, ClinicMembership

EDIT_OWN = "articles.edit_own_clinics"


def is_clinic_editor(user: Any) -> bool:
    """Whether they edit clinics because they work there, and not all of them."""
    return user.has_perm(EDIT_OWN) and not user.has_perm("articles.change_clinic")


def sees_own_clinics(user: Any) -> bool:
    """Whether they work at a clinic that they may edit: who may do everything has other ways."""
    return user.has_perm(EDIT_OWN) and not user.is_superuser and user.clinic_memberships.exists()


def own_clinic_ids(user: Any) -> set[int]:
    """The clinics they work for, and all below these. One query for each generation."""
    if not user.is_active or not user.pk:
        return set()
    memberships = ClinicMembership.objects.filter(user_id=user.pk)
    found: set[int] = set()
    layer = set(memberships.values_list("clinic_id", flat=True))
    while layer:
        found |= layer
        members = Clinic.objects.filter(parent_id__in=layer).values_list("pk", flat=True)
        layer = set(members) - found
    return found


def works_for(user: Any, clinic: Clinic) -> bool:
    """Whether they work for this clinic or for a group above it."""
    above = {clinic.pk, *ids_above(clinic)}
    return ClinicMembership.objects.filter(user_id=user.pk, clinic_id__in=above).exists()


def ids_above(clinic: Clinic) -> list[int]:
    """The groups of a clinic, upwards. Code may have saved a circle: it ends."""
    found: list[int] = []
    parent_id = clinic.parent_id
    while parent_id is not None and parent_id != clinic.pk and parent_id not in found:
        found.append(parent_id)
        parent_id = Clinic.objects.filter(pk=parent_id).values_list("parent_id", flat=True).first()
    return found


def people_of(clinic_ids: Collection[int]) -> QuerySet[Any]:
    """The accounts in use that are members of one of these clinics themselves."""
    return (
        get_user_model()
        ._default_manager.filter(Q(clinic_memberships__clinic_id__in=clinic_ids), is_active=True)
        .distinct()
    )
