"""What records say, from documents without a database."""

from typing import Any

from articles.evidence.findings import find, holding_sign_off, overrides_during

HASH = "a" * 64


def publication(live_from: str = "2026-03-01", live_until: str | None = None) -> dict[str, Any]:
    return {
        "live_from": f"{live_from}T10:00:00Z",
        "live_until": f"{live_until}T10:00:00Z" if live_until else None,
        "content_hash": HASH,
        "content": {"sources": {}},
    }


def sign_off(signed: str = "2026-02-01", **kwargs: Any) -> dict[str, Any]:
    return {
        "signed_at": f"{signed}T10:00:00Z",
        "reviewer_name": "Dr Rhea Example",
        "credentials": "MD",
        "role": "clinical",
        "decision": "approved",
        "valid_until": None,
        "content_hash": HASH,
        **kwargs,
    }


def override(made: str, expires: str, ended: str | None = None, rule: str = "V2") -> dict[str, Any]:
    return {
        "rule": rule,
        "made_at": f"{made}T10:00:00Z",
        "expires_on": expires,
        "ended_at": f"{ended}T10:00:00Z" if ended else None,
    }


def document(*publications: Any, **kwargs: Any) -> dict[str, Any]:
    live = any(each["live_until"] is None for each in publications)
    return {
        "exported_at": "2026-06-01T10:00:00Z",
        "article": {"live": live, "content_hash": HASH if live else None},
        "required_sign_offs": ["clinical"],
        "publications": list(publications),
        "sign_offs": [],
        "overrides": [],
        "citations": [],
        **kwargs,
    }


def codes(made: dict[str, Any]) -> list[str]:
    return [finding.code for finding in find(made)]


def test_signed_before_it_went_live() -> None:
    assert codes(document(publication(), sign_offs=[sign_off()])) == []


def test_of_another_text() -> None:
    made = document(publication(), sign_offs=[sign_off(content_hash="b" * 64)])
    assert codes(made) == ["live_without_sign_off"]


def test_the_last_word_counts() -> None:
    taken_back = sign_off("2026-02-02", decision="changes_requested")
    assert (
        holding_sign_off(
            document(publication(), sign_offs=[sign_off(), taken_back]), publication(), "clinical"
        )
        is None
    )
    made = document(publication(), sign_offs=[sign_off(), taken_back, sign_off("2026-02-03")])
    assert codes(made) == []


def test_signed_later_is_said() -> None:
    [finding] = find(document(publication(), sign_offs=[sign_off("2026-04-01")]))
    assert finding.publication == 0
    assert "1 April 2026" in finding.message or "April 1, 2026" in finding.message


def test_without_credentials() -> None:
    assert codes(document(publication(), sign_offs=[sign_off(credentials=None)])) == [
        "no_credentials"
    ]


def test_live_when_its_sign_off_lapsed() -> None:
    lapsed = sign_off(valid_until="2026-05-01")
    assert codes(document(publication(), sign_offs=[lapsed])) == ["sign_off_lapsed"]
    assert codes(document(publication(live_until="2026-04-30"), sign_offs=[lapsed])) == []
    renewed = sign_off("2026-04-20", valid_until="2028-05-01")
    assert codes(document(publication(), sign_offs=[lapsed, renewed])) == []


def test_overrides_that_held_at_the_time() -> None:
    live = publication("2026-03-01", "2026-04-01")
    held = [
        override("2026-02-01", "2026-03-01"),
        override("2026-03-15", "2026-12-01"),
        override("2026-02-01", "2026-12-01", ended="2026-03-02"),
    ]
    others = [
        override("2026-01-01", "2026-02-28"),
        override("2026-04-02", "2026-12-01"),
        override("2026-02-01", "2026-12-01", ended="2026-02-15"),
    ]
    assert overrides_during(document(live, overrides=[*held, *others]), live) == held


def test_an_override_of_the_sign_off_is_said() -> None:
    [finding] = find(document(publication(), overrides=[override("2026-02-01", "2026-12-01")]))
    assert "override of rule V2" in finding.message
