"""Records stay as they were written: in the model, and in the database whoever asks."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from articles.models import ArticlePage, Citation, Publication, RuleOverride, SignOff
from articles.models.records import RecordIsFinal
from articles.review.live_sign_offs import LiveSignOff, read_live_sign_offs
from articles.review.reading import content_hash_of_page
from tests.articles.every_block import item
from tests.articles.factories import CitationFactory, SuperuserFactory, TopicFactory, UserFactory
from tests.articles.review.signed import good_sections, make_reviewer, published, sign, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("enforced")]


def _execute(sql: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_sign_off_is_neither_changed_nor_deleted_by_code() -> None:
    page, _reviewer = published()
    record = SignOff.objects.get(page_id=page.pk)
    record.comment = "Something else."
    with pytest.raises(RecordIsFinal):
        record.save()
    with pytest.raises(RecordIsFinal):
        record.save(update_fields=["comment"])
    with pytest.raises(RecordIsFinal):
        record.delete()
    with pytest.raises(RecordIsFinal):
        SignOff.objects.all().update(comment="x")
    with pytest.raises(RecordIsFinal):
        SignOff.objects.all().delete()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE articles_signoff SET comment = 'x'",
        "UPDATE articles_signoff SET content_hash = 'x'",
        "UPDATE articles_signoff SET signed_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE articles_signoff SET reviewer_id = %s",
        "DELETE FROM articles_signoff",
        "UPDATE articles_publication SET title = 'x'",
        "UPDATE articles_publication SET live_from = '2020-01-01 00:00:00+00:00'",
        "DELETE FROM articles_publication",
    ],
)
def test_the_database_refuses_it_too(sql: str) -> None:
    published()
    other = UserFactory()
    with pytest.raises((IntegrityError, DatabaseError), match="never changed or deleted"):
        _execute(sql, *([other.pk] if "%s" in sql else []))


def test_records_outlive_pages_people_and_revisions() -> None:
    page, reviewer = published()
    page.delete()
    reviewer.delete()
    record = SignOff.objects.get()
    assert (record.page_id, record.reviewer_id, record.revision_id) == (None, None, None)
    assert record.reviewer_name == "Dr Rhea Example"
    assert record.content["fields"]["title"] == page.title


# What was live from when to when


def test_what_was_live_is_recorded_with_its_text() -> None:
    page, _reviewer = published()
    record = Publication.objects.get(page_id=page.pk)
    assert record.live_until is None
    assert record.content_hash == SignOff.objects.get(page_id=page.pk).content_hash
    assert record.content["fields"]["summary"] == page.summary


def test_a_new_text_ends_the_record_of_the_old_one() -> None:
    page, _reviewer = published()
    draft = page.get_latest_revision_as_object()
    draft.summary = "Now said otherwise."
    draft.save_revision(user=SuperuserFactory())
    sign(submit(ArticlePage.objects.get(pk=page.pk)), make_reviewer())
    new, old = Publication.objects.filter(page_id=page.pk).order_by("-live_from", "-pk")
    assert (old.ended_by, old.live_until) == ("replaced", new.live_from)
    assert new.live_until is None


def test_publishing_the_same_text_again_is_no_new_record() -> None:
    page, _reviewer = published()
    page.get_latest_revision_as_object().save_revision().publish()
    assert Publication.objects.filter(page_id=page.pk).count() == 1


def test_unpublishing_ends_the_record() -> None:
    page, _reviewer = published()
    page.unpublish()
    assert Publication.objects.get(page_id=page.pk).ended_by == "unpublished"


def test_deleting_ends_the_record() -> None:
    page, _reviewer = published()
    page.delete()
    record = Publication.objects.get()
    assert (record.page_id, record.ended_by) == (None, "deleted")


def test_a_record_ends_once() -> None:
    page, _reviewer = published()
    page.unpublish()
    for value in ("NULL", "'2020-01-01 00:00:00+00:00'"):
        with pytest.raises((IntegrityError, DatabaseError), match="never changed or deleted"):
            _execute(f"UPDATE articles_publication SET live_until = {value}")


def test_an_override_can_be_ended_and_nothing_else() -> None:
    page, _reviewer = published()
    override = RuleOverride.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        title=page.title,
        rule="L1",
        reason="Asked for.",
        expires_on=timezone.localdate(),
        made_by_name="Somebody",
    )
    override.ended_at = timezone.now()
    override.save(update_fields=["ended_at"])
    with pytest.raises((IntegrityError, DatabaseError), match="never changed or deleted"):
        _execute("UPDATE articles_ruleoverride SET reason = 'x'")


def test_a_record_keeps_what_its_sources_and_topics_were_called() -> None:
    topic = TopicFactory(name="Migraine")
    source = CitationFactory(title="A trial", authors="Ruiz, Ana", year=2018, doi="10.1000/a")
    sections = [
        {**section, "value": {**section["value"], "citations": [item(source.pk)]}}
        for section in good_sections()
    ]
    page, _reviewer = published(sections=sections, topics={"about": topic})
    source.title, topic.name = "A trial, corrected", "Migraines"
    source.save()
    topic.save()
    for record in (SignOff.objects.get(), Publication.objects.get()):
        assert record.content["names"]["topics"] == {str(topic.pk): "Migraine"}
        [line] = record.content["names"]["sources"].values()
        assert line.startswith("Ruiz A. A trial. ")
        assert record.content_hash == content_hash_of_page(page)


def _cite(source: Citation) -> list[dict[str, Any]]:
    return [
        {**section, "value": {**section["value"], "citations": [item(source.pk)]}}
        for section in good_sections()
    ]


def test_another_source_under_the_same_entry_is_another_text() -> None:
    source = CitationFactory(doi="10.1000/a")
    page, _reviewer = published(sections=_cite(source))
    source.doi = "10.1000/b"
    source.save()
    new, old = Publication.objects.filter(page_id=page.pk).order_by("-live_from", "-pk")
    assert (old.ended_by, old.live_until) == ("replaced", new.live_from)
    assert list(new.content["sources"].values()) == ["doi:10.1000/b"]
    assert read_live_sign_offs([page.pk]) == {page.pk: LiveSignOff.CHANGED}


def test_a_text_without_its_deleted_source_is_another_one() -> None:
    source = CitationFactory(doi="10.1000/a")
    page, _reviewer = published(sections=_cite(source))
    source.delete()
    assert Publication.objects.get(page_id=page.pk, live_until=None).content["sources"] == {}
    assert read_live_sign_offs([page.pk]) == {page.pk: LiveSignOff.CHANGED}


def test_a_record_is_not_replaced_in_the_database_either() -> None:
    published()
    if connection.vendor == "postgresql":
        # Foreign keys of this transaction still wait to be checked: first that.
        _execute("SET CONSTRAINTS ALL IMMEDIATE")
        statement = "TRUNCATE articles_signoff CASCADE"
    else:
        statement = "INSERT OR REPLACE INTO articles_signoff SELECT * FROM articles_signoff"
    with pytest.raises((IntegrityError, DatabaseError), match="never changed or deleted"):
        _execute(statement)
