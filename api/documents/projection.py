"""Parts of finished documents, as `fields=` names them: paths in, a tree out, a part cut by it.

What can be named follows from the delivered types. Pure.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Optional, get_args, get_origin

from typing_extensions import TypeAliasType

from api.documents.schema import Delivered
from api.documents.schema.fields import kept_members, member_name

DEEPEST = 8
MOST_PATHS = 100

Projection = dict[str, Optional["Projection"]]
"""The members to keep; of each a projection of its own, or None where it is kept whole."""

Models = tuple[type[Delivered], ...]


class InvalidPathError(ValueError):
    """A path that leads to nothing; `allowed` are the members that there are in its place."""

    def __init__(self, message: str, allowed: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.allowed = allowed


def read_projection(paths: Sequence[str], model: type[Delivered]) -> Projection:
    """Return the projection that dot paths into documents of type `model` name.

    Order and repetition of paths do not matter, and a member named whole contains its parts.
    """
    if len(paths) > MOST_PATHS:
        raise InvalidPathError(f"There are more than {MOST_PATHS} paths.")
    projection: Projection = {}
    for path in paths:
        _add(projection, path, (model,))
    return projection


def _add(projection: Projection, path: str, models: Models) -> None:
    names = path.split(".")
    if len(names) > DEEPEST:
        raise InvalidPathError(f"{_shown(path)} is deeper than {DEEPEST} members.")
    level: Projection | None = projection
    for depth, name in enumerate(names):
        members = _members(models)
        if name not in members:
            where = ".".join(names[:depth])
            lacks = f"there are no members inside {where}" if where and not members else "unknown"
            raise InvalidPathError(f"{_shown(path)}: {lacks}.", sorted(members))
        models = members[name]
        if level is None:
            # Kept whole already: what is left of the path is only checked.
            continue
        if depth == len(names) - 1:
            level[name] = None
        else:
            kept: Projection = dict.fromkeys(_kept(models))
            level = level.setdefault(name, kept)


def project(value: Any, projection: Projection) -> Any:
    """Return the part of parsed JSON that a projection keeps, in the order of the whole."""
    if isinstance(value, list):
        return [project(each, projection) for each in value]
    if not isinstance(value, dict):
        return value
    part = {}
    for name, inner in value.items():
        if name in projection:
            below = projection[name]
            part[name] = inner if below is None else project(inner, below)
    return part


def project_json(document: bytes, projection: Projection) -> bytes:
    """Return the part of finished JSON that a projection keeps."""
    part = project(json.loads(document), projection)
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()


def canonical(projection: Projection) -> str:
    """Return a text that equal projections share, and different ones do not."""
    return json.dumps(projection, sort_keys=True, separators=(",", ":"))


@cache
def _members(models: Models) -> Mapping[str, Models]:
    """Return what these types' documents may have inside, with the types inside that."""
    found: dict[str, dict[type[Delivered], None]] = {}
    for model in models:
        for name, info in model.model_fields.items():
            inner = found.setdefault(member_name(name, info), {})
            inner.update(dict.fromkeys(_types_in(info.annotation)))
    return {name: tuple(inner) for name, inner in found.items()}


@cache
def _kept(models: Models) -> frozenset[str]:
    return frozenset[str]().union(*(kept_members(model) for model in models))


def _types_in(annotation: Any) -> Iterable[type[Delivered]]:
    """Yield the types that are a value itself or the items of its lists.

    Not those in a mapping, whose names are no members: it is kept whole.
    """
    if isinstance(annotation, TypeAliasType):
        yield from _types_in(annotation.__value__)
    elif isinstance(annotation, type) and issubclass(annotation, Delivered):
        yield annotation
    elif get_origin(annotation) is not dict:
        for each in get_args(annotation):
            yield from _types_in(each)


def _shown(path: str) -> str:
    return path if len(path) <= 80 else f"{path[:80]}…"
