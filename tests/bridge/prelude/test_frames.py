"""Stack frames as Luau counts them (prelude/frames.lua)."""

from __future__ import annotations

from bridge.vm import VM


def test_levels_of_error_count_the_functions_of_the_program(printed):
    assert printed(
        "local function inner(level)\n"
        "  error('e', level)\n"
        "end\n"
        "local function outer(level)\n"
        "  inner(level)\n"
        "end\n"
        "for level = 0, 3 do print(select(2, pcall(function()\n"
        "  outer(level)\n"
        "end))) end"
    ) == ["e", "case:2: e", "case:5: e", "case:8: e"]


def test_a_library_function_counts_as_one_level(printed):
    assert printed(
        "local function fail() error('e', 2) end\n"
        "print(pcall(string.gsub, 'x', 'x', fail))\n"
        "print(select(2, pcall(function() table.sort({ 2, 1 }, fail) end)))"
    ) == ["false\te", "e"]


def test_library_errors_called_by_pcall_have_no_position(printed):
    assert printed("print(pcall(string.rep)) print(pcall(error, 'x'))") == [
        "false\tmissing argument #1 to 'rep' (string expected)",
        "false\tx",
    ]


def test_a_library_function_called_by_another_has_no_position() -> None:
    program = """return select(2, pcall(function()
        return (("x"):gsub("x", string.rep))
    end)), select(2, pcall(function()
        return (("x"):gsub("x", function() string.rep() end))
    end))"""
    assert VM().run(program) == (
        "missing argument #2 to 'rep' (number expected)",
        "main:4: missing argument #1 to 'rep' (string expected)",
    )
