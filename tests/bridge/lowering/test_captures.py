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


@pytest.mark.parametrize("count", [54, 55, 56, 60, 61, 80, 199])
def test_a_function_captures_many_locals_of_a_function(run, count):
    program = (
        f"local function outer(base)\n{declare(count - 1)}\n"
        f"return function() base += 1 return base + {total(count - 1)} end end\n"
        "local f, g = outer(0), outer(100) print(f(), f(), g())"
    )
    sum_ = sum(range(count - 1))
    assert run(program) == [f"{sum_ + 1}\t{sum_ + 2}\t{sum_ + 101}"]


def test_every_round_of_a_loop_has_captured_variables_of_its_own(run):
    program = (
        "local kept = {}\n"
        f"for i = 1, 3 do {declare(80)}\n"
        f"kept[i] = function() a79 += i i += 1 return {total(80)} end end\n"
        "print(kept[1](), kept[1](), kept[3]())"
    )
    base = sum(range(80))
    assert run(program) == [f"{base + 1}\t{base + 3}\t{base + 3}"]


def test_parameters_self_and_loop_variables_may_be_boxed(run):
    parameters = ", ".join(f"a{n}" for n in range(90))
    values = ", ".join(str(n) for n in range(90))
    program = (
        "local o = { base = 1000 }\n"
        f"function o:m({parameters}) return function()\n"
        f"a0 += 1 return self.base + {total(90)} end end\n"
        f"local f = o:m({values}) print(f(), f())\n"
        f"for {parameters} in function(_, c) if not c then return {values} end end do\n"
        f"print((function() return {total(90)} end)()) end"
    )
    base = sum(range(90))
    assert run(program) == [f"{base + 1001}\t{base + 1002}", str(base)]


def test_a_repeat_loop_sees_its_boxed_variables_in_the_condition(run):
    program = (
        "local n = 0\n"
        f"repeat {declare(70)}\nlocal done = n >= 2 n += 1\n"
        f"local f = function() done = done or false return {total(70)} end\n"
        "if n == 1 then continue end f() until done\nprint(n)"
    )
    assert run(program.replace("if n == 1 then continue end ", "")) == ["3"]


def test_variables_of_too_many_blocks_are_refused_by_name():
    opening = "".join(f"do local a{n} = tonumber('{n}') " for n in range(60))
    program = f"{opening} local function inner() return {total(60)} end {'end ' * 60}"
    with pytest.raises(LuauSyntaxError, match="function 'inner' captures 60 variables of too many"):
        lower(Source(program))


@pytest.mark.parametrize("count", [179, 180, 181, 199, 230])
def test_constants_take_no_room_in_functions(run, count):
    constants = "\n".join(f"local A{n} = {n}" for n in range(count))
    program = (
        f"local function f()\n{constants}\nlocal t = 0 for i = 1, 2 do local b = i t += b end\n"
        f"return A1 + A{count - 1} + t end\nprint(f())"
    )
    assert run(program) == [str(1 + count - 1 + 3)]


def test_a_boxed_local_is_read_when_the_operation_happens(run):
    program = (
        f"local function outer() local n = 1 {declare(60)}\n"
        f"local function set() n = 50 return 2 + 0 * ({total(60)}) end\n"
        "n += set() return n end print(outer())"
    )
    assert run(program) == ["52"]


def test_constants_beyond_two_hundred_locals(run):
    constants = "\n".join(f"local A{n} = {n}" for n in range(230))
    program = f"{constants}\nlocal function f() return A1 + A229 end\nprint(f(), A200, A100)"
    assert run(program) == ["230\t200\t100"]
