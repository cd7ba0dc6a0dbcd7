"""Values that cross between Python and scripts: which letter each travels under, and back.

Instances travel as ids, enum items as names, JSON as text: the border carries primitives only. The
Lua half is `prelude/wire.lua`. Knows no service.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol, TypeAlias, runtime_checkable

from bridge.errors import BridgeError
from bridge.instances.byte_strings import text_of
from bridge.instances.tree import Instance, Tree
from bridge.vm import LuaFunction, LuaTable, LuaThread

__all__ = [
    "Draft",
    "EnumItem",
    "JsonText",
    "JsonValue",
    "Registered",
    "StructureText",
    "Wire",
    "decode",
    "encode",
    "is_refusal",
    "json_received",
]

Wire: TypeAlias = tuple[object, ...]
"""A string of kind letters, then one primitive per letter."""


@dataclass(frozen=True, slots=True)
class EnumItem:
    """An item of an enum, e.g. `EnumItem("CloseReason", "ServerEmpty", 4)`."""

    enum: str
    name: str
    value: int

    def __str__(self) -> str:
        return f"Enum.{self.enum}.{self.name}"


@dataclass(slots=True)  # every call makes some, and frozen ones take three times as long
class JsonText:
    """A value as JSON text; scripts get a fresh table each time."""

    text: str

    @classmethod
    def of(cls, value: object) -> JsonText:
        """Of plain Python data."""
        return cls(json.dumps(value))


@dataclass(slots=True)
class Draft:
    """A new instance that is a script's alone: the VM makes it, each time anew, and Python meets it
    only once a script does something with it that concerns the tree.

    Attributes:
        text: what the prelude's file of the class makes its members of.
    """

    class_name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class StructureText:
    """A value that may hold enum items, instances and instants, as text; see `structures.py`."""

    text: str


@dataclass(slots=True)
class JsonValue:
    """A value a script passed, as JSON text.

    Attributes:
        text: None when the value cannot be written as JSON.
        problem: the encoder's `code:detail` for why it cannot; None too when the value is nil.
    """

    text: str | None
    problem: str | None = None

    @classmethod
    def from_wire(cls, raw: object) -> JsonValue:
        """What `prelude/wire.lua` made of it: nil, JSON text, or "!" and the problem."""
        if not isinstance(raw, str):
            return cls(None)
        return cls(None, raw[1:]) if raw.startswith("!") else cls(raw)


REFUSED = ord("!")


def json_received(raw: bytes) -> JsonValue:
    """`JsonValue.from_wire` of a text as it crossed."""
    text = text_of(raw)
    return JsonValue(None, text[1:]) if is_refusal(raw) else JsonValue(text)


def is_refusal(raw: bytes) -> bool:
    """Whether what crossed instead of JSON says why there is none."""
    return raw[0] == REFUSED


@runtime_checkable
class Registered(Protocol):
    """Something the VM keeps under a number, e.g. a connection."""

    @property
    def number(self) -> int: ...


AS_IT_IS = frozenset({type(None), bool, int, float, str, bytes})


def encode(values: Sequence[object]) -> Wire:
    """The wire form of values that go to a script.

    Letters: v as it is, i instance by id, n draft as class and text, e enum item, j JSON text,
    c connection by number, l list of instances as a table of ids, t structure as JSON text.
    """
    kinds = ""
    wire: list[object] = []
    for value in values:
        if type(value) in AS_IT_IS:
            kinds += "v"
            wire.append(value)
        else:
            letter, raw = _encode_one(value)
            kinds += letter
            wire.append(raw)
    return (kinds, *wire)


def _encode_one(value: object) -> tuple[str, object]:
    if isinstance(value, Instance):
        return "i", value.id
    if isinstance(value, Draft):
        return "n", f"{value.class_name} {value.text}"
    if isinstance(value, EnumItem):
        return "e", f"{value.enum}.{value.name}"
    if isinstance(value, JsonText):
        return "j", value.text
    if isinstance(value, StructureText):
        return "t", value.text
    if value is None or isinstance(
        value, (bool, int, float, str, bytes, LuaTable, LuaFunction, LuaThread)
    ):
        return "v", value
    if isinstance(value, (list, tuple)) and all(isinstance(item, Instance) for item in value):
        return "l", [item.id for item in value]
    if isinstance(value, Registered):
        return "c", value.number
    raise BridgeError(f"no script value for {value!r}; JSON goes as JsonText")


def decode(tree: Tree, wire: Sequence[object]) -> tuple[object, ...]:
    """Values that came from a script; the first of `wire` is the string of kind letters.

    Letters: v as it is, i instance by id, e enum, item and number joined by dots,
    j JSON text, or "!" and what kept it from being written.
    """
    if not wire:
        return ()
    kinds = wire[0]
    assert isinstance(kinds, str)
    values: list[object] = []
    for letter, raw in zip_longest(kinds, wire[1:]):
        if letter == "i":
            assert isinstance(raw, int)
            values.append(tree[raw])
        elif letter == "e":
            enum, name, number = str(raw).split(".")
            values.append(EnumItem(enum, name, int(number)))
        elif letter == "j":
            values.append(JsonValue.from_wire(raw))
        else:
            values.append(raw)
    return tuple(values)
