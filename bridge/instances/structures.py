"""Values with enum items, instances, instants and secrets inside, as the JSON that crosses.

Such a value is an object with the key `MARK`; the Lua half is `prelude/structures.lua`. Knows no
service.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass

from bridge.errors import BridgeError
from bridge.instances.byte_strings import bytes_of, text_of
from bridge.instances.tree import Instance, Tree
from bridge.instances.values import EnumItem, StructureText

__all__ = ["Instant", "Octets", "SecretText", "read_structure", "structure"]

MARK = "\u0001"


@dataclass(frozen=True, slots=True)
class Instant:
    """A DateTime.

    Attributes:
        unix_milliseconds: since 1970, UTC.
    """

    unix_milliseconds: int


@dataclass(frozen=True, slots=True)
class Octets:
    """A text that is not UTF-8, with a surrogate for each byte that does not fit."""

    text: str


@dataclass(frozen=True, slots=True)
class SecretText:
    """A Secret as a script holds it: by name, with what the script has put around it.

    Attributes:
        name: in the experience's secrets store.
        before, after: what `AddPrefix` and `AddSuffix` added.
    """

    name: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """As `print` shows it."""
        return f"{self.before}Secret({self.name}){self.after}"


def structure(value: object) -> StructureText:
    """A value for a script: dicts, lists, plain values, `EnumItem`s, `Instance`s, `Instant`s,
    `Octets`, `SecretText`s."""
    return StructureText(json.dumps(value, default=_marked))


def _marked(value: object) -> object:
    if isinstance(value, EnumItem):
        return {MARK: "enum", "enum": value.enum, "name": value.name}
    if isinstance(value, Instance):
        return {MARK: "instance", "id": value.id}
    if isinstance(value, Instant):
        return {MARK: "instant", "milliseconds": value.unix_milliseconds}
    if isinstance(value, Octets):
        raw = bytes_of(value.text)
        return {MARK: "octets", "base64": b64encode(raw).decode()}
    if isinstance(value, SecretText):
        return {MARK: "secret", "name": value.name}
    raise BridgeError(f"no script value for {value!r}")


def read_structure(tree: Tree, text: str, enum_item: Callable[[str, str], EnumItem]) -> object:
    """What a script passed: dicts, lists, plain values, `EnumItem`s, `Instance`s, `SecretText`s."""

    def revive(found: dict[str, object]) -> object:
        mark = found.get(MARK)
        if mark == "enum":
            return enum_item(str(found["enum"]), str(found["name"]))
        if mark == "instance":
            number = found["id"]
            assert isinstance(number, int)
            return tree[number]
        if mark == "octets":
            return text_of(b64decode(str(found["base64"])))
        if mark == "secret":
            return SecretText(*(str(found[each]) for each in ("name", "before", "after")))
        return found

    return json.loads(text, object_hook=revive)
