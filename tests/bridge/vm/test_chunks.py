"""Names of functions by chunk, lines and signature."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.errors import LuauSyntaxError
from bridge.source import Source
from bridge.vm import VM
from bridge.vm.chunks import Chunks, compiler_refusal


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


def test_an_excerpt_shows_the_line_a_message_names() -> None:
    chunks = Chunks()
    chunks.add(Source("local a = 1\n\terror('no')\nlocal b", "Main"))
    assert chunks.excerpt("Main:2: no").splitlines() == [
        "1 | local a = 1",
        "2 |     error('no')",
        "  |     ^^^^^^^^^^^",
        "3 | local b",
    ]
    assert chunks.excerpt("Main:4: no") == chunks.excerpt("Other:1: no") == ""


def test_the_carets_stand_below_the_expression_that_failed() -> None:
    chunks = Chunks()
    chunks.add(Source("local a = {}\nprint(a.b.c, a.b .. 'd')", "Main"))
    marks = [
        chunks.excerpt(f"Main:2: {text}").splitlines()[2]
        for text in ("attempt to index nil with 'c'", "attempt to concatenate nil with string", "?")
    ]
    assert marks == [
        "  |       ^^^^^",
        "  |              ^^^^^^^^^^",
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^",
    ]


def test_a_message_without_a_position_shows_the_innermost_frame() -> None:
    chunks = Chunks()
    chunks.add(Source("local a = 1", "Main"))
    assert "1 | local a = 1" in chunks.excerpt("502: rejected", "Main:1 function f\nMain:9\n")
    assert "1 | local a = 1" in chunks.excerpt("502: rejected", "Main:1\n")


def test_a_source_beyond_the_compilers_limits_is_refused_with_its_line() -> None:
    source = Source("local x = 1\nprint(x)", "a")
    problem = compiler_refusal(source, "a:2: Exceeded constant limit", 2)
    assert problem.headline == "a:2: Exceeded constant limit"
    assert "2 | print(x)" in str(problem)
    nested = "local f = " + "function() return " * 190 + "1" + " end" * 190
    with pytest.raises(LuauSyntaxError, match="a:1:1: Exceeded allowed recursion depth"):
        VM().run(nested, name="a")
    result = VM().run(f"return loadstring({nested!r}, '=a')")
    assert result == (
        None,
        "a:1: Exceeded allowed recursion depth; simplify your block to make the code compile",
    )


@pytest.mark.parametrize(
    ("source", "most"),
    [
        (lambda n: "do " * n + " end" * n, 196),
        (lambda n: "local f = " + "function() return " * n + "1" + " end" * n, 97),
        (lambda n: "f(" * n + ")" * n, 124),
        (lambda n: "local x = " + "if x then " * n + "1" + " else 2" * n, 65),
        (lambda n: f"f({', '.join(['1'] * n)})", 247),
    ],
    ids=["blocks", "functions", "calls", "if-expressions", "arguments"],
)
def test_programs_up_to_the_compilers_limits_load(source: Callable[[int], str], most: int) -> None:
    vm = VM()
    vm.load(source(most - 1))
    vm.load(source(most))
    with pytest.raises(LuauSyntaxError):
        vm.load(source(most + 1))
