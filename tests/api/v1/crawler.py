"""A client that asks for everything the API describes, and follows every address it is told."""

import base64
import binascii
import gzip
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import brotli
import zstandard
from django.test import Client

from tests.api.v1.hidden import CANARY

BASE = "/api/v1/"
ADDRESS = re.compile(r"(?:https?://testserver)?(/api/v1/[^\s\"'<>\\)`]*)")
TIMES = ("2020-01-01", "2100-01-01T00:00:00Z")
LANGUAGES = ("en", "es")
DECODE: Mapping[str, Any] = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


def values_of(parameter: Mapping[str, Any], names: Mapping[str, list[str]]) -> list[str]:
    """What to try for a parameter of the OpenAPI document: all it allows, and what there is."""
    name, schema = parameter["name"], parameter["schema"]
    if name in names:
        return names[name]
    found = [schema, schema.get("items", {})]
    listed = [str(value) for each in found for value in each.get("enum", ())]
    listed += [str(each["value"]) for each in (parameter.get("examples") or {}).values()]
    if name in ("locale", "fallback"):
        return [*LANGUAGES, *(["none"] if name == "fallback" else [])]
    if "__" in name:
        return list(TIMES)
    if name == "limit":
        return ["1", "2", "100"]
    return list(dict.fromkeys(listed))


class Crawler:
    """Asks each address once. `found` holds the canaries: where, and which."""

    def __init__(self, **headers: str) -> None:
        self.client, self.headers = Client(), headers
        self.asked: dict[str, int] = {}
        """Addresses below the API with the status they were answered with."""
        self.encodings: set[str] = set()
        self.found: list[tuple[str, str]] = []

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=self.headers)

    def visit(self, path: str) -> set[str]:
        """Ask for `path`; return the addresses of the API that the answer names."""
        if path in self.asked:
            return set()
        response = self.get(path)
        encoding = response.headers.get("Content-Encoding", "")
        self.encodings.add(encoding)
        body = DECODE[encoding](response.content).decode()
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        self.asked[path] = response.status_code
        text = f"{headers}\n{body}"
        named = {unescaped(each) for each in ADDRESS.findall(text)}
        for canary in CANARY.findall("\n".join([text, unquote(text), *cursors(named)])):
            self.found.append((path, canary))
        return {each for each in named if "{" not in each and "…" not in each}

    def crawl(self, starts: Iterable[str]) -> None:
        """Visit all of these and whatever they lead to."""
        waiting = list(starts)
        while waiting:
            waiting += sorted(self.visit(waiting.pop()) - self.asked.keys())

    def read_list(self, path: str) -> list[Any]:
        """All items of a list, its pages followed to the end. Each says the same total."""
        items: list[Any] = []
        address: str | None = path
        while address:
            self.visit(address)
            page = json.loads(self.get(address).content)
            items += page["items"]
            address = page["links"]["next"] and ADDRESS.findall(page["links"]["next"])[0]
            assert page["meta"]["total_is_exact"]
            total = page["meta"]["total_count"]
        assert total == len(items), path
        return items


def unescaped(address: str) -> str:
    return address.replace("&amp;", "&").replace("\\u0026", "&").rstrip(".,;")


def cursors(addresses: Iterable[str]) -> Iterator[str]:
    """What the cursors in these addresses hold."""
    for address in addresses:
        for cursor in parse_qs(urlsplit(address).query).get("cursor", ()):
            try:
                padded = cursor + "=" * (-len(cursor) % 4)
                yield base64.urlsafe_b64decode(padded).decode(errors="replace")
            except (binascii.Error, ValueError):
                continue


def requests_of(
    schema: Mapping[str, Any], names: Mapping[str, list[str]], paths: Mapping[str, list[str]]
) -> Iterator[str]:
    """Every path of the document, plain and with each value of each of its parameters.

    `names` are values to try for parameters by their names, `paths` by what stands in an address.
    """
    for template, item in schema["paths"].items():
        if template == "/schema/" or "get" not in item:
            continue  # a file of the code; what is written
        declared = [
            each for each in item.get("get", {}).get("parameters", ()) if each["in"] == "query"
        ]
        required = {each["name"] for each in declared if each.get("required")}
        for path in filled(template, paths):
            if not required:
                yield path
            for parameter in declared:
                if parameter["name"] == "cursor":
                    continue  # from answers only
                for value in values_of(parameter, names):
                    yield f"{path}?{urlencode({parameter['name']: value})}"


def filled(template: str, paths: Mapping[str, list[str]]) -> Iterator[str]:
    parts = re.findall(r"{(\w+)}", template)
    for chosen in itertools.product(*(paths[part] for part in parts)):
        path = template
        for part, value in zip(parts, chosen, strict=True):
            path = path.replace(f"{{{part}}}", quote(value, safe=""))
        yield f"{BASE}{path.lstrip('/')}"


def pairs(path: str, **values: Iterable[str]) -> Iterator[str]:
    """`path` with every combination of these values; an empty one leaves the parameter out."""
    for chosen in itertools.product(*values.values()):
        query = {name: value for name, value in zip(values, chosen, strict=True) if value}
        yield f"{path}?{urlencode(query)}" if query else path
