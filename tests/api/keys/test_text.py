"""The text of a key says whether it can be one; what is kept of it does not say what it is."""

import pytest

from api.keys.text import ALPHABET, generate_key, read_key


def test_a_new_key_is_read_back() -> None:
    key = generate_key()
    assert read_key(key.whole) == key
    assert key.whole.startswith(f"ca_{key.prefix}_")


def test_keys_differ_in_prefix_and_secret() -> None:
    parts = [generate_key().whole.split("_")[1:3] for _ in range(200)]
    assert len({prefix for prefix, _secret in parts}) == 200
    assert len({secret for _prefix, secret in parts}) == 200


def test_the_secret_has_at_least_128_bits() -> None:
    secret = generate_key().whole.split("_")[2]
    assert len(ALPHABET) ** len(secret) > 2**128


@pytest.mark.parametrize("place", [0, 3, 14, 30, 44, 50])
def test_any_changed_letter_is_noticed(place: int) -> None:
    text = generate_key().whole
    other = "A" if text[place] != "A" else "B"
    assert read_key(text[:place] + other + text[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "ca_", "ca___", "x" * 10_000, "ca_é", "\0", "ca_" + "a" * 48])
def test_garbage_is_no_key(text: str) -> None:
    assert read_key(text) is None


def test_neither_repr_nor_str_shows_the_secret() -> None:
    key = generate_key()
    secret = key.whole.split("_")[2]
    assert secret not in repr(key) + str(key) + f"{key}"
    assert key.prefix in str(key)
