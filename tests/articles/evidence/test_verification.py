"""An archive that was touched is never taken for whole, and what was touched is named."""

import hashlib
import io
import json
import zipfile

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.evidence.keys import SigningKey, new_key
from articles.evidence.verification import verify_archive
from articles.models import ArticlePage, Citation, Publication, SignOff
from articles.review.content import content_hash
from articles.review.reading import read_content
from tests.articles.evidence.recorded import (
    KEY,
    change,
    export,
    faults,
    files,
    packed,
    signed_article,
    verify,
)
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db
OTHER = SigningKey.from_text(new_key())
# The archive is made once for all the examples of a property.
PROPERTY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def archive() -> bytes:
    page = signed_article()
    change(page, summary="Now said otherwise.")
    return export(page)


def signed_again(contents: dict[str, bytes], key: SigningKey = KEY) -> bytes:
    """The archive as it would be had these files been exported: for faults that came before."""
    manifest = json.loads(contents["manifest.json"])
    for entry in manifest["files"]:
        data = contents[entry["path"]]
        entry.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
    contents["manifest.json"] = json.dumps(manifest).encode()
    contents["manifest.json.sig"] = key.sign(contents["manifest.json"])
    return packed(contents)


def test_an_untouched_archive_is_whole(archive: bytes) -> None:
    result = verify(archive)
    assert result.faults == []
    assert result.findings == []
    assert result.key == KEY.public
    assert result.key_is_trusted


def test_packing_it_anew_changes_nothing(archive: bytes) -> None:
    assert faults(packed(files(archive))) == []


@PROPERTY
@given(data=st.data())
def test_any_byte_of_any_file(archive: bytes, data: st.DataObject) -> None:
    contents = files(archive)
    name = data.draw(st.sampled_from(sorted(contents)))
    place = data.draw(st.integers(0, len(contents[name]) - 1))
    other = contents[name][place] ^ data.draw(st.integers(1, 255))
    changed = contents[name][:place] + bytes([other]) + contents[name][place + 1 :]
    found = faults(packed({**contents, name: changed}))
    assert any(name in fault for fault in found), (name, place, found)


@PROPERTY
@given(data=st.data())
def test_any_byte_of_the_zip_itself(archive: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(archive) - 1))
    other = archive[place] ^ data.draw(st.integers(1, 255))
    changed = archive[:place] + bytes([other]) + archive[place + 1 :]
    if faults(changed):
        return
    # A date or a flag of the container: what can be read is what was signed.
    assert files(changed) == files(archive)


@PROPERTY
@given(length=st.integers(0, 2000))
def test_an_archive_that_is_cut_off(archive: bytes, length: int) -> None:
    assert faults(archive[: len(archive) - 1 - length])


def test_any_file_that_is_missing(archive: bytes) -> None:
    contents = files(archive)
    for name in contents:
        rest = {key: value for key, value in contents.items() if key != name}
        assert any(name in fault and "missing" in fault for fault in faults(packed(rest))), name


def test_a_file_that_was_added(archive: bytes) -> None:
    [fault] = faults(packed({**files(archive), "articles/more.html": b"<p>More</p>"}))
    assert fault == "articles/more.html: was added: the manifest does not list it."


