"""The os library, on simulated time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('os.date("!%Y-%m-%d %H:%M:%S", 1787314215)', "2026-08-21 12:10:15"),
        (
            'os.date("!%a %A %b %B %j %p %I %y %w", 1787314215)',
            "Fri Friday Aug August 233 PM 12 26 5",
        ),
        (
            'os.date("!%c", 0), os.date("!%x %X %U %W %%", 0)',
            "Thu Jan  1 00:00:00 1970 01/01/70 00:00:00 00 00 %",
        ),
        (
            'os.date("!%Y", -1), os.date("%Y", -1), os.date("%Z", 0), os.date("!%Z", 0)',
            "1969 nil UTC GMT",
        ),
        ('os.date("!*t", 951782400).day, os.date("!*t", 951782400).yday', "29 60"),
    ],
)
def test_dates_are_those_of_utc(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        (
            "os.time({ year = 2026, month = 8, day = 21, hour = 12, min = 30, sec = 15 })",
            "1787315415",
        ),
        (
            "os.time({ year = 2026, month = 13, day = 1, hour = 0 }), "
            "os.time({ year = 2026, month = 0, day = 1, hour = 0 })",
            "1798761600 1764547200",
        ),
        (
            "os.time({ year = 1970, month = 1, day = 1, hour = 0 }), "
            "os.time({ year = 1969, month = 12, day = 31 })",
            "0 nil",
        ),
        ("os.difftime(5.9, 3.1), os.difftime(5)", "2 5"),
    ],
)
def test_times_are_composed_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("os.time, {}", "field 'day' missing in date table"),
        ("os.time, { day = 1 }", "field 'month' missing in date table"),
        ("os.time, 5", "invalid argument #1 to 'time' (table expected, got number)"),
        ('os.date, "%Q"', "invalid argument #1 to 'date' (invalid conversion specifier)"),
        ("os.difftime", "missing argument #1 to 'difftime' (number expected)"),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


def test_a_bare_vm_has_a_fixed_date_and_a_clock_that_moves(printed: Print) -> None:
    source = """
        local t = os.clock()
        print(os.time(), os.date("%Y-%m-%d"), os.clock() > t)
    """
    assert printed(source) == ["1767225600\t2026-01-01\ttrue"]
