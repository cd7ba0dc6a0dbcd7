"""MatchmakingService: the attributes of a server that custom matchmaking looks at.

Source: class page MatchmakingService (2026-06) and the guides "Attributes and signals" and
"Customize your matchmaking configuration". The Creator Hub's part, which attributes there are, is
`universe.matchmaking`. Left out: scores and weights; a test says which server a player joins.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from bridge.errors import UsageError
from bridge.stubs.context import UniverseView
from bridge.stubs.service import Instance, JsonValue, ServerContext, Service, method

__all__ = ["ERRORS", "MatchmakingService", "ServerAttributes"]

Attribute = str | float | bool

CHARACTERS_MAX = 50
"""Of a name and of a text (documented)."""

ATTRIBUTES_MAX = 5
"""Server attributes of an experience (documented)."""

ERRORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unknown": "Server attribute {name} is not defined",
        "name": f"Server attribute names have at most {CHARACTERS_MAX} characters",
        "value": f"Server attribute values have at most {CHARACTERS_MAX} characters",
        "type": "Server attribute {name} is a {kind}",
    }
)
"""Texts that are answered, not thrown: words of ours."""


def kind_of(value: object) -> str:
    """The data type of an attribute as scripts name it; empty for what none can be."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else ""


class ServerAttributes:
    """The server attributes of a universe's Creator Hub: the test handle
    `universe.matchmaking`."""

    def __init__(self) -> None:
        self._defaults: dict[str, Attribute] = {}

    def __repr__(self) -> str:
        return f"<server attributes of a universe: {self._defaults!r}>"

    @classmethod
    def of(cls, universe: UniverseView) -> ServerAttributes:
        """The attributes of a universe, the same for all its servers and tests."""
        return universe.backend("matchmaking", cls)

    @property
    def defaults(self) -> Mapping[str, Attribute]:
        """The attributes there are, and what each server starts with."""
        return MappingProxyType(self._defaults)

    def define(self, name: str, default: Attribute) -> None:
        """Create a server attribute, or give it another default; the type is that of `default`.

        Raises:
            UsageError: the name or the text is too long, there are 5 already, or a value of
                that type cannot be one.
        """
        if not kind_of(default):
            raise UsageError(f"define {name!r}: {default!r} is no text, number or boolean")
        if max(len(name), len(default) if isinstance(default, str) else 0) > CHARACTERS_MAX:
            raise UsageError(f"define {name!r}: at most {CHARACTERS_MAX} characters")
        if len(self._defaults.keys() | {name}) > ATTRIBUTES_MAX:
            raise UsageError(f"define {name!r}: an experience has at most {ATTRIBUTES_MAX}")
        self._defaults[name] = default


class MatchmakingService(Service):
    """One server's MatchmakingService."""

    CLASS_NAME: ClassVar[str] = "MatchmakingService"
    OPEN_QUESTIONS = (
        "Texts of errors, and that a value of another type than the default's is refused.",
        "When running servers learn of new attributes: at once.",
        "What InitializeServerAttributesForStudio answers on a live server: true.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self._own: dict[str, Attribute] = {}

    @property
    def attributes(self) -> dict[str, Attribute]:
        """All attributes of this server as matchmaking sees them: for tests to look at."""
        return {**ServerAttributes.of(self.context.universe).defaults, **self._own}

    @method("GetServerAttribute", parameters=("name: string",), returns=("value", "string"))
    def get(self, target: Instance, name: str) -> tuple[object, str | None]:
        """The value and nil, or nil and what is wrong."""
        problem = self._problem(name)
        return (None, problem) if problem else (self.attributes[name], None)

    @method(
        "SetServerAttribute",
        parameters=("name: string", "value: json"),
        returns=("boolean", "string"),
    )
    def set(self, target: Instance, name: str, value: JsonValue) -> tuple[bool, str | None]:
        """True, or false and what is wrong; other servers keep theirs."""
        problem = self._problem(name)
        if problem:
            return False, problem
        new: object = None if value.text is None else json.loads(value.text)
        kind = kind_of(self.attributes[name])
        if not isinstance(new, (str, int, float)) or kind_of(new) != kind:
            return False, ERRORS["type"].format(name=name, kind=kind)
        if isinstance(new, str) and len(new) > CHARACTERS_MAX:
            return False, ERRORS["value"]
        self._own[name] = new
        return True, None

    @method(
        "InitializeServerAttributesForStudio",
        parameters=("serverAttributes: dictionary",),
        returns=("boolean", "string"),
    )
    def initialize(self, target: Instance, attributes: JsonValue) -> tuple[bool, None]:
        """Nothing: "has no effect when running on live servers" (documented)."""
        return True, None

    def _problem(self, name: str) -> str | None:
        if len(name) > CHARACTERS_MAX:
            return ERRORS["name"]
        if name not in self.attributes:
            return ERRORS["unknown"].format(name=name)
        return None
