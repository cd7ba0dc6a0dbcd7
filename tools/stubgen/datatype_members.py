"""Writes `tools/stubgen/datatype_members.txt`: which members the datatypes of the engine have.

Run it as `python -m bridge.tools.stubgen.datatype_members API_INDEX [OUTPUT]`. The API index is
the JSON file that `bridge.tools.stubgen.class_table` reads too; its list DataTypes is used. Same
input, same bytes. Tests and the coverage page ask it what should exist.

Format: one type per line, its name, a colon, then words: `.name` constructor, constant or function
of the global, `#name` property, `:name` method, and `op(left,right)` operator. Overloads count
once, and so do constants that the index repeats as properties.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["DEFAULT_OUTPUT", "generate", "main", "read_members"]

GENERATED = "by python -m bridge.tools.stubgen.datatype_members API_INDEX; DO NOT EDIT BY HAND"
DEFAULT_OUTPUT = Path(__file__).resolve().with_name("datatype_members.txt")

MARKS = {"Constructor": ".", "Constant": ".", "Function": ".", "Property": "#", "Method": ":"}


def generate(index: bytes) -> str:
    """The text of the list for an API index given as bytes."""
    api = json.loads(index)
    lines = [f"# {GENERATED}", f"# Engine {api['Sources']['StudioVersion']}."]
    for entry in sorted(api["DataTypes"], key=lambda each: str(each["Name"])):
        words = dict.fromkeys(_word(member) for member in entry["Members"])
        words = {word: None for word in words if "." + word[1:] not in words or word[0] != "#"}
        lines.append(f"{entry['Name']}: {' '.join(words)}".rstrip())
    return "\n".join(lines) + "\n"


def _word(member: Mapping[str, Any]) -> str:
    if member["MemberType"] == "Operator":
        return f"{member['Name']}({member['TypeA']['Name']},{member['TypeB']['Name']})"
    return MARKS[member["MemberType"]] + str(member["Name"])


def read_members(text: str) -> dict[str, tuple[str, ...]]:
    """The words of each type, from the text of the list."""
    rows = (line.partition(":") for line in text.splitlines() if not line.startswith("#"))
    return {name: tuple(words.split()) for name, _, words in rows}


def main(arguments: list[str]) -> int:
    """Reads the index named first and writes the output named second."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(
            "usage: python -m bridge.tools.stubgen.datatype_members API_INDEX [OUTPUT]\n"
        )
        return 2
    output = Path(arguments[1]) if len(arguments) == 2 else DEFAULT_OUTPUT
    output.write_text(generate(Path(arguments[0]).read_bytes()), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
