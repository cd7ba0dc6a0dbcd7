"""Parameter texts of service methods: `"name: kind? = default"`, read once at class creation.

Kinds: string number int boolean function json dictionary array structure options text value
Instances AdReward, a class name, `Enum.X`, or `Class.Property`: that property of an instance that
the script passes.
Knows how arguments cross the border and nothing of services.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bridge.errors import BridgeError, StubError
from bridge.instances.class_table import class_table
from bridge.instances.structures import read_structure
from bridge.instances.tree import Tree
from bridge.instances.values import EnumItem, JsonValue

__all__ = ["ABSENT", "Parameter", "read_parameter"]

ABSENT: Final = object()
"""Stands for "no default": the parameter is required, or None when it is missing."""

JSON_KINDS = frozenset({"json", "dictionary", "array"})
AS_IT_IS = frozenset({"string", "boolean", "value"})
STRUCTURE_KINDS = frozenset({"structure", "options"})
PLAIN_KINDS = STRUCTURE_KINDS | {
    "string", "number", "int", "boolean", "function", "text", "value", "Instances", "AdReward",
}  # fmt: skip

NO_TEXT = "Unable to cast to {what}: {problem}"  # inferred

_TEXT = re.compile(r"(?P<name>\w+): (?P<kind>[\w.]+)(?P<optional>\??)(?: = (?P<default>.*))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a service method.

    Attributes:
        optional: nil is accepted.
        default: the value nil stands for, or `ABSENT`.
    """

    name: str
    kind: str
    optional: bool
    default: object

    @property
    def wire(self) -> str:
        """The word for it in a specification, see `prelude/marshal.lua`."""
        kind = "Instance" if self.kind == "Instance" else self.kind
        return kind + ("?" if self.optional else "")

    @property
    def as_it_is(self) -> bool:
        """What crosses is the value itself."""
        is_property = "." in self.kind and not self.kind.startswith("Enum.")
        return is_property or self.kind in AS_IT_IS

    def receive(self, tree: Tree, value: object) -> object:
        """The Python value of what crossed."""
        if self.kind in JSON_KINDS:
            return JsonValue.from_wire(value) if value is not None or self.kind == "json" else None
        if value is None:
            return None if self.default is ABSENT else self.default
        if self.as_it_is or self.kind == "function":
            return value
        if self.kind == "text" and str(value).startswith("s"):
            return str(value)[1:]
        if self.kind in STRUCTURE_KINDS or self.kind == "text":
            written = JsonValue.from_wire(value)
            if written.text is None:
                what = "Array" if self.kind == "structure" else "Dictionary"
                raise StubError(NO_TEXT.format(what=what, problem=written.problem))
            return read_structure(tree, written.text, enum_item)
        if self.kind == "number":
            assert isinstance(value, (int, float))
            return float(value)
        if self.kind in ("int", "AdReward"):
            assert isinstance(value, (int, float))
            return int(value) if abs(value) < 2**63 else -(2**63)
        if self.kind.startswith("Enum."):
            return enum_item(self.kind.removeprefix("Enum."), str(value))
        if self.kind == "Instances":
            return tuple(tree[int(number)] for number in str(value).split())
        assert isinstance(value, int)
        return tree[value]


def enum_item(enum: str, name: str) -> EnumItem:
    """An item by the names of the class table."""
    items = class_table().enum_items(enum) or {}
    return EnumItem(enum, name, items[name])


def read_parameter(text: str) -> Parameter:
    """The parameter a text describes; raises BridgeError for a misspelt one."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise BridgeError(f"parameter {text!r}: write 'name: kind', 'name: kind?' or with ' = x'")
    kind, default_text = match["kind"], match["default"]
    if kind.startswith("Enum."):
        known = class_table().enum_items(kind.removeprefix("Enum.")) is not None
    elif "." in kind:
        class_name, _, name = kind.partition(".")
        info = class_table().find(class_name)
        known = info is not None and info.member(name) is not None
    else:
        known = kind in PLAIN_KINDS | JSON_KINDS or class_table().find(kind) is not None
    if not known:
        raise BridgeError(f"parameter {text!r}: no kind {kind!r}")
    default = ABSENT if default_text is None else _default(kind, default_text)
    optional = match["optional"] == "?" or default_text is not None
    return Parameter(match["name"], kind, optional, default)


def _default(kind: str, text: str) -> object:
    if kind == "string":
        return text.strip('"')
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    if kind == "int":
        return int(text)
    if kind == "number":
        return float(text)
    if kind.startswith("Enum."):
        return enum_item(kind.removeprefix("Enum."), text)
    raise BridgeError(f"a parameter of kind {kind!r} has no default")
