"""200 local variables and 200 upvalues to a function."""

from __future__ import annotations

from typing import Any

import pytest


def declared(count: int, value: str = "f()", name: str = "a") -> str:
    return " ".join(f"local {name}{index} = {value}" for index in range(1, count + 1))


OUT_OF_LOCALS = "1: Out of local registers when trying to allocate a201: exceeded limit 200"


def test_two_hundred_variables_fit_and_one_more_does_not(luau: Any) -> None:
    assert luau.messages(declared(200)) == []
    assert luau.messages(declared(201)) == [OUT_OF_LOCALS]


def test_names_of_one_statement_count_each(luau: Any) -> None:
    names = ", ".join(f"a{index}" for index in range(1, 202))
    assert luau.messages(f"local {names} = f()") == [OUT_OF_LOCALS]
    assert luau.messages(f"local function g({names}) end") == [OUT_OF_LOCALS]
    assert luau.messages(f"for {names} in f() do end") == [OUT_OF_LOCALS]


@pytest.mark.parametrize(
    "value", ["1", "'a'", "nil", "-(1 + 2) * 3", "not 1", "'a' .. 'b'", "if 1 then 2 else 3"]
)
def test_constants_take_no_register(luau: Any, value: str) -> None:
    assert luau.messages(declared(300, value)) == []
    assert luau.messages(f"{declared(201, value)} a201 = f()") == []
    assigned = " ".join(f"a{index} = 1" for index in range(1, 202))
    assert luau.messages(f"{declared(201, value)} {assigned}") == [OUT_OF_LOCALS]


def test_registers_of_a_finished_block_are_free_again(luau: Any) -> None:
    assert luau.messages(f"do {declared(150)} end do {declared(150)} end") == []
    assert luau.messages(f"{declared(100)} do {declared(150)} end") == [
        "1: Out of local registers when trying to allocate a101: exceeded limit 200"
    ]


def test_every_function_has_its_own(luau: Any) -> None:
    assert luau.messages(f"{declared(150)} local function g() {declared(200)} end") == []


def used(count: int, name: str) -> str:
    return " ".join(f"g({name}{index})" for index in range(1, count + 1))


def test_a_function_has_two_hundred_upvalues(luau: Any) -> None:
    outer = f"{declared(150)} return function() {declared(150, name='b')} return function()"
    assert luau.messages(f"{outer} {used(150, 'a')} {used(50, 'b')} end end") == []
    assert luau.messages(f"{outer} {used(150, 'a')} {used(51, 'b')} end end") == [
        "1: Out of upvalue registers when trying to allocate b51: exceeded limit 200"
    ]


def test_limits_count_only_in_a_file_that_parses(luau: Any) -> None:
    assert luau.messages(f"{declared(201)}\nbreak") == ["2: break statement must be inside a loop"]
