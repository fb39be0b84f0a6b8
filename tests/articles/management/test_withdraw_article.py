from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import ArticlePage, Withdrawal
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    UserFactory,
)
from tests.articles.withdrawing.test_withdraw import spanish

pytestmark = pytest.mark.django_db


def run(slug: str, **options: Any) -> str:
    out = StringIO()
    values = {"severity": "urgent", "reason": "The dose is wrong.", **options}
    call_command("withdraw_article", slug, stdout=out, **values)
    return out.getvalue()


def live() -> set[int]:
    return set(ArticlePage.objects.live().values_list("pk", flat=True))


def test_withdraws_every_language_that_is_live_and_says_so() -> None:
    page = ArticlePageFactory(slug="one")
    other = spanish(page)
    assert run("one").splitlines() == [
        "Withdrawn everywhere: one (en), urgent.",
        f"Withdrawn everywhere: {other.slug} (es), urgent.",
    ]
    assert live() == set()
    record = Withdrawal.objects.filter(locale="en").get()
    assert (record.withdrawn_by, record.withdrawn_by_name[:16]) == (None, "manage.py withdr")


def test_one_language_one_clinic_a_replacement_and_who() -> None:
    page, new = ArticlePageFactory(slug="one"), ArticlePageFactory(slug="new")
    other = spanish(page)
    clinic, user = ClinicFactory(slug="north"), UserFactory(group="Publishers", username="pia")
    run("one", clinic=["north"], locale="es", replacement="new", user="pia")
    record = Withdrawal.objects.get()
    assert (record.page_id, record.clinic, record.replaced_by_id) == (other.pk, clinic, new.pk)
    assert record.withdrawn_by == user
    assert live() == {page.pk, other.pk, new.pk}


def test_critical_needs_the_slug_again() -> None:
    page = ArticlePageFactory(slug="one")
    for wrong in (None, "two"):
        with pytest.raises(CommandError, match="--confirm one"):
            run("one", severity="critical", confirm=wrong)
    assert live() == {page.pk}
    run("one", severity="critical", confirm="one")
    assert live() == set()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"slug": "none"}, "There is no article 'none'"),
        ({"slug": "draft"}, "is not live"),
        ({"locale": "fr"}, "in fr"),
        ({"clinic": ["nowhere"]}, "no clinic nowhere"),
        ({"replacement": "draft"}, "no live article 'draft'"),
        ({"replacement": "one"}, "cannot replace itself"),
        ({"user": "nobody"}, "no account 'nobody'"),
        ({"user": "eddy"}, "may not publish"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_happens(options: dict[str, Any], message: str) -> None:
    page = ArticlePageFactory(slug="one")
    DraftArticleFactory(slug="draft")
    UserFactory(username="eddy", group="Editors")
    with pytest.raises(CommandError, match=message):
        run(options.pop("slug", "one"), **options)
    assert live() == {page.pk}
