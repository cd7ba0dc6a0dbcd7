"""Values at the border: each Python type in, each Lua type out."""

from __future__ import annotations

import enum
import math

import pytest

from bridge.errors import ScriptError, UsageError
from bridge.vm import VM, LuaFunction, LuaTable, LuaThread, LuaValue


class Level(enum.IntEnum):
    HIGH = 3


class Name(str):
    __slots__ = ()


def echo(value: object) -> object:
    return VM().run("return ...", "main", value)[0]


@pytest.mark.parametrize(
    "value",
    [None, True, False, 0, -7, 1 << 53, 0.5, -1e300, "", "text", "naïve ☂", "a\0b"],
)
def test_plain_values_come_back_equal_and_of_the_same_type(value: object) -> None:
    result = echo(value)
    assert result == value
    assert type(result) is type(value)


def test_numbers_are_doubles() -> None:
    assert echo(2.0) == 2
    assert isinstance(echo(2.0), int)
    assert echo((1 << 53) + 1) == float((1 << 53) + 1)
    assert isinstance(echo(1 << 70), float)
    assert math.isnan(echo(float("nan")))  # type: ignore[arg-type]
    assert echo(math.inf) == math.inf


def test_bytes_that_are_no_text_survive_the_round_trip() -> None:
    raw = bytes(range(256))
    text = echo(raw)
    assert isinstance(text, str)
    assert text.encode("utf-8", "surrogateescape") == raw
    assert echo(text) == text


def test_subclasses_enter_as_their_base() -> None:
    assert echo(Level.HIGH) == 3
    assert echo(Name("Ada")) == "Ada"


def test_tables_are_views_not_copies() -> None:
    vm = VM()
    (table,) = vm.run("return { 10, 20, x = { y = 1 } }")
    assert isinstance(table, LuaTable)
    assert (len(table), table[2], table["x"]["y"], table["none"]) == (2, 20, 1, None)
    table["x"]["y"] = 5
    table[3] = "new"
    assert table.to_python() == {1: 10, 2: 20, 3: "new", "x": {"y": 5}}
    assert table.get("none", "default") == "default"
    assert ("x" in table, "z" in table) == (True, False)
    assert list(table) == [1, 2, 3, "x"]


def test_equality_of_wrappers_is_identity_in_luau() -> None:
    first, second, other = VM().run("local t = {} return t, t, {}")
    assert first == second
    assert hash(first) == hash(second)
    assert first != other
    assert first != 1


def test_reading_and_writing_obey_metatables_and_freezing() -> None:
    (table,) = VM().run("return setmetatable({}, { __index = { inherited = 1 } })")
    assert table["inherited"] == 1
    (frozen,) = VM().run("return table.freeze({ x = 1 })")
    with pytest.raises(ScriptError, match="attempt to modify a readonly table"):
        frozen["x"] = 2
    assert (frozen["x"], len(frozen), frozen.items()) == (1, 0, [("x", 1)])


def test_python_containers_enter_as_fresh_tables() -> None:
    value = {"list": [1, [2, 3]], "dict": {"a": None, "b": True}, "tuple": (1,)}
    assert echo(value).to_python() == {  # type: ignore[attr-defined]
        "list": [1, [2, 3]],
        "dict": {"b": True},
        "tuple": [1],
    }


def test_big_tables_come_over_whole() -> None:
    (table,) = VM().run("local t = {} for i = 1, 9000 do t[i] = i end return t")
    assert table.to_python() == list(range(1, 9001))


def test_a_table_inside_itself_is_refused() -> None:
    (table,) = VM().run("local t = {} t.t = t return t")
    with pytest.raises(UsageError, match="contains itself"):
        table.to_python()


def test_functions_are_callable_and_threads_are_told_apart() -> None:
    function, thread, proxy = VM().run(
        "return function(a, b) return b, a end, coroutine.create(print), newproxy()"
    )
    assert isinstance(function, LuaFunction)
    assert function(1, 2) == (2, 1)
    assert isinstance(thread, LuaThread)
    assert type(proxy) is LuaValue
    assert repr(thread).startswith("<Luau thread: 0x")
    resumed = VM()
    (fresh,) = resumed.run("return coroutine.create(function(a) return a + 1 end)")
    assert resumed.run("return coroutine.resume(...)", "main", fresh, 4) == (True, 5)
    with pytest.raises(UsageError, match="cannot return a coroutine"):
        resumed.run("(...)()", "main", lambda: fresh)
    assert repr(proxy).startswith("<Luau userdata: 0x")


def test_results_of_a_function_are_none_one_or_a_tuple() -> None:
    none, one, two = VM().run(
        "return function() end, function() return 1 end, function() return 1, nil end"
    )
    assert (none(), one(), two()) == (None, 1, (1, None))


def test_a_callable_is_the_same_function_each_time() -> None:
    def callback() -> None: ...

    assert VM().run("local a, b = ... return a == b, type(a)", "main", callback, callback) == (
        True,
        "function",
    )


def test_an_object_has_no_luau_value() -> None:
    with pytest.raises(UsageError, match="no Luau value for <object object"):
        echo(object())
