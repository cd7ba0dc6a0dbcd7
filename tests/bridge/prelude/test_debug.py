"""debug.info and debug.traceback."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


def test_info_describes_functions_and_levels(printed: Print) -> None:
    source = """
        local function sample(a, b, ...)
            local source, line, vararg = debug.info(1, "sl")
            return source, line
        end
        print(sample())
        print(debug.info(sample, "sla"))
        print(debug.info(print, "slna"))
        print(debug.info(0, "n"), select("#", debug.info(50, "n")), select("#", debug.info(1, "")))
    """
    assert printed(source) == [
        "case\t3",
        "case\t2\t2\ttrue",
        "[C]\t-1\tprint\t0\ttrue",
        "info\t0\t0",
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("debug.info", "invalid argument #1 to 'info' (function or level expected)"),
        ("debug.info, 1", "missing argument #2 to 'info' (string expected)"),
        ('debug.info, 1, "z"', "invalid argument #2 to 'info' (invalid option)"),
        ('debug.info, 1, "ss"', "invalid argument #2 to 'info' (duplicate option)"),
        ('debug.info, -1, "s"', "invalid argument #1 to 'info' (level can't be negative)"),
        ("debug.traceback, {}", "invalid argument #1 to 'traceback' (string expected, got table)"),
        (
            'debug.traceback, "m", -1',
            "invalid argument #2 to 'traceback' (level can't be negative)",
        ),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


def test_a_traceback_names_the_functions_of_the_source(printed: Print) -> None:
    source = """
        local function inner(level) local t = debug.traceback("msg", level) return t end
        local function outer(level) local t = inner(level) return t end
        print(outer()) print(outer(2))
    """
    assert printed(source) == [
        "msg\ncase:2 function inner\ncase:3 function outer\ncase:4\n",
        "msg\ncase:3 function outer\ncase:4\n",
    ]


def test_a_thread_shows_its_own_frames(printed: Print) -> None:
    source = """
        local co = coroutine.create(function()
            local function wait() coroutine.yield() end
            wait()
        end)
        coroutine.resume(co)
        print(debug.traceback(co))
    """
    assert printed(source) == ["case:3 function wait\ncase:4\n"]
