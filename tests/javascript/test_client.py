"""docs/recipes/client.ts compiles strictly against the OpenAPI, and reads a real server."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from api.models import DeliveryDocument
from tests.articles.factories import ArticlePageFactory
from tests.javascript import HERE, _command, _install
from tests.javascript.test_recipes import take_back

CLIENT = Path(settings.BASE_DIR) / "docs" / "recipes" / "client.ts"
OPENAPI = Path(settings.BASE_DIR) / "api" / "openapi.yaml"
STRICT = ["--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"]
STRICT += ["--noUnusedLocals", "--exactOptionalPropertyTypes", "--allowImportingTsExtensions"]

USE = """
import { Client, textOf, Refused } from "./client.js";
const [api, slug, gone] = process.argv.slice(2);
const client = new Client(api);
const first = await client.article(slug, "en");
const again = await client.article(slug, "en", first.etag);
const states = [first.state, again.state];
for (const ref of ["nothing", gone]) states.push((await client.article(ref, "en")).state);
const slugs = [];
for await (const card of client.articles({ limit: 1, order: "title" })) slugs.push(card.slug);
const refused = await client.articles({ kind: "disease" }).next().catch((error) => error);
const texts = first.article.sections.flatMap(({ body }) => body.map(textOf));
console.log(JSON.stringify({ states, slugs, refused: refused.problem.errors[0].parameter, texts }));
"""


def run(name: str, *arguments: Any) -> subprocess.CompletedProcess[str]:
    _command("node")
    _install()
    command = [HERE / "node_modules" / ".bin" / name, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def prepare(folder: Path, openapi: Path = OPENAPI) -> None:
    """Put the client beside the types of an OpenAPI document."""
    done = run("openapi-typescript", openapi, "-o", folder / "schema.d.ts")
    assert done.returncode == 0, done.stderr
    shutil.copy(CLIENT, folder)
    (folder / "package.json").write_text('{"type": "module"}')


def compile_client(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run("tsc", *STRICT, *options, folder / "client.ts")


def test_it_compiles_strictly(tmp_path: Path) -> None:
    prepare(tmp_path)
    done = compile_client(tmp_path, "--noEmit")
    assert done.returncode == 0, done.stdout


def test_a_type_of_block_that_it_does_not_know_is_found(tmp_path: Path) -> None:
    schema = yaml.safe_load(OPENAPI.read_text(encoding="utf-8"))
    schemas = schema["components"]["schemas"]
    schemas["Quiz"] = {
        "type": "object",
        "properties": {"type": {"type": "string", "const": "quiz"}, "id": {"type": "string"}},
        "required": ["type", "id"],
    }
    union = schemas["BodyBlock"]
    members = union.get("oneOf") or union["anyOf"]
    members.append({"$ref": "#/components/schemas/Quiz"})
    if "discriminator" in union:
        union["discriminator"]["mapping"]["quiz"] = "#/components/schemas/Quiz"
    (tmp_path / "openapi.json").write_text(json.dumps(schema))
    prepare(tmp_path, tmp_path / "openapi.json")
    done = compile_client(tmp_path, "--noEmit")
    assert done.returncode != 0
    assert "not assignable to parameter of type 'never'" in done.stdout


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_reads_articles_lists_and_refusals(live_server: Any, tmp_path: Path) -> None:
    pages = [ArticlePageFactory(title=f"Article {letter}") for letter in "abc"]
    gone = ArticlePageFactory()
    take_back(gone)
    assert DeliveryDocument.objects.filter(state="public").count() == 3
    prepare(tmp_path)
    options = ("--noCheck", "--rewriteRelativeImportExtensions")
    assert compile_client(tmp_path, *options).returncode == 0
    (tmp_path / "use.js").write_text(USE)
    done = subprocess.run(
        [
            _command("node"),
            tmp_path / "use.js",
            f"{live_server.url}/api/v1",
            pages[0].slug,
            gone.slug,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["states"] == ["current", "unchanged", "missing", "withdrawn"]
    assert found["slugs"] == [page.slug for page in pages]
    assert found["refused"] == "kind"
    assert any(found["texts"])
