"""More captures and locals than LuaJIT has room for."""

import pytest

from bridge.errors import LuauSyntaxError
from bridge.lowering import lower
from bridge.source import Source


def declare(count):
    return "\n".join(f"local a{n} = tonumber('{n}')" for n in range(count))


def total(count):
    return " + ".join(f"a{n}" for n in range(count))


@pytest.mark.parametrize("count", [55, 57, 61, 150])
def test_a_function_captures_many_locals_of_the_chunk(run, count):
    program = (
        f"{declare(count)}\nlocal function f() a0 += 1 return {total(count)} end\nprint(f(), a0)"
    )
    assert run(program) == [f"{sum(range(count)) + 1}\t1"]


def test_captures_through_a_function_between_count_for_it_too(run):
    inner = "".join(f"local function g{n}() return a{n} end " for n in range(80))
    calls = " + ".join(f"g{n}()" for n in range(80))
    program = f"{declare(80)}\nlocal function f() {inner} return {calls} end\nprint(f())"
    assert run(program) == [str(sum(range(80)))]


def test_boxed_functions_and_groups_of_locals(run):
    functions = "\n".join(f"local function a{n}() return {n} end" for n in range(70))
    calls = " + ".join(f"a{n}()" for n in range(70))
    program = f"{functions}\nlocal x, y = 1, 2\nprint((function() return x + y + {calls} end)())"
    assert run(program) == [str(3 + sum(range(70)))]


def test_captures_of_a_functions_own_locals_are_refused_by_name():
    program = (
        f"local function outer()\n{declare(80)}\nlocal function inner() return {total(80)} end end"
    )
    with pytest.raises(LuauSyntaxError, match="function 'inner' captures 80 variables"):
        lower(Source(program))


def test_constants_beyond_two_hundred_locals(run):
    constants = "\n".join(f"local A{n} = {n}" for n in range(230))
    program = f"{constants}\nlocal function f() return A1 + A229 end\nprint(f(), A200, A100)"
    assert run(program) == ["230\t200\t100"]
