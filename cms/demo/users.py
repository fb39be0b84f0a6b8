"""Who can sign in to the demo: one user in each group, with a password everybody may know."""

from typing import NamedTuple


class DemoUser(NamedTuple):
    username: str
    password: str
    role: str
    """Name of the group; the administrator is a superuser besides."""
    clinic: str = ""
    """Slug of the clinic they work for."""


DEMO_USERS = [
    DemoUser("editor", "editor-demo", "Editors"),
    DemoUser("reviewer", "reviewer-demo", "Clinical reviewers"),
    DemoUser("publisher", "publisher-demo", "Publishers"),
    DemoUser("clinic", "clinic-demo", "Clinic editors", clinic="northlight"),
    DemoUser("admin", "admin-demo", "Administrators"),
]
