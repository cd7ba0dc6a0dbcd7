"""The classes and enums of the engine, read from generated data: superclasses, members, defaults.

Immutable and shared by every server of a process; a class is decoded when first asked for. The
data file and its format come from `bridge.tools.stubgen.class_table`. Knows no VM, no tree and no
service.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

__all__ = [
    "UNKNOWN",
    "ClassInfo",
    "ClassTable",
    "Member",
    "MemberKind",
    "class_table",
]

MemberKind: TypeAlias = Literal["property", "method", "event", "callback"]


class _Unknown:
    """The default nobody has recorded; not the same as nil."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()

KINDS: Final[dict[str, MemberKind]] = {
    "P": "property",
    "F": "method",
    "E": "event",
    "C": "callback",
}


@dataclass(slots=True, frozen=True)
class Member:
    """One member of a class as a game script on a server meets it.

    Attributes:
        declared_by: the class whose page lists it.
        type: primitive or datatype name, `Enum.X`, `Class.X`; empty unless a property.
        default: decoded JSON (`{"Enum": "Plastic"}` for enums), or `UNKNOWN`.
        read_level, write_level: what a script would need beyond its own rights; empty when none.
    """

    name: str
    kind: MemberKind
    declared_by: str
    type: str = ""
    default: object = UNKNOWN
    read_only: bool = False
    scriptable: bool = True
    deprecated: bool = False
    yields: bool = False
    read_level: str = ""
    write_level: str = ""


ENGINE_MADE: Final = frozenset({"Player"})
"""Made by the engine alone although their tags do not say so (engine.md e.1)."""


class ClassInfo:
    """One class: where it stands in the class tree and which members it has."""

    __slots__ = ("_defaults", "_members", "_own", "_text", "chain", "name", "superclass", "tags")

    def __init__(
        self, name: str, superclass: ClassInfo | None, tags: frozenset[str], text: str
    ) -> None:
        self.name = name
        self.superclass = superclass
        self.tags = tags
        self.chain: tuple[str, ...] = (name, *(superclass.chain if superclass else ()))
        self._text = text
        self._own: dict[str, Member] | None = None
        self._defaults: dict[str, object] = {}
        self._members: dict[str, Member | None] = {}

    def __repr__(self) -> str:
        return f"<class {self.name}>"

    @property
    def is_service(self) -> bool:
        """True when `game:GetService` makes the one instance of this class."""
        return "Service" in self.tags

    @property
    def creatable(self) -> bool:
        """True when `Instance.new` accepts the name."""
        return (
            self.name not in ENGINE_MADE
            and "NotCreatable" not in self.tags
            and "Service" not in self.tags
            and ("Instance" in self.chain)
        )

    def is_a(self, class_name: str) -> bool:
        """`Instance:IsA`: this class or one it inherits from; case matters."""
        return class_name in self.chain

    @property
    def own_members(self) -> MappingProxyType[str, Member]:
        """The members this class declares itself, in the order of its page."""
        if self._own is None:
            self._decode()
        assert self._own is not None
        return MappingProxyType(self._own)

    def member(self, name: str) -> Member | None:
        """The member of that name, own or inherited, with this class's own default."""
        found = self._members.get(name)
        if found is None and name not in self._members:
            found = self._members[name] = self._find(name)
        return found

    def _find(self, name: str) -> Member | None:
        own = self.own_members.get(name)
        if own is not None or self.superclass is None:
            return own
        inherited = self.superclass.member(name)
        if inherited is None or name not in self._defaults:
            return inherited
        return Member(
            **{
                field: getattr(inherited, field) for field in Member.__slots__ if field != "default"
            },
            default=self._defaults[name],
        )

    def _decode(self) -> None:
        self._own = {}
        for line in self._text.split("\n") if self._text else ():
            letter, name, *fields = line.split("\t")
            if letter == "D":
                self._defaults[name] = json.loads(fields[0])
            else:
                self._own[name] = _member(letter, name, self.name, fields)
        self._text = ""


