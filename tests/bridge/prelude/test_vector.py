"""The vector library and its operators."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.vm import VM

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        (
            "vector.create(1, 2, 3) + vector.one, -vector.one, vector.create(1, 2) * 2",
            "2, 3, 4 -1, -1, -1 2, 4, 0",
        ),
        (
            '6 / vector.create(1, 2, 3), vector.create(7, 8, 9) // 2, "2" * vector.one',
            "6, 3, 2 3, 4, 4 2, 2, 2",
        ),
        ("vector.create(3.7, 0, 0) // 0.1", "36, 0, 0"),
        (
            "vector.create(1, 2) == vector.create(1, 2, 0), vector.one == 1, vector.one ~= nil",
            "true false true",
        ),
        ("vector.create(0.1, 0, 1/0)", "0.10000000149011612, 0, inf"),
        ("vector.create(1, 2, 3).x, vector.create(1, 2, 3).Z", "1 3"),
    ],
)
def test_operators_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        (
            "vector.magnitude(vector.create(3, 4)), vector.normalize(vector.create(0, 5))",
            "5 0, 1, 0",
        ),
        ("vector.dot(vector.create(1, 2, 3), vector.create(4, 5, 6))", "32"),
        ("vector.cross(vector.create(1, 0), vector.create(0, 1))", "0, 0, 1"),
        (
            "vector.floor(vector.create(1.5, -1.5)), vector.ceil(vector.create(1.5, "
            "-1.5)), vector.sign(vector.create(-2, 3))",
            "1, -2, 0 2, -1, 0 -1, 1, 0",
        ),
        (
            "vector.min(vector.one, vector.zero), vector.max(vector.create(1, 5), "
            "vector.create(4, 2))",
            "0, 0, 0 4, 5, 0",
        ),
        ("vector.clamp(vector.create(-5, 5, 50), vector.zero, vector.one * 10)", "0, 5, 10"),
        (
            "vector.lerp(vector.zero, vector.create(10, 20), 0.5), "
            "vector.angle(vector.create(1, 0), vector.create(0, 1))",
            "5, 10, 0 1.5707963267948966",
        ),
    ],
)
def test_functions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("vector.create, 1", "missing argument #2 to 'create' (number expected)"),
        ("vector.create, 1, 2, nil", "invalid argument #3 to 'create' (number expected, got nil)"),
        (
            "vector.cross, vector.one, 5",
            "invalid argument #2 to 'cross' (vector expected, got number)",
        ),
        (
            "vector.clamp, vector.one, vector.one, vector.zero",
            "invalid argument #3 to 'clamp' (max.x must be greater than or equal to min.x)",
        ),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


def test_a_vector_is_immutable_and_has_three_fields(printed: Print) -> None:
    source = """
        local v = vector.create(1, 2, 3)
        for _, f in {
            function() v.x = 5 end,
            function() return v.w end,
            function() return v[1] end,
            function() return v + 1 end,
            function() return v[true] end,
        } do print((select(2, pcall(f)))) end
    """
    assert printed(source) == [
        "case:4: attempt to index vector with 'x'",
        "case:5: attempt to index vector with 'w'",
        "case:6: attempt to index vector with '1'",
        "case:7: attempt to perform arithmetic (add) on vector and number",
        "case:8: invalid argument #2 (string expected, got boolean)",
    ]


def test_equal_vectors_are_one_key() -> None:
    program = """
    local t, a, b = {}, vector.create(1, 2, 0), vector.create(1, 2, -0)
    t[a] = 1
    t[b] += 1
    local count = 0
    for _ in t do count += 1 end
    return count, t[vector.create(1, 2, 0)], rawget(t, b), next(t, b), t[vector.zero]
    """
    assert VM().run(program) == (1, 2, 2, None, None)


def test_a_vector_that_is_no_longer_a_key_is_forgotten() -> None:
    program = """
    for i = 1, 2000 do
        local t = { [vector.create(i, 0, 0)] = i }
        if t[vector.create(i, 0, 0)] ~= i then return i end
        if i % 100 == 0 then collectgarbage() end
    end
    return "all found"
    """
    assert VM().run(program) == ("all found",)


def test_a_vector_of_nan_is_no_key() -> None:
    program = """local t = {}
    local bad = vector.create(0 / 0, 0, 0)
    return t[bad], pcall(function()
        t[bad] = 1
    end)"""
    assert VM().run(program) == (None, False, "main:4: table index contains NaN")
