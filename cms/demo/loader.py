"""Loads the demo: one transaction, so that it is there whole or not at all."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.contrib.auth.models import Group
from django.db import transaction

from articles.models import Clinician, ClinicMembership
from articles.review.health import take_snapshot
from cms.demo import pages, snippets, tree
from cms.demo.files import ARTICLES, LOCALES
from cms.demo.sections import Shelf
from cms.demo.users import DEMO_USERS
from cms.settings.local import LOCAL_HOSTS, browsable

Say = Callable[[str], object]


@transaction.atomic
def load_demo(*, hostname: str, port: int, say: Say) -> None:
    """Load everything. ``say`` gets a line of progress at a time.

    Snippets and users that are there are brought to the demo's state; pages must not be there.
    """
    say("  users")
    users = load_users()
    say("  pictures")
    images = snippets.load_images()
    say("  languages, home and library")
    locales = tree.load_locales()
    homes = tree.load_homes(locales)
    tree.load_site(hostname=hostname, port=port, home=homes["en"])
    libraries = tree.load_libraries(homes, locales, users["publisher"])
    say("  topics, sources, clinicians and clinics")
    topics = snippets.load_topics()
    shelf = Shelf(topics=topics, citations=snippets.load_citations(), images=images)
    clinics = snippets.load_clinics(images, topics, base_url=_reader_url(hostname, port))
    snippets.load_rules(topics)
    snippets.load_prepared_sections(shelf)
    for demo_user in DEMO_USERS:
        if demo_user.clinic:
            ClinicMembership.objects.get_or_create(
                clinic_id=clinics[demo_user.clinic], user=users[demo_user.username]
            )
    people = pages.People(
        editor=users["editor"],
        reviewer=users["reviewer"],
        publisher=users["publisher"],
        clinicians=snippets.load_clinicians(),
    )
    Clinician.objects.filter(pk=people.clinicians[pages.REVIEWER]).update(user=users["reviewer"])
    drafts = pages.make_drafts(libraries, locales, images, people)
    pages.place_articles(drafts[LOCALES[0]], clinics, users["publisher"])
    for language in LOCALES:
        for name in ARTICLES:
            say(f"  article: {drafts[language][name].title}")
            pages.publish_article(name, language, drafts[language], shelf, people)
    say("  library health, as it is today")
    take_snapshot()


def _reader_url(hostname: str, port: int) -> str:
    """Where the reader shows drafts; blank where their tokens would travel without TLS."""
    host = browsable(hostname)
    return f"http://{host}:{port}" if host in LOCAL_HOSTS and settings.READER else ""


@transaction.atomic
def remove_demo() -> None:
    """Delete the demo's pages, placements and sign-offs.

    Snippets, pictures and users stay: other content may use them, and loading sets them right.
    """
    tree.remove_libraries()
    pages.remove_records()


def load_users() -> Mapping[str, Any]:
    """The users of DEMO_USERS in their groups, by username."""
    users = {}
    for demo_user in DEMO_USERS:
        administrator = demo_user.role == "Administrators"
        user, _ = get_user_model().objects.get_or_create(
            username=demo_user.username,
            defaults={
                "email": f"{demo_user.username}@example.org",
                "first_name": "Demo",
                "last_name": demo_user.username.capitalize(),
            },
        )
        user.is_staff = user.is_superuser = administrator
        user.password = _quick_hash(demo_user.password)
        user.save()
        user.groups.set([Group.objects.get_or_create(name=demo_user.role)[0]])
        users[demo_user.username] = user
    return users


def _quick_hash(password: str) -> str:
    """A hash in no time: slow ones keep a password secret, and these everybody knows.

    Django makes the usual one of it when the user first signs in.
    """
    hasher = get_hasher()
    quick = {"iterations": 1} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    return hasher.encode(password, hasher.salt(), **quick)
