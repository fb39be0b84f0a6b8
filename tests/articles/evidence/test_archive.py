"""What an export holds."""

import hashlib
import io
import json
import tracemalloc
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from articles import __version__
from articles.evidence.archive import write_archive
from articles.evidence.keys import SigningKey, new_key
from articles.evidence.records import Subject, all_subjects, subject_of, subjects_named
from articles.models import ArticlePage, Citation, Publication, RuleOverride, Withdrawal
from tests.articles.evidence.recorded import (
    KEY,
    change,
    document,
    export,
    files,
    readable,
    signed_article,
)
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db


def test_the_manifest_lists_every_file_with_its_digest() -> None:
    contents = files(export(signed_article()))
    manifest = json.loads(contents.pop("manifest.json"))
    assert len(contents.pop("manifest.json.sig")) == 64
    assert {entry["path"]: entry["sha256"] for entry in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in contents.items()
    }
    assert manifest["signature"]["key_id"] == KEY.public.id
    assert manifest["software"]["version"] == __version__
    assert manifest["articles"] == 1
    assert KEY.public.id in contents["README.txt"].decode()


def test_says_what_was_live_from_when_to_when_and_who_signed_it() -> None:
    page = signed_article(title="Migraine")
    change(page, summary="Now said otherwise.")
    found = document(export(page))
    first, second = found["publications"]
    assert (first["ended_by"], first["live_until"]) == ("replaced", second["live_from"])
    assert second["live_until"] is None
    assert second["content"]["fields"]["summary"] == "Now said otherwise."
    assert [signed["content_hash"] for signed in found["sign_offs"]] == [
        first["content_hash"],
        second["content_hash"],
    ]
    signed = found["sign_offs"][0]
    assert (signed["reviewer_name"], signed["credentials"]) == ("Dr Rhea Example", "MD")
    assert (signed["role"], signed["decision"]) == ("clinical", "approved")
    assert found["article"]["live"] is True


def test_says_which_overrides_and_withdrawals_there_were() -> None:
    page = signed_article()
    about = {"page": page, "translation_key": page.translation_key, "locale": "en"}
    RuleOverride.objects.create(
        **about,
        title=page.title,
        rule="L1",
        reason="Names of drugs are long.",
        expires_on=timezone.localdate() + timedelta(days=9),
        made_by_name="Ada Example",
    )
    Withdrawal.objects.create(
        **about, slug=page.slug, title=page.title, severity="urgent", reason="A wrong dose."
    )
    archive = export(page)
    found = document(archive)
    assert [each["rule"] for each in found["overrides"]] == ["L1"]
    assert [each["reason"] for each in found["withdrawals"]] == ["A wrong dose."]
    assert "Names of drugs are long." in readable(archive)
    assert "A wrong dose." in readable(archive)


def test_says_what_became_of_its_sources() -> None:
    page = signed_article()
    citation = Citation.objects.get()
    citation.retracted = True
    citation.save()
    archive = export(page)
    [source] = document(archive)["citations"]
    assert source["retracted"] is True
    assert "now retracted" in readable(archive)


def test_the_page_can_be_read_by_itself() -> None:
    text = readable(export(signed_article(title="Migraine & you")))
    for words in (
        "Migraine &amp; you",
        "What it is",  # a section's heading
        "Attacks <b>throb</b>.",
        "<caption>Options</caption>",
        '<th scope="row">Triptan</th>',
        "Ends <b>an attack</b>.",
        "Lost sleep.",  # in a sub-section
        "It ends attacks.",  # a claim
        "Say what matters. <sup>1</sup>",
        '<li value="1">',
        "Dr Rhea Example, MD",
        "Migraine (Is about it)",
    ):
        assert words.lower() in text.lower(), words
    for outside in ("<script", "<link", " src=", "@import", "url("):
        assert outside not in text


def test_the_page_keeps_what_a_source_was_called() -> None:
    page = signed_article()
    Citation.objects.get().delete()
    text = readable(export(page))
    assert "A trial" in text
    assert "no longer on file" in text


def test_stored_markup_does_nothing_in_the_page() -> None:
    page = signed_article(title="<script>alert(1)</script>")
    record = Publication.objects.get()
    assert record.content["fields"]["title"] == page.title
    body = record.content["sections"][0]["value"]["body"]
    body.append({"type": "rich_text", "value": "<p onclick='x()'>A<script>alert(2)</script></p>"})
    body.append({"type": "unknown", "value": {"words": "<img src=x onerror=alert(3)>"}})
    change(page, sections=record.content["sections"], title="<img src=x onerror=alert(4)>")
    text = readable(export(page))
    assert "onclick" not in text
    assert "<script" not in text
    assert "<img" not in text


def test_the_page_is_in_the_language_of_its_article() -> None:
    with translation.override("es"):
        text = readable(export(signed_article()))
    assert '<html lang="en">' in text
    assert "What happened" in text


def test_what_is_on_record_outlives_the_page() -> None:
    page = signed_article()
    key, subject = page.translation_key, subject_of(page)
    page.delete()
    assert all_subjects() == [subject]
    assert list(subjects_named([str(key).upper()])) == [subject]


def test_an_article_that_is_live_without_any_record_is_among_all() -> None:
    page = ArticlePageFactory(live=False)
    assert all_subjects() == []
    ArticlePage.objects.filter(pk=page.pk).update(live=True)
    assert all_subjects() == [subject_of(page)]


def test_what_nothing_is_known_of_is_named() -> None:
    for name in ("999999", str(uuid.uuid4()), "nonsense"):
        with pytest.raises(LookupError, match=name):
            list(subjects_named([name]))


def test_a_page_is_its_number() -> None:
    page = signed_article()
    assert list(subjects_named([str(page.pk)])) == [subject_of(page)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_many_articles_need_no_more_memory_than_few() -> None:
    page = signed_article()
    subject = subject_of(page)

    def peak(count: int) -> int:
        class Null(io.RawIOBase):
            """Takes bytes and forgets them; like a pipe, it cannot go back."""

            def writable(self) -> bool:
                return True

            def write(self, data: object) -> int:
                return len(data)  # type: ignore[arg-type]

        tracemalloc.start()
        write_archive(Null(), (Subject(*subject) for _ in range(count)), KEY)  # type: ignore[arg-type]
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(2)
    few, many = peak(5), peak(40)
    # The manifest grows by some hundred bytes an article; a document would be tens of thousands.
    assert many - few < 35 * 8_000


def test_two_exports_differ_in_their_time_only() -> None:
    page = signed_article()
    one, other = document(export(page)), document(export(page, key=SigningKey.from_text(new_key())))
    assert one.pop("exported_at") <= other.pop("exported_at")
    assert one == other


def test_the_hash_of_the_live_text_is_that_of_its_record() -> None:
    page = signed_article()
    found = document(export(ArticlePage.objects.get(pk=page.pk)))
    assert found["article"]["content_hash"] == found["publications"][0]["content_hash"]
