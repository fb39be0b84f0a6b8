"""The one member of a document that is stored beside it, and where it goes."""

# `json_ld` is the last member of a document of any format, and null as it is stored.
_END = b"null}"


def with_json_ld(body: bytes, json_ld: bytes) -> bytes:
    """Return the bytes of a document, whatever its format, with its markup in them."""
    return body.removesuffix(_END) + json_ld + b"}"
