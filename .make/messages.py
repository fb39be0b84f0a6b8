"""Check that every word of the editor is translated: `make messages`; with `--write`, update.

Reads the translatable texts of each app from its Python files and templates. `--write` adds the
new ones to every language's django.po, drops those that are gone, and compiles django.mo.
Translating is a person's work: a text without a translation is named, and the exit code is 1.

Does what Django's makemessages and compilemessages do, without GNU gettext, which few have.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("articles", "api")
LANGUAGES = ("es",)
# Where in a call the context, the text and the plural stand.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
CALL = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(")
METADATA = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}

# Context, text, plural.
Message = tuple[str | None, str, str | None]


def messages(app: Path) -> dict[Message, list[str]]:
    """Return every translatable text of an app, with the files it is in."""
    found: dict[Message, list[str]] = {}
    for path in sorted(
        [*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("templates/**/*.txt")]
    ):
        if "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        trees = [ast.parse(source)] if path.suffix == ".py" else _calls(templatize(source))
        name = path.relative_to(ROOT).as_posix()
        for message in (message for tree in trees for message in _messages(tree)):
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
    return found


def _calls(code: str) -> Iterator[ast.AST]:
    """The translating calls in what Django makes of a template, which is no valid Python."""
    for call in CALL.finditer(code):
        for end in re.finditer(r"\)", code[call.start() :]):
            try:
                yield ast.parse(code[call.start() : call.start() + end.end()], mode="eval")
            except SyntaxError:
                continue
            break


def _messages(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        places = FUNCTIONS.get(node.func.id)
        if places is None:
            continue
        texts = [None if place is None else ast.literal_eval(node.args[place]) for place in places]
        yield texts[0], texts[1] or "", texts[2]


def updated(path: Path, found: dict[Message, list[str]]) -> polib.POFile:
    """Return the catalogue at `path` with exactly the texts found, their translations kept."""
    known: dict[Message, polib.POEntry] = {}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = METADATA
    if path.exists():
        for entry in polib.pofile(str(path)):
            known[entry.msgctxt, entry.msgid, entry.msgid_plural or None] = entry
    for message, files in sorted(found.items(), key=lambda item: (item[1][0], item[0][1])):
        context, text, plural = message
        entry = polib.POEntry(
            msgctxt=context, msgid=text, occurrences=[(name, "") for name in files]
        )
        if "%(" in text:
            entry.flags = ["python-format"]
        translated = known.get(message)
        if plural is not None:
            entry.msgid_plural = plural
            entry.msgstr_plural = translated.msgstr_plural if translated else {0: "", 1: ""}
        elif translated:
            entry.msgstr = translated.msgstr
        catalogue.append(entry)
    return catalogue


def problems(catalogue: polib.POFile) -> Iterator[str]:
    """Name the texts without a translation, and those whose placeholders differ."""
    for entry in catalogue:
        translations = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        if not all(translations):
            yield f"not translated: {entry.msgid!r}"
        wanted = placeholders(entry.msgid_plural or entry.msgid)
        for text in filter(None, translations):
            if placeholders(text) != wanted:
                yield f"other placeholders than the original: {entry.msgid!r}"


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)\w|\{\w*\}", text))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the catalogues")
    write = parser.parse_args().write
    settings.configure(USE_I18N=True)
    failed = False
    for app in APPS:
        found = messages(ROOT / app)
        for language in LANGUAGES:
            path = ROOT / app / "locale" / language / "LC_MESSAGES" / "django.po"
            failed |= bring_up_to_date(path, found, language, write=write)
    return int(failed)


def bring_up_to_date(
    path: Path, found: dict[Message, list[str]], language: str, *, write: bool
) -> bool:
    """Write the catalogue and its compiled form, or compare them. Return whether work is left."""
    catalogue = updated(path, found)
    catalogue.metadata = {**METADATA, "Language": language}
    compiled = path.with_suffix(".mo")
    left = list(problems(catalogue))
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(compiled))
    else:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        binary = compiled.read_bytes() if compiled.exists() else b""
        if text != str(catalogue) or binary != catalogue.to_binary():
            left.append("is not what the code says: run `make messages ARGS=--write`")
    for problem in left:
        print(f"{path.relative_to(ROOT)}: {problem}", file=sys.stderr)
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
