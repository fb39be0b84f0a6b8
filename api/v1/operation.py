"""How a view's method is described in the OpenAPI."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema

Method = TypeVar("Method", bound=Callable[..., Any])


def operation(**description: Any) -> Callable[[Method], Method]:
    """Describe a method, whatever schema class the site has set for its own API."""

    def decorate(method: Method) -> Method:
        method.kwargs = {"schema": AutoSchema}  # type: ignore[attr-defined]
        described: Method = extend_schema(**description)(method)
        return described

    return decorate
