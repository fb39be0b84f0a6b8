"""Parameters of callers whose key is bound to languages or to a clinic."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from api.keys.caller import Caller
from api.v1.errors import Forbidden

# By parameter: what a key may ask for with it. Empty: anything.
_ALLOWED: dict[str, Callable[[Caller], tuple[str, ...]]] = {
    "locale": lambda caller: caller.locales,
    "fallback": lambda caller: caller.locales,
    "clinic": lambda caller: (caller.clinic,) if caller.clinic else (),
}
# Those of which the first allowed value is meant where none is given.
_DEFAULTED = ("locale", "clinic")


def bind(caller: Caller, values: Mapping[str, Any], given: Collection[str]) -> dict[str, Any]:
    """Return the parameters' values for this caller, or raise the 403 that names the allowed.

    `given`: the names that the request had.
    """
    bound = dict(values)
    for name, allowed_to in _ALLOWED.items():
        if name not in values:
            continue
        allowed = allowed_to(caller)
        if not allowed:
            continue
        if name not in given:
            if name in _DEFAULTED:
                bound[name] = allowed[0]
        elif values[name] is not None and values[name] not in allowed:
            raise _outside(name, allowed)
    return bound


def _outside(name: str, allowed: tuple[str, ...]) -> Forbidden:
    detail = f"This key is bound to {', '.join(allowed)}."
    error = {"parameter": name, "detail": detail, "allowed": list(allowed)}
    return Forbidden(f"{name}: {detail}", errors=[error])
