"""Texts that need the bytecode: every operator, both operand places (prelude/operations.lua)."""

from __future__ import annotations

import pytest

from bridge.vm import VM

ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "div", "%": "mod", "^": "pow", "//": "idiv"}


def failure(expression: str, in_thread: bool) -> object:
    program = (
        f"local t, u, x, y = {{}}, {{}}, 1, 2\nlocal function f()\n  return {expression}\nend\n"
    )
    call = "coroutine.resume(coroutine.create(f))" if in_thread else "pcall(f)"
    ok, message = VM().run(program + f"return {call}")
    assert ok is False
    assert isinstance(message, str)
    prefix, _, text = message.partition(": ")
    assert prefix == "main:3"
    return text


@pytest.mark.parametrize("in_thread", [False, True])
@pytest.mark.parametrize(("operator", "word"), ARITHMETIC.items())
def test_arithmetic_names_operator_and_operands(operator: str, word: str, in_thread: bool) -> None:
    attempt = f"attempt to perform arithmetic ({word}) on "
    assert failure(f"t {operator} u", in_thread) == attempt + "table"
    assert failure(f"t {operator} 1", in_thread) == attempt + "table and number"
    assert failure(f"1 {operator} t", in_thread) == attempt + "number and table"
    assert failure(f"x {operator} y {operator} t", in_thread) == attempt + "number and table"
    assert failure(f"nil {operator} t", in_thread) == attempt + "nil and table"


@pytest.mark.parametrize("in_thread", [False, True])
@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("-t", "attempt to perform arithmetic (unm) on table"),
        ("t < u", "attempt to compare table < table"),
        ("t <= 1", "attempt to compare table <= number"),
        ("1 > t", "attempt to compare table < number"),
        ("not (t >= 'x')", "attempt to compare string <= table"),
        ("t()", "attempt to call a table value"),
        ("t.x()", "attempt to call a nil value"),
        ("t:m()", "attempt to call missing method 'm' of table"),
        ("t.x.y", "attempt to index nil with 'y'"),
        ("newproxy().k", "attempt to index userdata with 'k'"),
        ("(function() for i = 1, t do end end)()",
         "invalid 'for' limit (number expected, got table)"),
        ("(function() for i = t, 1 do end end)()",
         "invalid 'for' initial value (number expected, got table)"),
        ("(function() for i = 1, 2, u do end end)()",
         "invalid 'for' step (number expected, got table)"),
        ("#x", "attempt to get length of a number value"),
        ("x .. t", "attempt to concatenate number with table"),
    ],
)  # fmt: skip
def test_other_operations(expression: str, text: str, in_thread: bool) -> None:
    assert failure(expression, in_thread) == text


def test_texts_programs_raise_themselves_are_left_alone() -> None:
    text = "main:1: attempt to compare two table values"
    assert VM().run(f"return pcall(error, '{text}', 0)") == (False, text)
