"""What the VM is told about a class and about one of its members, as primitives.

The answers to "class.describe" and "class.member" of `prelude/members.lua`: which members exist for
a script on a server, which are twins of others, what they refuse. Knows no tree and no service; a
service's methods come in as a lookup.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from bridge.instances.class_table import UNKNOWN, ClassInfo, ClassTable, Member

__all__ = [
    "DATATYPES",
    "MethodLookup",
    "describe_class",
    "describe_member",
    "has_any_class",
    "is_modelled",
    "twin_of",
]

MethodLookup: TypeAlias = Callable[[ClassInfo, str], str | None]
"""The specification of a method that a Python service implements, or None."""

# Deprecated names whose modern twin is not the same word with a capital.
IRREGULAR_TWINS = {
    "children": "GetChildren",
    "players": "GetPlayers",
    "playerFromCharacter": "GetPlayerFromCharacter",
    "service": "GetService",
}


PLAIN_TYPES = frozenset(
    {"string", "bool", "int", "int64", "float", "double", "ContentId", "ProtectedString"}
)


DATATYPES = frozenset(
    {
        "Axes", "BrickColor", "CFrame", "Color3", "ColorSequence", "Content", "DateTime", "Faces",
        "Font", "NumberRange", "NumberSequence", "PhysicalProperties", "Ray", "Rect",
        "Region3int16", "TweenInfo", "UDim", "UDim2", "Vector2", "Vector3",
    }
)  # fmt: skip
"""Types of `prelude/datatypes/`; their defaults travel as the JSON of the class table."""


def is_modelled(type_name: str) -> bool:
    """True when the VM has values of that property type, see `prelude/property.lua`."""
    return type_name in PLAIN_TYPES | DATATYPES or type_name.startswith(("Enum.", "Class."))


def describe_class(table: ClassTable, name: str) -> tuple[object, ...] | None:
    """`(chain joined by blanks, creatable, service)`, or None for an unknown class."""
    info = table.find(name)
    if info is None:
        return None
    return (" ".join(info.chain), info.creatable, info.is_service)


def twin_of(info: ClassInfo, member: Member) -> str | None:
    """The member a deprecated one is another name of: `className` of `ClassName`."""
    if not member.deprecated:
        return None
    modern = IRREGULAR_TWINS.get(member.name, member.name[:1].upper() + member.name[1:])
    if modern == member.name:
        return None
    twin = info.member(modern)
    return modern if twin is not None and twin.kind == member.kind else None


def describe_member(
    table: ClassTable, class_name: str, name: str, stub_method: MethodLookup
) -> tuple[object, ...] | None:
    """What `name` is in a class, or None when the class has no such member.

    - `("alias", modern name)`
    - `("method", declaring class, specification of a Python method or None, lacking capability)`
    - `("property", type, read only, capability lacking for reading or None, default known,
      default, capability lacking for writing or None)`
    - `("event" or "callback", lacking capability or None)`
    """
    info = table[class_name]
    member = info.member(name)
    if member is None or not member.scriptable:
        return None
    modern = twin_of(info, member)
    if modern is not None:
        return ("alias", modern)
    if member.kind == "method":
        return ("method", member.declared_by, stub_method(info, name), member.read_level or None)
    refused = member.read_level or None
    if member.kind != "property":
        return (member.kind, refused)
    default = _wire_default(member)
    known = default is not None or member.type.startswith("Class.") or name == "Parent"
    write_refused = member.write_level or refused
    return (
        "property", member.type, member.read_only, refused, known, default, write_refused,
    )  # fmt: skip


@cache
def _names_of(table: ClassTable, kind: str) -> frozenset[str]:
    return frozenset(
        name
        for class_name in table.class_names
        for name, member in table[class_name].own_members.items()
        if member.kind == kind and member.scriptable
    )


def has_any_class(table: ClassTable, kind: str, name: str) -> bool:
    """True when some class has a member of that kind and name."""
    return name in _names_of(table, kind)


def _wire_default(member: Member) -> object:
    """The default as one primitive: an enum's item name, a datatype's JSON; None when unknown."""
    default = member.default
    if default is UNKNOWN:
        return None
    if default is None and member.type == "float":
        return math.inf  # JSON has no infinity; the engine prints INF (engine.md i.2)
    if isinstance(default, dict) and [None, None] in default.values():
        return None  # infinities of unknown signs
    if isinstance(default, dict):
        if member.type.startswith("Enum."):
            return default.get("Enum")
        return json.dumps(default) if member.type in DATATYPES else None
    if member.type in DATATYPES:
        return json.dumps({member.type: default})
    return default
