"""The math library without random numbers and noise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        (
            "math.round(0.49999999999999994), math.round(-0.2), math.round(-0.5), math.round(2.5)",
            "0 -0 -1 3",
        ),
        ("math.round(4503599627370497.5), math.round(1/0)", "4503599627370498 inf"),
        ("math.sign(-3), math.sign(0/0), math.sign(0)", "-1 0 0"),
        ("math.max(-0, 0), math.min(-0, 0), math.max(1, 0/0)", "-0 -0 1"),
        ('tostring(math.max(0/0, 1)), math.max("7", 2), math.max(1, 5, 3)', "nan 7 5"),
        ("math.log(8, 2), math.log(1000, 10), math.log(9, 3), math.log(1, nil)", "3 3 2 0"),
        ("math.lerp(1, 3, 1), math.lerp(1, 3, 0.5), math.map(5, 0, 10, 0, 100)", "3 2 50"),
        ("math.clamp(5, 1, 3), tostring(math.clamp(0/0, 0, 1))", "3 nan"),
        (
            "math.isnan(0/0), math.isinf(-1/0), math.isfinite(1), math.isfinite(0/0)",
            "true true true false",
        ),
        ("math.fmod(-7, 3), math.modf(-0.5)", "-1 -0 -0.5"),
        ("math.deg(math.pi), math.ldexp(1, -1074), math.ldexp(1, 1024)", "180 5e-324 inf"),
        ("math.huge, math.pi, math.tau", "inf 3.141592653589793 6.283185307179586"),
    ],
)
def test_functions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("math.floor", "missing argument #1 to 'floor' (number expected)"),
        ("math.atan2", "missing argument #2 to 'atan2' (number expected)"),
        ("math.pow, 2", "missing argument #2 to 'pow' (number expected)"),
        ("math.abs, true", "invalid argument #1 to 'abs' (number expected, got boolean)"),
        ('math.max, 1, "x"', "invalid argument #2 to 'max' (number expected, got string)"),
        ("math.max, 1, 2, {}", "invalid argument #3 to 'max' (number expected, got table)"),
        (
            "math.clamp, 1, 10, 1",
            "invalid argument #3 to 'clamp' (max must be greater than or equal to min)",
        ),
        (
            "math.clamp, 1, 0/0, 1",
            "invalid argument #3 to 'clamp' (max must be greater than or equal to min)",
        ),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message
