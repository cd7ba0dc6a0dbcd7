"""The generated table of named colours."""

from __future__ import annotations

import json
from pathlib import Path

from bridge.tools.stubgen.brick_colors import DEFAULT_OUTPUT, generate, main

INDEX = {
    "Sources": {"StudioVersion": "1.2"},
    "BrickColors": [
        {"Name": "White", "Number": 1, "Palette": 87, "RGB": [242, 243, 243]},
        {"Name": "Light green (Mint)", "Number": 6, "RGB": [194, 218, 184]},
    ],
}


def test_a_colour_is_one_line_and_the_palette_may_be_missing() -> None:
    lines = generate(json.dumps(INDEX).encode()).splitlines()
    assert "1 242 243 243 87 White" in lines
    assert "6 194 218 184 - Light green (Mint)" in lines


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    index, output = tmp_path / "index.json", tmp_path / "table.lua"
    index.write_text(json.dumps(INDEX))
    assert main([str(index), str(output)]) == 0
    assert output.read_text() == generate(index.read_bytes())


def test_the_committed_table_has_a_whole_palette() -> None:
    rows = [line.split(" ", 5) for line in DEFAULT_OUTPUT.read_text().splitlines()]
    colors = [row for row in rows if len(row) == 6 and row[0].isdigit()]
    assert sorted(int(row[4]) for row in colors if row[4] != "-") == list(range(128))
    assert len({row[0] for row in colors}) == len(colors)
