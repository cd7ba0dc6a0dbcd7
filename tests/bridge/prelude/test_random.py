"""math.random: the generator and the seeds of Luau."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.vm import VM

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


def test_a_seed_gives_the_sequence_of_luau(printed: Print) -> None:
    source = """
        math.randomseed(2026)
        print(math.random(), math.random(6), math.random(10, 20), math.random(), math.random(2),
            math.random(-5, -1))
        math.randomseed(5)
        print(math.random(2147483647), math.random(-2147483648, 2147483646), math.random(1, 1))
    """
    assert printed(source) == [
        "0.33610582076753487\t1\t17\t0.728459631376611\t1\t-3",
        "1303768788\t1434830056\t1",
    ]


def test_seeds_are_thirty_two_bit_integers(printed: Print) -> None:
    source = """
        for _, pair in { { 3, 3.9 }, { -3, -3.9 }, { 2 ^ 31, -2 ^ 31 }, { 1e300, -2 ^ 31 } } do
            math.randomseed(pair[1])
            local first = math.random(1000000)
            math.randomseed(pair[2])
            print(first == math.random(1000000))
        end
    """
    assert printed(source) == ["true", "true", "true", "true"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("math.random, 0", "invalid argument #1 to 'random' (interval is empty)"),
        ("math.random, 2, 1", "invalid argument #2 to 'random' (interval is empty)"),
        ("math.random, 1, 2, 3", "wrong number of arguments"),
        (
            "math.random, -2147483648, 2147483647",
            "invalid argument #2 to 'random' (interval is too large)",
        ),
        ("math.random, nil", "invalid argument #1 to 'random' (number expected, got nil)"),
        ("math.randomseed", "missing argument #1 to 'randomseed' (number expected)"),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


def test_the_seed_of_the_vm_decides_the_first_numbers() -> None:
    def first(seed: int) -> object:
        return VM(seed=seed).run("return math.random(), math.random(100)")

    assert first(7) == first(7)
    assert first(7) != first(8)
    assert first(7) == VM(seed=1).run("math.randomseed(7) return math.random(), math.random(100)")
