"""math.noise, to the last bit of single precision."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("math.noise(0.5), math.noise(0.5, 0.5), math.noise(1, 2, 3)", "0 -0.25 0"),
        (
            "math.noise(-0.3, 7.7), math.noise(100.25, -33.75, 12.125)",
            "-0.07321058213710785 -0.10504545271396637",
        ),
        (
            "math.noise(-278.881, -125.94, -60.722), math.noise(-278.881)",
            "-0.04786188527941704 -0.11732424795627594",
        ),
        (
            "math.noise(256.5) == math.noise(0.5), math.noise(12345.678, 0.1)",
            "true -0.023177744820713997",
        ),
    ],
)
def test_values_are_those_of_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("math.noise", "missing argument #1 to 'noise' (number expected)"),
        ("math.noise, 1, {}", "invalid argument #2 to 'noise' (number expected, got table)"),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message