def test_a_file_that_is_there_twice(archive: bytes) -> None:
    file = io.BytesIO(archive)
    with zipfile.ZipFile(file, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("index.html", "other")
    assert "index.html: is in the archive 2 times." in faults(file.getvalue())


def test_a_file_that_claims_to_be_small_is_not_unpacked(archive: bytes) -> None:
    contents = files(archive)
    contents["index.html"] = b"0" * 50_000_000
    assert any("index.html: was changed" in fault for fault in faults(packed(contents)))


def test_another_key(archive: bytes) -> None:
    [fault] = faults(archive, OTHER.public)
    assert fault.startswith("manifest.json: ")
    assert OTHER.public.id in fault


def test_one_of_several_keys_is_enough(archive: bytes) -> None:
    assert faults(archive, OTHER.public, KEY.public) == []


def test_somebody_elses_archive_is_not_trusted_for_the_key_inside(archive: bytes) -> None:
    contents = files(archive)
    contents["public_key.pem"] = OTHER.public.pem
    forged = signed_again(contents, OTHER)
    assert faults(forged) != []
    result = verify_archive(io.BytesIO(forged))
    assert result.faults == []
    assert not result.key_is_trusted


def test_no_zip() -> None:
    assert faults(b"%PDF-1.7") == ["This is no ZIP archive, or it is cut off."]


# What was wrong before it was signed


def test_a_text_that_was_forged_in_the_database(archive: bytes) -> None:
    contents = files(archive)
    [name] = [name for name in contents if name.endswith(".json") and "/" in name]
    document = json.loads(contents[name])
    document["publications"][1]["content"]["fields"]["title"] = "Another title"
    contents[name] = json.dumps(document).encode()
    assert faults(signed_again(contents)) == [
        f"{name}: text 2 is not what its content hash was made of."
    ]


def test_a_sign_off_whose_text_was_forged(archive: bytes) -> None:
    contents = files(archive)
    [name] = [name for name in contents if name.endswith(".json") and "/" in name]
    document = json.loads(contents[name])
    document["sign_offs"][0]["content"]["fields"]["title"] = "Another title"
    contents[name] = json.dumps(document).encode()
    [fault] = faults(signed_again(contents))
    assert "sign-off 1" in fault


@pytest.mark.parametrize("text", [b"[]", b"{}", b"null", b'{"publications": 1}', b"\xff"])
def test_a_signed_document_that_is_none(archive: bytes, text: bytes) -> None:
    contents = files(archive)
    [name] = [name for name in contents if name.endswith(".json") and "/" in name]
    contents[name] = text
    assert faults(signed_again(contents)) == [f"{name}: is no document of evidence."]


# What the records tell


def findings(page: ArticlePage) -> list[str]:
    result = verify(export(page))
    assert result.faults == []
    return [finding.message for finding in result.findings]


def test_live_without_a_sign_off_is_a_finding_and_no_fault() -> None:
    [finding] = findings(ArticlePageFactory())
    assert finding.startswith("text 1: This text went live without a sign-off (Clinical)")


def test_signed_after_it_went_live() -> None:
    page = ArticlePageFactory()
    content = read_content(page)
    SignOff.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        content=content,
        content_hash=content_hash(content),
        reviewer_name="Dr Late",
        credentials="MD",
        decision="approved",
    )
    [finding] = findings(page)
    assert "It was signed later, on" in finding


def test_every_required_role_is_looked_for(settings: object) -> None:
    page = signed_article()
    settings.CLINIC_CONTENT = {  # type: ignore[attr-defined]
        "ARTICLES": {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ("clinical", "legal")}
    }
    [finding] = findings(page)
    assert "(Legal)" in finding


def test_a_live_text_on_a_retracted_source() -> None:
    page = signed_article()
    Citation.objects.update(retracted=True)
    [finding] = findings(page)
    assert "has been retracted: " in finding


def test_live_without_a_record() -> None:
    page = ArticlePageFactory(live=False)
    ArticlePage.objects.filter(pk=page.pk).update(live=True)
    assert findings(page) == ["The article is live, and there is no record of the text that is."]


def test_words_that_reached_the_page_without_a_record() -> None:
    page = signed_article()
    ArticlePage.objects.filter(pk=page.pk).update(summary="Slipped in.")
    assert findings(page) == ["The article is live, and there is no record of the text that is."]


def test_a_record_without_an_end() -> None:
    page = signed_article()
    ArticlePage.objects.filter(pk=page.pk).update(live=False)
    assert Publication.objects.get().live_from <= timezone.now()
    assert findings(page) == [
        "The article is not live, and the record of its last text has no end."
    ]


def test_a_size_below_zero_does_not_unpack_everything(archive: bytes) -> None:
    contents = files(archive)
    manifest = json.loads(contents["manifest.json"])
    manifest["files"][0]["bytes"] = -5
    contents["manifest.json"] = json.dumps(manifest).encode()
    contents["manifest.json.sig"] = KEY.sign(contents["manifest.json"])
    assert "manifest.json: cannot be read." in faults(packed(contents))
