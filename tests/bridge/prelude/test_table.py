"""The table library without sort."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('table.concat({ 1, 0.5, "x" }, 0.5)', "10.50.50.5x"),
        ("#table.create(5), #table.create(3, 0)", "0 3"),
        ('table.find({ "a", "b" }, "b"), table.find({ 1, nil, 3 }, 3)', "2 nil"),
        ('table.find({ "a", "b", "a" }, "a", 2)', "3"),
        ("table.pack(1, nil, 3).n, #table.pack(1, nil, 3)", "3 3"),
        ("table.unpack({ 1, 2, 3 }, 2)", "2 3"),
        ('select("#", table.unpack({}, 1, 3)), select("#", table.remove({}))', "3 0"),
        ('table.concat(table.move({ 1, 2, 3, 4 }, 1, 3, 2), ",")', "1,1,2,3"),
        ('table.concat(table.move({ 1, 2, 3, 4 }, 2, 4, 1), ",")', "2,3,4,4"),
        ("table.maxn({ [10] = 1, [2.5] = 1 }), table.getn({ 1, 2 })", "10 2"),
        ("table.foreachi({ 5, 6 }, function(i, v) if v == 6 then return i end end)", "2"),
        ("unpack == table.unpack", "false"),
    ],
)
def test_functions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("table.insert, {}, 1, 2, 3", "wrong number of arguments to 'insert'"),
        ("table.insert, nil, 1", "invalid argument #1 to 'insert' (table expected, got nil)"),
        ("table.concat, { 1, {} }", "invalid value (table) at index 2 in table for 'concat'"),
        ("table.find, {}", "missing argument #2"),
        ("table.find, {}, 1, 0", "invalid argument #3 to 'find' (index out of range)"),
        ("table.create, -1", "invalid argument #1 to 'create' (size out of range)"),
        ("table.create, 2 ^ 26 + 1", "table overflow"),
        (
            "table.move, {}, 0, 2 ^ 31 - 1, 1",
            "invalid argument #3 to 'move' (too many elements to move)",
        ),
        (
            "table.move, {}, 1, 2, 2 ^ 31 - 1",
            "invalid argument #4 to 'move' (destination wrap around)",
        ),
        (
            "table.freeze, table.freeze({})",
            "invalid argument #1 to 'freeze' (table is already frozen)",
        ),
        (
            "table.clone, setmetatable({}, { __metatable = 1 })",
            "invalid argument #1 to 'clone' (table has a protected metatable)",
        ),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


@pytest.mark.parametrize(
    "call",
    [
        "table.insert, t, 4",
        "table.insert, t, 1, 4",
        "table.remove, t",
        "table.clear, t",
        "table.sort, t",
        "table.sort, t, 5",
        "table.move, { 9 }, 1, 1, 1, t",
    ],
)
def test_frozen_tables_are_refused_without_a_position(printed: Print, call: str) -> None:
    source = f"local t = table.freeze({{ 3, 1, 2 }}) print(pcall({call})) print(#t, t[1])"
    assert printed(source) == ["false\tattempt to modify a readonly table", "3\t3"]


def test_frozen_tables_are_read_as_before(printed: Print) -> None:
    source = """
        local t = table.freeze({ 3, 1, 2, k = "v" })
        print(table.concat(t, "-"), table.find(t, 2), table.unpack(t))
        local copy = table.clone(t)
        copy[4] = 0
        print(#copy, copy.k, #table.move(t, 1, 3, 1, {}), table.isfrozen(copy))
        print(select("#", table.remove(table.freeze({}))))
    """
    assert printed(source) == ["3-1-2\t3\t3\t1\t2", "4\tv\t3\tfalse", "0"]


def test_unpack_stops_at_eight_thousand_values(shown: Show, refused: Show) -> None:
    # The arguments of the call count as well.
    assert shown('select("#", table.unpack({}, 1, 7997))') == "7997"
    assert refused("table.unpack, {}, 1, 7998") == "too many results to unpack"


def test_insertion_moves_what_is_behind(printed: Print) -> None:
    source = """
        local t = { "a", "c" }
        table.insert(t, 2, "b") table.insert(t, "d") table.insert(t, 9, "far") table.insert(t,
            0, "zero")
        print(table.concat(t, " "), t[9], t[0], table.remove(t, 1), table.concat(t, " "))
    """
    assert printed(source) == ["a b c d\tfar\tzero\ta\tb c d"]


def test_metamethods_take_no_part(printed: Print) -> None:
    source = """
        local log = 0
        local function count() log += 1 end
        local t = setmetatable({ 1 }, { __index = count, __newindex = count, __len = count })
        table.insert(t, 2) table.move(t, 1, 3, 2) table.unpack(t, 1, 9) table.find(t, 9)
        print(log, rawlen(t))
    """
    assert printed(source) == ["0\t3"]
