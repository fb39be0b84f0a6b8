"""The stored OpenAPI is current, valid, complete, and true of what the endpoints answer."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pydantic import BaseModel

from api.documents import schema as delivered
from api.management.commands.openapi import difference
from api.v1.openapi import build_schema
from api.v1.openapi_yaml import as_yaml, from_yaml
from api.v1.views.schema import STORED
from tests.api.factories import make_document, withdraw
from tests.api.v1.conftest import Get


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return from_yaml(STORED.read_text(encoding="utf-8"))


def test_stored_description_is_current() -> None:
    stored, generated = STORED.read_text(encoding="utf-8"), as_yaml(build_schema())
    if stored != generated:
        pytest.fail(difference(stored, generated), pytrace=False)


def test_check_shows_a_diff(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    changed = tmp_path / "openapi.yaml"
    changed.write_text(STORED.read_text(encoding="utf-8").replace("get_article", "read_article"))
    monkeypatch.setattr("api.management.commands.openapi.STORED", changed)
    with pytest.raises(CommandError, match=r"-      operationId: read_article\n\+"):
        call_command("openapi", "--check")
    stored = STORED.read_text(encoding="utf-8")
    call_command("openapi", verbosity=0)
    assert changed.read_text(encoding="utf-8") == stored


def test_is_valid_openapi(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    validate(schema)


def test_the_site_s_own_settings_play_no_part(settings) -> None:
    settings.SPECTACULAR_SETTINGS = {"TITLE": "Another API", "SCHEMA_PATH_PREFIX": "/x"}
    settings.REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "rest_framework.schemas.openapi.AutoSchema"}
    assert as_yaml(build_schema()) == STORED.read_text(encoding="utf-8")


def test_every_delivered_type_is_in_it_described_and_with_an_example(
    schema: dict[str, Any],
) -> None:
    components = schema["components"]["schemas"]
    names = {
        name
        for name in delivered.__all__
        if isinstance(getattr(delivered, name), type)
        and issubclass(getattr(delivered, name), BaseModel)
    } - {"Delivered", "WithdrawalNotice"}
    assert names <= set(components)
    for name, component in components.items():
        assert component.get("description"), name
        if "oneOf" in component or "anyOf" in component:
            continue
        assert component["additionalProperties"] is False, name
        assert component.get("examples"), name
        for member, definition in component["properties"].items():
            assert "description" in definition or "$ref" in definition, f"{name}.{member}"


def test_blocks_are_told_apart_by_type(schema: dict[str, Any]) -> None:
    components = schema["components"]["schemas"]
    mapping = components["BodyBlock"]["discriminator"]["mapping"]
    assert sorted(mapping) == [
        "callout", "care_card", "faq_item", "image", "key_facts", "quote", "rich_text",
        "subsection", "table", "testimonial", "video",
    ]  # fmt: skip
    for block, reference in mapping.items():
        component = components[reference.rpartition("/")[2]]
        assert component["properties"]["type"]["const"] == block
        assert "type" in component["required"]
    assert set(mapping) - set(components["LeafBlock"]["discriminator"]["mapping"]) == {"subsection"}


def whole_or_part(schema: dict[str, Any], body: dict[str, Any], response: Any) -> dict[str, Any]:
    """The description of an answer without `fields` must not be met by a part of it."""
    component = schema["components"]["schemas"].get(body.get("$ref", "").rpartition("/")[2], {})
    if "anyOf" not in component:
        return body
    is_part = "fields=" in response.request["QUERY_STRING"]
    chosen = [each for each in component["anyOf"] if each["$ref"].endswith("Fields") == is_part]
    return {"anyOf": chosen}


def assert_described(schema: dict[str, Any], path: str, response: Any) -> None:
    """Fail unless the response is one that the description states for `path`."""
    stated = schema["paths"][path]["get"]["responses"][str(response.status_code)]
    content_type = response["Content-Type"].partition(";")[0]
    body = whole_or_part(schema, stated["content"][content_type]["schema"], response)
    validator = Draft202012Validator({**body, "components": schema["components"]})
    errors = [
        f"{list(each.path)}: {each.message}" for each in validator.iter_errors(response.json())
    ]
    assert not errors


def test_answers_are_as_described(get: Get, schema: dict[str, Any]) -> None:
    stored, taken_back = make_document(topics=("migraine",), sections=("risks",)), make_document()
    withdraw(taken_back, replaced_by=stored.article_id)
    one, many = "/articles/{ref}/", "/articles/"
    assert_described(schema, "/", get(""))
    assert_described(schema, one, get(f"articles/{stored.slug}/"))
    for query in ("rich_text=portable_text", "rich_text=plain&include=json_ld"):
        assert_described(schema, one, get(f"articles/{stored.slug}/?{query}"))
    assert_described(schema, one, get(f"articles/{taken_back.slug}/"))
    assert_described(schema, one, get("articles/nothing/"))
    assert_described(schema, one, get("articles/x/?locale=xx"))
    assert_described(schema, one, get("articles/x/", accept="image/png"))
    assert_described(schema, many, get("articles/"))
    assert_described(schema, many, get("articles/?limit=0"))
    assert_described(schema, many, get("articles/?limit=1"))


def test_examples_are_as_described(schema: dict[str, Any]) -> None:
    for name, component in schema["components"]["schemas"].items():
        for example in component.get("examples", ()):
            reference = {"$ref": f"#/components/schemas/{name}"}
            Draft202012Validator({**reference, "components": schema["components"]}).validate(
                example
            )
