"""Writes `bridge/prelude/datatypes/brick_color_table.lua`, the named colours of BrickColor.

Run it as `python -m bridge.tools.stubgen.brick_colors API_INDEX [OUTPUT]`. The API index is the
JSON file that `bridge.tools.stubgen.class_table` reads too; its list BrickColors is used. Same
input, same bytes. Knows the format it writes and nothing of how it is read; the reader is
`prelude/datatypes/brick_color.lua`.

Format: a chunk that stores one text in `P.brick_color_table`, a line per colour in the order of
the index: `number red green blue palette name`; palette is `-` for a colour outside the palette.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["generate", "main"]

GENERATED = "by python -m bridge.tools.stubgen.brick_colors API_INDEX; DO NOT EDIT BY HAND"
DEFAULT_OUTPUT = (
    Path(__file__).resolve().parents[2]
    / "bridge"
    / "prelude"
    / "datatypes"
    / "brick_color_table.lua"
)


def generate(index: bytes) -> str:
    """The Lua file for an API index given as bytes."""
    api = json.loads(index)
    lines = "\n".join(_line(color) for color in api["BrickColors"])
    return (
        f"-- The named colours: generated {GENERATED}.\n"
        f"-- Engine {api['Sources']['StudioVersion']}.\n\n"
        f"(...).brick_color_table = [[\n{lines}\n]]\n"
    )


def _line(color: Mapping[str, Any]) -> str:
    """One colour: `number red green blue palette name`."""
    red, green, blue = color["RGB"]
    palette = color.get("Palette", "-")
    return f"{color['Number']} {red} {green} {blue} {palette} {color['Name']}"


def main(arguments: list[str]) -> int:
    """Reads the index named first and writes the output named second."""
    output = Path(arguments[1]) if len(arguments) > 1 else DEFAULT_OUTPUT
    output.write_text(generate(Path(arguments[0]).read_bytes()), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
