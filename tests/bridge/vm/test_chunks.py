"""Names of functions by chunk, lines and signature."""

from __future__ import annotations

import pytest

from bridge.errors import LuauSyntaxError
from bridge.source import Source
from bridge.vm.chunks import Chunks


def test_a_function_is_found_by_its_lines() -> None:
    chunks = Chunks()
    chunks.add(Source("local function f()\nend\nfunction t.m() end", "a"))
    assert chunks.function_name("a", 1, 2, -1, False) == "f"
    assert chunks.function_name("a", 3, 3, 0, False) == "m"
    assert chunks.function_name("a", 9, 9, -1, False) == ""
    assert chunks.function_name("b", 1, 2, -1, False) == ""


def test_functions_on_one_line_are_told_apart_by_their_parameters() -> None:
    chunks = Chunks()
    chunks.add(Source("local function f(a) end local function g(a, b) end", "a"))
    assert chunks.function_name("a", 1, 1, 1, False) == "f"
    assert chunks.function_name("a", 1, 1, 2, False) == "g"
    assert chunks.function_name("a", 1, 1, -1, False) == ""


def test_two_chunks_of_one_name_leave_competing_names_out() -> None:
    chunks = Chunks()
    chunks.add(Source("local function f() end", "a"))
    chunks.add(Source("local function f() end\nlocal function h() end", "a"))
    assert chunks.function_name("a", 1, 1, 0, False) == "f"
    chunks.add(Source("local function g() end", "a"))
    assert chunks.function_name("a", 1, 1, 0, False) == ""


def test_a_file_that_does_not_parse_is_not_added() -> None:
    with pytest.raises(LuauSyntaxError):
        Chunks().add(Source("x =", "a"))
