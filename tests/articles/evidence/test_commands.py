"""`evidence_key`, `export_evidence` and `verify_evidence`, as an operator meets them."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.evidence.keys import PublicKey, SigningKey, new_key
from tests.articles.evidence.recorded import files, packed, signed_article
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(settings: Any) -> SigningKey:
    text = new_key()
    _set_key(settings, text)
    return SigningKey.from_text(text)


def _set_key(settings: Any, text: str) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"ENFORCE_CHECKS": False, "EVIDENCE_KEY": text}}


def run(*args: Any) -> str:
    out = io.StringIO()
    call_command(*map(str, args), stdout=out, no_color=True)
    return out.getvalue()


def test_a_key_is_made_and_its_public_half_shown(settings: Any) -> None:
    first, rest = run("evidence_key").split("\n", 1)
    _set_key(settings, first.removeprefix("EVIDENCE_KEY="))
    assert run("evidence_key", "--public") == rest
    assert "BEGIN PUBLIC KEY" in rest


@pytest.mark.parametrize("text", ["", "short", "=" * 43, "é" * 43])
def test_nothing_is_exported_unsigned(settings: Any, tmp_path: Path, text: str) -> None:
    _set_key(settings, text)
    export = ["export_evidence", "--output", tmp_path / "a.zip"]
    for command in (export, ["evidence_key", "--public"]):
        with pytest.raises(CommandError, match="EVIDENCE_KEY"):
            run(*command)
    assert list(tmp_path.iterdir()) == []


def test_exported_and_verified(key: SigningKey, tmp_path: Path) -> None:
    page, other = signed_article(), ArticlePageFactory()
    archive = tmp_path / "evidence.zip"
    assert "2 articles" in run("export_evidence", "--output", archive)
    assert list(tmp_path.iterdir()) == [archive]
    told = run("verify_evidence", archive)
    assert f"Signed with the key {key.public.id}" in told
    assert f"finding  articles/{other.translation_key}.en.json: text 1: This text went" in told
    assert "The archive is whole and unchanged." in told
    run("export_evidence", page.pk, "--output", archive)
    assert "finding" not in run("verify_evidence", archive)


def test_a_fault_is_told_and_ends_with_1(key: SigningKey, tmp_path: Path) -> None:
    archive = tmp_path / "evidence.zip"
    run("export_evidence", signed_article().pk, "--output", archive)
    contents = files(archive.read_bytes())
    contents["index.html"] += b" "
    archive.write_bytes(packed(contents))
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 fault: this archive") as refused:
        call_command("verify_evidence", str(archive), stdout=out, no_color=True)
    assert refused.value.returncode == 1
    assert "FAULT    index.html: was changed" in out.getvalue()


def test_the_publishers_key_by_its_file(key: SigningKey, settings: Any, tmp_path: Path) -> None:
    archive, pem = tmp_path / "evidence.zip", tmp_path / "key.pem"
    run("export_evidence", signed_article().pk, "--output", archive)
    _set_key(settings, "")
    assert "is the one inside the archive" in run("verify_evidence", archive)
    pem.write_bytes(key.public.pem)
    assert "inside" not in run("verify_evidence", archive, "--public-key", pem)
    pem.write_bytes(SigningKey.from_text(new_key()).public.pem)
    with pytest.raises(CommandError, match="not what was exported"):
        run("verify_evidence", archive, "--public-key", pem)


NO_KEY = b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"


@pytest.mark.parametrize("text", [b"", NO_KEY])
def test_a_key_that_is_none(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "key.pem").write_bytes(text)
    with pytest.raises(CommandError, match="no Ed25519 public key"):
        run("verify_evidence", tmp_path / "a.zip", "--public-key", tmp_path / "key.pem")


def test_what_cannot_be_read_or_written_is_said(key: SigningKey, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("verify_evidence", tmp_path / "missing.zip")
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_evidence", "--output", tmp_path / "missing" / "a.zip")
    with pytest.raises(CommandError, match="Nothing is on record of 999999"):
        run("export_evidence", "999999", "--output", tmp_path / "a.zip")


def test_openssl_agrees(key: SigningKey, tmp_path: Path) -> None:
    """Whoever has no such site verifies the signature with what every system has."""
    run("export_evidence", signed_article().pk, "--output", tmp_path / "evidence.zip")
    for name, data in files((tmp_path / "evidence.zip").read_bytes()).items():
        if "/" not in name:
            (tmp_path / name).write_bytes(data)
    command = "pkeyutl -verify -pubin -inkey public_key.pem -rawin -in manifest.json"
    answer = subprocess.run(
        ["openssl", *command.split(), "-sigfile", "manifest.json.sig"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Signature Verified Successfully" in answer.stdout


def test_a_public_key_is_known_by_its_id() -> None:
    public = SigningKey.from_text(new_key()).public
    again = PublicKey.from_pem(public.pem)
    assert (again.id, len(again.id)) == (public.id, 16)