def _member(letter: str, name: str, declared_by: str, fields: list[str]) -> Member:
    """A member from the fields after its name; see the generator for their order."""
    kind = KINDS[letter]
    value_type = fields.pop(0) if kind == "property" else ""
    flags, security, default = (*fields, "", "", "")[:3]
    read_level, slash, write_level = security.partition("/")
    return Member(
        name,
        kind,
        declared_by,
        value_type,
        json.loads(default) if default else UNKNOWN,
        read_only="r" in flags,
        scriptable="n" not in flags,
        deprecated="d" in flags,
        yields="y" in flags,
        read_level=read_level,
        write_level=write_level if slash else read_level,
    )


class ClassTable:
    """All classes and enums by name.

    Parameters:
        text: the generated data file.
    """

    def __init__(self, text: str) -> None:
        data = json.loads(text)
        self.engine: str = data["engine"]
        self._rows: dict[str, list[str]] = data["classes"]
        self._enums: dict[str, str] = data["enums"]
        self._classes: dict[str, ClassInfo] = {}
        self._items: dict[str, dict[str, int]] = {}

    def without(self, absent: frozenset[str]) -> ClassTable:
        """A table that lacks some names: `Class`, `Class.Member` or `Enum.Name.Item`.

        What an engine of another time did not have, scripts must not find. A class that is absent
        takes the classes below it along.
        """
        if not absent:
            return self
        made = object.__new__(ClassTable)
        made.engine = self.engine
        made._enums = self._enums
        made._classes, made._items = {}, {}
        made._rows = {
            name: [row[0], row[1], _lines_without(name, row[2], absent)]
            for name, row in self._rows.items()
            if absent.isdisjoint(self[name].chain)
        }
        for enum in {name.split(".")[1] for name in absent if name.startswith("Enum.")}:
            items = self.enum_items(enum) or {}
            made._items[enum] = {
                item: value for item, value in items.items() if f"Enum.{enum}.{item}" not in absent
            }
        return made

    @property
    def class_names(self) -> tuple[str, ...]:
        """Every class, in alphabetical order."""
        return tuple(self._rows)

    @property
    def enum_names(self) -> tuple[str, ...]:
        """Every enum, in alphabetical order."""
        return tuple(self._enums)

    def find(self, name: str) -> ClassInfo | None:
        """The class of that name, or None."""
        known = self._classes.get(name)
        if known is not None:
            return known
        row = self._rows.get(name)
        if row is None:
            return None
        superclass, tags, text = row
        above = self.find(superclass) if superclass else None
        known = self._classes[name] = ClassInfo(name, above, frozenset(tags.split()), text)
        return known

    def __getitem__(self, name: str) -> ClassInfo:
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return found

    def enum_items(self, name: str) -> dict[str, int] | None:
        """Item names and values of an enum in the order of its page, or None."""
        known = self._items.get(name)
        if known is None:
            text = self._enums.get(name)
            if text is None:
                return None
            pairs = (item.split("=") for item in text.split())
            known = self._items[name] = {item: int(value) for item, value in pairs}
        return known


TAB: Final = "\t"


def _lines_without(class_name: str, text: str, absent: frozenset[str]) -> str:
    """The members of a class but for the absent ones."""
    if not any(name.startswith(f"{class_name}.") for name in absent):
        return text
    lines = text.split("\n")
    return "\n".join(line for line in lines if f"{class_name}.{line.split(TAB)[1]}" not in absent)


def class_table(absent: frozenset[str] = frozenset()) -> ClassTable:
    """The table of the engine version this package was generated from.

    Parameters:
        absent: names it is to lack, see `ClassTable.without`.
    """
    return _table(absent)


@cache
def _table(absent: frozenset[str]) -> ClassTable:
    if absent:
        return class_table().without(absent)
    return ClassTable(Path(__file__).with_name("class_table.json").read_text(encoding="utf-8"))
