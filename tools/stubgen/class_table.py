"""Writes `bridge/instances/class_table.json`, the classes and enums of the engine in compact form.

Run it as `python -m bridge.tools.stubgen.class_table API_INDEX [OUTPUT]`. The API index is the
JSON file whose layout is the engine's own API dump with defaults added: Classes, ExtraClasses,
ExtraMembers, Enums, ExtraEnums. Same input, same bytes. Knows the format it writes and nothing of
how it is read; the reader is `bridge.instances.class_table`.

Format: one JSON object. `classes` maps a name to `[superclass, tags, members]`; `members` is text,
one member per line, fields separated by tabs with empty fields at the end left out:

    P name type flags security default    property; default is JSON, absent when unknown
    F name flags security                 method
    E name flags security                 event
    C name flags security                 callback
    D name default                        a subclass's own default of an inherited property

Flags: r read-only, n not scriptable, d deprecated, y yields. Security: nothing for game scripts,
else the level (`Plugin`), or `read/write` levels where they differ. Types: a primitive or datatype
name, `Enum.X` for enums, `Class.X` for references. `enums` maps a name to `item=value ...`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["content_hash", "generate", "main"]

GENERATED = "by python -m bridge.tools.stubgen.class_table API_INDEX; DO NOT EDIT BY HAND"
DEFAULT_OUTPUT = Path(__file__).resolve().parents[2] / "bridge" / "instances" / "class_table.json"

MEMBER_LETTERS = {"Property": "P", "Function": "F", "Event": "E", "Callback": "C"}
FLAG_LETTERS = {
    "ReadOnly": "r",
    "NotScriptable": "n",
    "Deprecated": "d",
    "Yields": "y",
    "CanYield": "y",
}

NO_ITEM = {"Enum": ""}

MISSING_MEMBERS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "MemoryStoreDistributedCounter": tuple(
        {"MemberType": "Function", "Name": name, "Tags": ["Yields"], "Security": "None"}
        for name in ("GetAsync", "IncrementAsync")
    ),
}
"""Members that the API index names its class without: those of the engine's own dump since API
version 733, as the public reference of dumps shows them."""

Json = Mapping[str, Any]


def generate(index: bytes) -> str:
    """The text of the class table for an API index given as bytes."""
    api = json.loads(index)
    classes = dict(_classes(api))
    enums = {
        enum["Name"]: " ".join(f"{item['Name']}={item['Value']}" for item in enum["Items"])
        for enum in sorted((*api["Enums"], *api["ExtraEnums"]), key=_name)
    }
    head = {
        "generated": GENERATED,
        "engine": api["Sources"]["StudioVersion"],
        "source": hashlib.sha256(index).hexdigest(),
        "content": content_hash(classes, enums),
    }
    lines = [f"{_dump(key)}:{_dump(value)}," for key, value in head.items()]
    return "\n".join(
        ("{", *lines, '"classes":' + _rows(classes) + ",", '"enums":' + _rows(enums), "}", "")
    )


def content_hash(classes: Mapping[str, object], enums: Mapping[str, object]) -> str:
    """Hash of what the table says, kept in its head so that an edit by hand shows."""
    return hashlib.sha256(_dump([classes, enums]).encode()).hexdigest()


def _classes(api: Json) -> Iterator[tuple[str, list[str]]]:
    extra_members = {entry["Class"]: entry["Members"] for entry in api["ExtraMembers"]}
    for entry in sorted((*api["Classes"], *api["ExtraClasses"]), key=_name):
        name = entry["Name"]
        added = (*extra_members.get(name, ()), *MISSING_MEMBERS.get(name, ()))
        members = (*entry.get("Members", ()), *added)
        lines = [_member_line(member) for member in members]
        overrides = entry.get("DefaultOverrides", {})
        lines += (f"D\t{key}\t{_dump(value)}" for key, value in overrides.items())
        superclass = entry["Superclass"]
        yield (
            name,
            [
                "" if superclass.startswith("<<<") else superclass,
                " ".join(entry.get("Tags") or ()),
                "\n".join(lines),
            ],
        )


def _member_line(member: Json) -> str:
    fields = [MEMBER_LETTERS[member["MemberType"]], member["Name"]]
    if member["MemberType"] == "Property":
        fields.append(_type_text(member["ValueType"]))
    fields.append("".join(_flags(member.get("Tags") or ())))
    fields.append(_security_text(member["Security"]))
    # An enum default without an item is one that the dump could not print.
    if member.get("Default", NO_ITEM) != NO_ITEM:
        fields.append(_dump(member["Default"]))
    return "\t".join(fields).rstrip("\t")


def _flags(tags: Iterable[object]) -> list[str]:
    letters = {FLAG_LETTERS[tag] for tag in tags if isinstance(tag, str) and tag in FLAG_LETTERS}
    return sorted(letters)


def _type_text(value_type: Json) -> str:
    category, name = value_type["Category"], str(value_type["Name"])
    return f"{category}.{name}" if category in {"Enum", "Class"} else name


def _security_text(security: str | Json) -> str:
    levels = [security] if isinstance(security, str) else [security["Read"], security["Write"]]
    short = ["" if level == "None" else level.removesuffix("Security") for level in levels]
    return short[0] if len(set(short)) == 1 else "/".join(short)


def _rows(table: Mapping[str, object]) -> str:
    """A JSON object with one entry per line, so that changes show as lines."""
    return "{\n" + ",\n".join(f"{_dump(key)}:{_dump(table[key])}" for key in table) + "\n}"


def _dump(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)


def _name(entry: Json) -> str:
    return str(entry["Name"])


def main(arguments: list[str] | None = None) -> int:
    """Command line: the API index, and where to write the table."""
    paths = sys.argv[1:] if arguments is None else arguments
    if not 1 <= len(paths) <= 2:
        sys.stderr.write("usage: python -m bridge.tools.stubgen.class_table API_INDEX [OUTPUT]\n")
        return 2
    output = Path(paths[1]) if len(paths) == 2 else DEFAULT_OUTPUT
    output.write_text(generate(Path(paths[0]).read_bytes()), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
