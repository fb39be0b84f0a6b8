"""Who may do what with clinics.

Permissions on the model hold for every clinic, as for any snippet. Who has `edit_own_clinics`
instead may see and change the clinics they work for, and nothing else of them: not add, not
delete.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy

from articles.clinics.membership import EDIT_OWN, ids_above, own_clinic_ids, people_of, works_for
from articles.models import Clinic

OWN_ACTIONS = frozenset({"change", "view"})


class ClinicPermissionPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        """For some clinics or all of them."""
        if super().user_has_permission(user, action):
            return True
        return action in OWN_ACTIONS and user.has_perm(EDIT_OWN) and bool(own_clinic_ids(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if super().user_has_permission(user, action):
            return True
        return action in OWN_ACTIONS and user.has_perm(EDIT_OWN) and works_for(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> Any:
        clinics = Clinic.objects.all()
        if any(user.has_perm(self._get_permission_name(action)) for action in actions):
            return clinics
        if OWN_ACTIONS.intersection(actions) and user.has_perm(EDIT_OWN):
            return clinics.filter(pk__in=own_clinic_ids(user))
        return clinics.none()

    def users_with_any_permission_for_instance(
        self, actions: Collection[str], instance: Any
    ) -> Any:
        found = self.users_with_any_permission(actions)
        if not OWN_ACTIONS.intersection(actions):
            return found
        people = people_of({instance.pk, *ids_above(instance)})
        own = [user.pk for user in people if user.has_perm(EDIT_OWN)]
        users = found.model._default_manager
        return users.filter(Q(pk__in=found.values("pk")) | Q(pk__in=own))
