"""What holds for every lowered chunk: Lua, ASCII, line for line, the same text every time.

luaparser is the second opinion on the grammar; it is slow, so the default run shows it a sample.
"""

import json
import os
import re
from pathlib import Path

import pytest
from luaparser import ast as lua_trees

from bridge.lowering import LoweringOptions, lower
from bridge.source import Source
from bridge.syntax.parser import parse
from bridge.syntax.printer import print_chunk

CORPUS = Path(__file__).resolve().parents[1] / "golden" / "luau.jsonl"
PROGRAMS = [
    entry["source"]
    for entry in map(json.loads, CORPUS.read_text().splitlines())
    if not parse(Source(entry["source"])).diagnostics
]
SAMPLE_PROGRAMS = 60
# luaparser takes `goto` for a reserved word, as Lua 5.2 does.
READABLE = [program for program in PROGRAMS if "goto" not in program]
SAMPLE = READABLE[:: len(READABLE) // SAMPLE_PROGRAMS][:SAMPLE_PROGRAMS]


def assert_lua(program):
    text = lower(Source(program)).text
    try:
        lua_trees.parse(text)
    except lua_trees.SyntaxException as problem:
        raise AssertionError(f"{problem}\n{text}") from None


@pytest.mark.parametrize("part", range(6))
def test_luaparser_accepts_lowered_chunks(part):
    for program in SAMPLE[part::6]:
        assert_lua(program)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_luaparser_accepts_every_lowered_chunk(part):
    share = float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))
    mine = READABLE[part::20]
    for program in mine[: max(1, round(len(mine) * share))]:
        assert_lua(program)


def test_every_chunk_is_ascii_and_line_for_line():
    for program in PROGRAMS:
        text = lower(Source(program)).text
        assert text.isascii()
        assert text.count("\n") == program.count("\n")


def test_the_same_program_gives_the_same_chunk():
    for program in PROGRAMS[::10]:
        assert lower(Source(program)) == lower(Source(program))


def without_layout(text):
    return re.sub(r"[ \n;]", "", re.sub(r"_+R\.moved\(\".*?\"\)", "", text))


def test_layout_decides_lines_only():
    # A program and its printed form lower to the same tokens, but for the lines Luau names.
    for program in PROGRAMS[::5]:
        chunk = parse(Source(program)).chunk
        here, there = lower(Source(program)), lower(Source(print_chunk(chunk)))
        assert without_layout(here.text) == without_layout(there.text)


def test_functions_are_recorded_in_source_order_within_the_program():
    for program in PROGRAMS[::5]:
        functions = lower(Source(program), LoweringOptions(budget=False)).functions
        lines = [info.line for info in functions]
        assert lines == sorted(lines)
        assert all(1 <= each.line <= each.last_line for each in functions)
        assert all(each.last_line <= program.count("\n") + 1 for each in functions)
