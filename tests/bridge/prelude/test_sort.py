"""table.sort: Luau's introsort, comparison for comparison."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


def test_the_sequence_of_comparisons_is_that_of_luau(printed: Print) -> None:
    source = """
        local t, log = { 6, 3, 8, 1, 7, 2, 5, 4 }, {}
        table.sort(t, function(a, b) table.insert(log, a .. b) return a < b end)
        print(table.concat(log, " "))
    """
    assert printed(source) == ["46 14 34 84 42 54 47 45 42 21 31 23 67 86 78 57 77 75 56"]


def test_equal_elements_end_in_the_order_of_luau(printed: Print) -> None:
    source = """
        local t, out = {}, {}
        for i = 1, 12 do t[i] = { k = i % 3, id = i } end
        table.sort(t, function(a, b) return a.k < b.k end)
        for _, e in t do table.insert(out, e.k .. ":" .. e.id) end
        print(table.concat(out, " "))
    """
    assert printed(source) == ["0:12 0:9 0:3 0:6 1:1 1:4 1:7 1:10 2:2 2:8 2:11 2:5"]


def test_metamethods_order_objects(printed: Print) -> None:
    source = """
        local mt = { __lt = function(a, b) return a.n < b.n end }
        local t = {}
        for i = 1, 5 do t[i] = setmetatable({ n = (i * 3) % 5 }, mt) end
        table.sort(t)
        print(t[1].n, t[2].n, t[3].n, t[4].n, t[5].n)
    """
    assert printed(source) == ["0\t1\t2\t3\t4"]


def test_comparators_cannot_yield(printed: Print) -> None:
    source = """
        local function sort() table.sort({ 2, 1 }, function() coroutine.yield() end) end
        print(coroutine.resume(coroutine.create(sort)))
    """
    assert printed(source) == ["false\tattempt to yield across metamethod/C-call boundary"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('table.sort, { 3, "x", 1 }', "attempt to compare string < number"),
        ("table.sort, { {}, {} }", "attempt to compare table < table"),
        ("table.sort, { 1, 2, nil, 4 }", "attempt to compare nil < number"),
        ("table.sort, {}, {}", "invalid argument #2 to 'sort' (function expected, got table)"),
        (
            "table.sort, { 3, 2, 1, 4, 5 }, function() return true end",
            "invalid order function for sorting",
        ),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


def test_growing_the_table_inside_is_noticed(printed: Print) -> None:
    source = """
        print(pcall(function()
            local t = { 4, 3, 2, 1 }
            table.sort(t, function(a, b) t[5] = 0 return a < b end)
        end))
    """
    assert printed(source) == ["false\tcase:4: table modified during sorting"]


def test_few_elements_need_no_comparison(printed: Print) -> None:
    source = """
        local n = 0
        for size = 0, 3 do
            local t = table.create(size, 1)
            table.sort(t, function() n += 1 return false end)
            print(size, n)
        end
    """
    assert printed(source) == ["0\t0", "1\t0", "2\t1", "3\t4"]
